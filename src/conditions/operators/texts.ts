import { isLikeGlob } from '../../model/glob.js';
import { hasWords } from '../../model/words.js';
import { matchesPattern } from '../patterns.js';
import { isList, type Operator } from './operand.js';
import { isHostIn, usesHttps, usesScheme } from './urls.js';

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
      (isList(wanted) ? wanted : [String(wanted)]).some((words) => hasWords(found, words)),
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
