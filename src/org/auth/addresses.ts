import { isUrl } from '../../model/host.js';
import { looksSecret } from '../../model/redact.js';
import { UserError } from '../../model/user-error.js';
import { isMasked } from './credentials.js';

const loopbackPattern = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])$/;

/** Whether a host name, as an address writes it, is this machine. */
export function isLoopback(hostname: string): boolean {
  return loopbackPattern.test(hostname);
}

/**
 * The origin of an address that a person gave for an org. Pages of Lightning and of Setup have hosts of their own, which
 * answer no API call: they are put right, which `rewritten` tells. Plain http goes to this machine only. Throws UserError,
 * which never quotes what was given: it may be a secret in the wrong place.
 */
export function orgAddress(written: string, from: string): string {
  const url = readOrgAddress(written, from);
  if (url.protocol === 'https:') return `https://${apiHost(url.host)}`;
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return url.origin;
  throw new UserError(
    url.protocol === 'http:'
      ? `the address in ${from} begins with http://`
      : `the address in ${from} does not begin with https://`,
    'a token travels by https only; http is for addresses of this machine',
  );
}

/** What the report says of an address that was put right; undefined for one that was right. Throws as orgAddress does. */
export function rewritten(written: string, from: string): string | undefined {
  const { host } = readOrgAddress(written, from);
  const right = apiHost(host);
  if (right === host) return undefined;
  return `${from} holds the address of a page (${host}); calls go to ${right}, where the API of the same org is`;
}

function readOrgAddress(written: string, from: string): URL {
  const text = written.trim();
  const url = parseAddress(text.includes('://') ? text : `${schemeFor(text)}://${text}`, from);
  if (url.username !== '' || url.password !== '')
    throw new UserError(`the address in ${from} holds a user name or a password`);
  if (looksSecret(text.replace(/[?#].*$/s, '')) || isMasked(text))
    throw new UserError(`${from} seems to hold a credential instead of an address`, exampleAddress);
  if (isOrgHost(url.hostname)) return url;
  throw new UserError(`${from} holds no address`, exampleAddress);
}

const exampleAddress = 'for example https://example.my.salesforce.com, as Setup, My Domain shows it';

/** A name with a dot, or a number: what is neither is no host of an org, and may be anything. */
function isOrgHost(name: string): boolean {
  return (
    isLoopback(name) ||
    /^\[[\da-f:.]+\]$/.test(name) ||
    /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z\d-]+\.?$/.test(name)
  );
}

function schemeFor(host: string): string {
  return isLoopback(host.replace(/:\d+$/, '')) ? 'http' : 'https';
}

function parseAddress(text: string, from: string): URL {
  if (isUrl(text)) return new URL(text);
  throw new UserError(`${from} holds no address`, exampleAddress);
}

/**
 * Hosts of pages, and the host of the API of the same org. Sources: Salesforce Help, "My Domain URL Formats"; the addresses of
 * government, China and Salesforce's own test orgs: `@salesforce/core`, sfdcUrl.
 */
const pages: readonly (readonly [page: RegExp, api: string])[] = [
  [/\.lightning\.force\.com$/, '.my.salesforce.com'],
  [/\.lightning\.(pc-rnd)\.force\.com$/, '.my.$1.salesforce.com'],
  [/\.lightning\.crmforce\.mil$/, '.my.salesforce.mil'],
  [/\.lightning\.sfcrmapps\.cn$/, '.my.sfcrmproducts.cn'],
  [/\.my\.salesforce-setup\.com$/, '.my.salesforce.com'],
  [/\.my\.(pc-rnd)\.salesforce-setup\.com$/, '.my.$1.salesforce.com'],
  [/\.my\.salesforce-setup\.mil$/, '.my.salesforce.mil'],
];

function apiHost(host: string): string {
  const found = pages.find(([page]) => page.test(host));
  return found ? host.replace(found[0], found[1]) : host;
}
