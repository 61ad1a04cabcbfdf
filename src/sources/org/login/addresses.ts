import { UserError } from '../../../model/user-error.js';

const loopback = /^(?:127(?:\.\d{1,3}){3}|localhost|\[::1\])$/;

/** Whether a host name, as an address writes it, is this machine. */
export function isLoopback(hostname: string): boolean {
  return loopback.test(hostname);
}

/**
 * The origin of an address that a person gave for an org. Pages of Lightning and of Setup have hosts of their own, which
 * answer no API call: they are put right. Plain http goes to this machine only. Throws UserError.
 */
export function orgAddress(written: string, from: string): string {
  const text = written.trim();
  const url = parsed(text.includes('://') ? text : `${schemeFor(text)}://${text}`, from);
  if (url.username !== '' || url.password !== '')
    throw new UserError(`the address in ${from} holds a user name or a password`);
  if (url.protocol === 'https:') return `https://${apiHost(url.host)}`;
  if (url.protocol === 'http:' && isLoopback(url.hostname)) return url.origin;
  throw new UserError(
    `the address in ${from} begins with ${url.protocol}//`,
    'a token travels by https only; http is for addresses of this machine',
  );
}

function schemeFor(host: string): string {
  return isLoopback(host.replace(/:\d+$/, '')) ? 'http' : 'https';
}

function parsed(text: string, from: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new UserError(
    `${from} holds no address`,
    'for example https://example.my.salesforce.com, as Setup, My Domain shows it',
  );
}

/** Source: Salesforce Help, "My Domain URL Formats". */
function apiHost(host: string): string {
  return host
    .replace(/\.lightning\.force\.com$/, '.my.salesforce.com')
    .replace(/\.my\.salesforce-setup\.com$/, '.my.salesforce.com');
}
