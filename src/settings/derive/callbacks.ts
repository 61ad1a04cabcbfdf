import { hostOf } from '../../model/addresses.js';
import type { Location } from '../../model/location.js';
import { nearest } from '../../model/words.js';
import { beginsAsPlaceholder, isPlaceholder } from '../placeholder.js';
import type { Known, Setting } from '../settings.js';
import { shortQuote } from '../../metadata/text.js';
import { derivedList, derivedSetting, type DerivationSubject } from './subject.js';

/**
 * The host of an http or https URL; undefined for any other text. A template in its place stays as it is written, since the
 * name of a variable is no host yet. A port may be a template or `*`.
 */
export function webHostOf(url: string): string | undefined {
  if (!/^https?:/i.test(url)) return undefined;
  const written = /^https?:\/\/([^/?#\\]*)/i.exec(url)?.[1] ?? '';
  const authority = written.replace(/:(?:\*|[^\d:@\]][^:@\]]*)$/, '');
  if (isPlaceholder(authority)) return templateHostOf(authority);
  return hostOf(authority === written ? url : `https://${authority}`);
}

function templateHostOf(authority: string): string | undefined {
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return host.replace(/:\d*$/, '') || undefined;
}

/** The hosts of the callback URLs without repetition, each at its URL. */
export function callbackHosts(subject: DerivationSubject): Setting {
  return fromUrls(subject, webHostOf);
}

/** The letters of https, one or two of them wrong: no client has such a scheme. */
function isMisspeltWebScheme(url: string): boolean {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined || webSchemes.includes(scheme) || scheme.includes('.')) return false;
  return /^h|tt|ps?$/.test(scheme) && nearest(scheme, webSchemes) !== undefined;
}

const webSchemes = ['http', 'https'];
/** Schemes of the network that encrypt nothing, or that no OAuth server sends a browser to. */
const otherNetwork = /^(?:http|ftp|ftps|sftp|ws|wss|gopher|ldap|telnet):/i;

/** The callback URLs that lead over the network without HTTPS; browsers take `http:/host` for a host, too. */
export function plainHttpCallbackUrls(subject: DerivationSubject): Setting {
  return fromUrls(subject, (url) =>
    otherNetwork.test(url) && !loopbackHosts.has(webHostOf(url) ?? '') ? url : undefined,
  );
}

/**
 * The callback URLs of native apps whose scheme is no reversed domain name:
 * https://www.rfc-editor.org/rfc/rfc8252.html#section-7.1
 */
export function shortSchemeCallbackUrls(subject: DerivationSubject): Setting {
  return fromUrls(subject, (url) => {
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
    if (scheme === undefined || scheme.includes('.') || webSchemes.includes(scheme))
      return undefined;
    return isWholeUrl(url) && !otherNetwork.test(url) ? url : undefined;
  });
}

/** A scheme and the characters of RFC 3986. A wildcard is one, too, and has a rule of its own. */
const wholeUrl = /^[a-z][a-z0-9+._-]*:[!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]+$/i;
const secondUrl = /[,;][a-z][a-z0-9+.-]*:\/\//i;
const webWithoutHost = /^https?:(?!\/\/[^/?#@])/i;

/** The callback URLs that are no URL, or more than one: Salesforce separates them by line breaks and nothing else. */
export function malformedCallbackUrls(subject: DerivationSubject): Setting {
  return fromUrls(subject, (url) => (isWholeUrl(url) || isPlaceholder(url) ? undefined : url));
}

function isWholeUrl(url: string): boolean {
  const isWhole = wholeUrl.test(url) && !secondUrl.test(url) && !webWithoutHost.test(url);
  return isWhole && !isMisspeltWebScheme(url);
}

/**
 * The callback URLs with a `*`; one that is a template says nothing yet. On loopback addresses the code does not leave the
 * device, and the port of a native app changes from run to run: https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3
 */
export function wildcardCallbackUrls(subject: DerivationSubject): Setting {
  return fromUrls(subject, (url) => {
    const isLoopback = loopbackHosts.has(webHostOf(url) ?? '');
    return url.includes('*') && !isPlaceholder(url) && !isLoopback ? url : undefined;
  });
}

/** The callback URLs whose authority holds an `@`: what stands before it is no host, though it may look like one. */
export function userInfoCallbackUrls(subject: DerivationSubject): Setting {
  return fromUrls(subject, (url) =>
    /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(url) ? url : undefined,
  );
}

/** What a function makes of the callback URLs, without repetition, each at its URL. */
function fromUrls(
  { settings, parts }: DerivationSubject,
  take: (url: string) => string | undefined,
): Setting {
  const urls = settings.callbackUrls;
  if (urls?.state !== 'known') return urls ?? { state: 'unknown', reason: 'not read' };
  const found = new Map<string, Location>();
  for (const [index, url] of urls.value.entries()) {
    const entry = take(url);
    const location = urls.itemLocations?.[index] ?? urls.location ?? parts.home;
    if (entry !== undefined && !found.has(entry)) found.set(entry, location);
  }
  const opaque = found.size === 0 ? urls.value.findIndex(beginsAsPlaceholder) : -1;
  if (opaque !== -1) return placeholderCallback(urls, opaque);
  const value = [...found.keys()];
  const setting = derivedList(value, urls.location, [...found.values()]);
  return value.some(isPlaceholder) ? { ...setting, placeholder: true } : setting;
}

function placeholderCallback(urls: Known<readonly string[]>, index: number): Setting {
  const location = urls.itemLocations?.[index] ?? urls.location;
  const reason = `the callback URL \`${shortQuote(urls.value[index] ?? '')}\` is a placeholder`;
  return location ? { state: 'unknown', reason, location } : { state: 'unknown', reason };
}

/** Hosts that never lead to a server of the app: the device itself. */
const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Callback URLs that guides and Setup put in where a flow uses none. Salesforce's own success and token pages, the
 * `sfdc://` one of JWT apps, and loopback addresses (Salesforce CLI).
 */
export function isUnusedCallback(url: string): boolean {
  const host = webHostOf(url);
  if (host !== undefined && loopbackHosts.has(host)) return true;
  const ofSalesforce = host?.endsWith('.salesforce.com') === true;
  if (ofSalesforce && /\/services\/oauth2\/(success|callback|token)$/i.test(url)) return true;
  return /^sfdc:/i.test(url);
}

/**
 * Whether browsers can be sent back to the app. Setup has no switch for it: a callback URL is enough. Where a
 * server-to-server flow is on and every callback URL is one that nothing uses, the app has no use for codes.
 */
export function authorizationCodeFlow({ settings, parts }: DerivationSubject): Setting {
  const urls = settings.callbackUrls;
  if (urls?.state !== 'known') return urls ?? { state: 'unknown', reason: 'not read' };
  const at = urls.location ?? parts.home;
  if (urls.value.length === 0) return derivedSetting(false, at);
  const server = [settings.jwtBearerFlow, settings.clientCredentialsFlow];
  const hasServerFlow = server.some((flow) => flow?.state === 'known' && flow.value);
  const inUse = urls.value.filter((url) => !isUnusedCallback(url));
  if (hasServerFlow && inUse.length > 0 && inUse.every(isPlaceholder)) {
    return { state: 'unknown', reason: 'the callback URL is a placeholder', location: at };
  }
  return derivedSetting(!hasServerFlow || inUse.length > 0, at);
}
