import { textsOfValue } from '../../settings/settings.js';
import { isLikeGlob } from '../../model/glob.js';
import { hasAnyWords, hasWords } from '../../model/words.js';
import { matchesPattern } from '../patterns.js';
import { isList, type Operator } from './operand.js';
import { hostOf } from '../../model/addresses.js';
import type { SettingValue } from '../../settings/settings.js';
import { beginsAsPlaceholder, isPlaceholder } from '../../settings/placeholder.js';

const schemeAtStart = /^([a-z][a-z0-9+.-]*):/i;
const hostAlone = /^[^\s/@:?#[\]]+(:\d+)?$/;

/** Whether a text starts with one of the schemes; they may be written `https`, `https:` or `https://`. */
function usesScheme(text: string, schemes: SettingValue): boolean {
  const scheme = schemeAtStart.exec(text)?.[1]?.toLowerCase();
  return textsOfValue(schemes).some((wanted) => schemeName(wanted) === scheme);
}

/**
 * Whether a text is a URL with https and a host. Over loopback nothing crosses a network, so http will do; of what begins with
 * a template nothing is known yet. `https:/host` is what a browser fixes and a server compares letter by letter: it is none.
 */
function usesHttps(text: string): boolean {
  if (beginsAsPlaceholder(text)) return true;
  if (/^https:\/\/[^\s/?#\\]/i.test(text)) return isPlaceholder(text) || hostIn(text) !== undefined;
  return /^http:\/\//i.test(text) && isHostIn(text, loopbackNames);
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** Whether the host of a URL, or a text that is itself a host, is one of the hosts. */
function isHostIn(text: string, hosts: SettingValue): boolean {
  const host = hostIn(text);
  return (
    host !== undefined && textsOfValue(hosts).some((wanted) => isHostAt(host, wanted.toLowerCase()))
  );
}

/** Whether a text can be meant as a scheme. */
export function isScheme(text: string): boolean {
  return schemeAtStart.test(`${schemeName(text)}:`);
}

/** Whether a text can be meant as a host: a name or address, or `*.` and a name. */
export function isPossibleHost(text: string): boolean {
  return hostAlone.test(text) && !text.replace(/^\*\./, '').includes('*');
}

function schemeName(text: string): string {
  return text.toLowerCase().replace(/:(\/\/)?$/, '');
}

function isHostAt(host: string, wanted: string): boolean {
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : host === wanted;
}

/** The host of a URL, or of a text that is a host alone. */
function hostIn(text: string): string | undefined {
  return hostOf(hostAlone.test(text) ? `https://${text}` : text);
}

const textKinds = ['string', 'enum', 'date'] as const;

/** Operators on texts and URLs. */
export const textOperators = {
  matches: {
    on: textKinds,
    value: 'pattern',
    about: 'contains a match of the regular expression (RE2 syntax)',
    evaluate: (found, wanted) => typeof found === 'string' && matchesPattern(found, String(wanted)),
  },
  like: {
    on: textKinds,
    value: 'glob',
    about:
      'fits the pattern of * and ?, without regard to case; a star in the host of a URL stands for a part of a host only',
    evaluate: (found, wanted) => typeof found === 'string' && isLikeGlob(String(wanted), found),
  },
  hasWords: {
    on: ['string'],
    value: 'words',
    about:
      'has the words, or those of one entry, whole and one after another, however they are joined: `Acme Sync` is in AcmeSync and acme_sync_eu, not in Acme Synchronisation',
    evaluate: (found, wanted) =>
      typeof found === 'string' &&
      (isList(wanted) ? hasAnyWords(found, wanted) : hasWords(found, String(wanted))),
  },
  usesScheme: {
    on: ['string'],
    value: 'schemes',
    about: 'is a URL with the scheme, or with one of the schemes',
    evaluate: (found, wanted) => typeof found === 'string' && usesScheme(found, wanted),
  },
  usesHttps: {
    on: ['string'],
    value: 'nothing',
    about:
      'is an HTTPS URL with a host, or an HTTP one of the device itself; a text that begins with a template is taken for one',
    evaluate: (found) => typeof found === 'string' && usesHttps(found),
  },
  hostIn: {
    on: ['string'],
    value: 'hosts',
    about: 'is a URL, or a host, at one of the hosts; *.example.com stands for all its subdomains',
    evaluate: (found, wanted) => typeof found === 'string' && isHostIn(found, wanted),
  },
} as const satisfies Readonly<Record<string, Operator>>;
