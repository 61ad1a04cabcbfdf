import { UserError } from '../../model/user-error.js';
import { isUrl } from '../../model/addresses.js';
import { looksSecret } from '../../model/redact.js';

/** A session in an org, and how to get another one when it ends. */
export interface OrgSession {
  /** The way it was got, for messages: `the access token in SF_ACCESS_TOKEN`. */
  readonly way: string;
  readonly instanceUrl: string;
  /** What the report says where the address that was given is not the one that is asked. */
  readonly addressNote?: string | undefined;
  readonly accessToken: string;
  /** The org and the user, where the log-in says so. */
  readonly orgId?: string;
  readonly user?: string;
  /** Gives a new access token. Absent where a person has to log in again. */
  readonly renew?: () => Promise<string>;
  /** What to do when the org does not accept the session. */
  readonly hint: string;
}

/** What a token endpoint is asked for. */
export interface TokenRequest {
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly parameters: Readonly<Record<string, string>>;
}

interface TokenAnswer {
  readonly accessToken: string;
  /** Empty when the answer does not name it. */
  readonly instanceUrl: string;
  /** The id of the org; empty when the answer does not name it. */
  readonly orgId: string;
}

/** Asks a token endpoint. Throws LogInRefusal or CallFault. */
export type AskForToken = (request: TokenRequest) => Promise<TokenAnswer>;

/** What the token endpoint says when it refuses: `invalid_grant` and why. */
export class LogInRefusal extends Error {
  override readonly name = 'LogInRefusal';
}

/** What programs write where a secret was: `[REDACTED] Use …`, `***`, `<hidden>`, `xxxxx`. */
const maskPattern =
  /^[[(<{'"]?\s*(?:redacted|masked|hidden|removed|filtered|sanitized|secret)\b|^(?:[*\u2022\u00b7\u25cf.\u2026x#]|\[|\]){3,}$|^[*\u2022\u25cf]{3}/i;

/** Whether a credential was masked by whatever showed it, so that it is none. */
export function isMasked(value: string): boolean {
  return maskPattern.test(value.trim());
}

/** Whether a token can travel in a header: other characters are a sign that it is something else, or damaged. */
export function isSendable(token: string): boolean {
  return /^[\x21-\x7e]+$/.test(token);
}

/** A secret as a variable holds it. Throws UserError, which does not quote it, for one that was masked. */
export function checkedSecret(value: string, from: string): string {
  if (!isMasked(value)) return value;
  throw new UserError(
    `${from} holds what is written where a secret was masked, such as [REDACTED], and no secret`,
    'sf org auth show-access-token --target-org ALIAS shows a token; sf org display and logs mask it',
  );
}

/** What else stands where a token should, and what to say of it. */
const noTokens: readonly (readonly [form: RegExp, what: string])[] = [
  [/^\w+:\/\/|^[\w.-]+\.(?:salesforce|force)\.com\b/i, 'an address instead of a token'],
  [/^bearer\b/i, 'the word Bearer, which is no part of a token'],
  [/^["'].*["']$/, 'quotation marks, which are no part of a token'],
  [/^[{[]/, 'JSON instead of a token'],
  [
    /^(?:\$\{?\w+\}?|\$\(.*\)|%\w+%|\{\{.*\}\}|<.*>)$/,
    'the name of a variable, which was not replaced',
  ],
  [/^(?:undefined|null|none|true|false)$/i, 'no token'],
  [/-----BEGIN/, 'a key or certificate instead of a token'],
];

/** A token as a variable holds it. Throws UserError, which does not quote it, for what cannot be one. */
export function checkedToken(value: string, from: string): string {
  const token = checkedSecret(value, from);
  const found = noTokens.find(([form]) => form.test(token));
  const what = found?.[1] ?? (isSendable(token) ? undefined : 'characters that no token has');
  if (what === undefined) return token;
  throw new UserError(
    `${from} holds ${what}`,
    'sf org auth show-access-token shows the token of a log-in',
  );
}

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

const exampleAddress =
  'for example https://example.my.salesforce.com, as Setup, My Domain shows it';

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
