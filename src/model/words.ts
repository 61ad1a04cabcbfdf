import { onceForText } from './once-for.js';

/** Names are short; of a longer one only the beginning is looked at. */
const mostCharacters = 400;

/**
 * The words of a name, in lower case. They end at what is no letter or digit, and where capitals begin a new one:
 * `AcmeSync_EU2` is acme, sync, eu2.
 */
export const wordsIn = onceForText((name): readonly string[] => {
  const text = name.slice(0, mostCharacters);
  return isAscii.test(text) ? wordsOfAscii(text) : wordsOfAny(text);
});

const isAscii = /^[\0-\x7f]*$/;

/** As `wordsOfAny`. Nearly all names are ASCII, and classes such as \p{L} take a start longer than all that they match. */
function wordsOfAscii(text: string): readonly string[] {
  return text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replaceAll(/([A-Za-z][0-9]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

function wordsOfAny(text: string): readonly string[] {
  return text
    .normalize('NFKC')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replaceAll(/(\p{L}\p{Nd}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
}

/** The words of a name as one text, however they were joined. */
const joinedWords = onceForText((name) => wordsIn(name).join(''));

/** The parts of a name that blanks and signs part, each as its words. */
const partsIn = onceForText((name): readonly (readonly string[])[] => {
  const parts = isAscii.test(name)
    ? name.split(/[^A-Za-z0-9]+/)
    : name.normalize('NFKC').split(/[^\p{L}\p{N}]+/u);
  return parts.map(wordsIn);
});

/**
 * Whether a name has some words, whole and one after another, however they are joined: `Acme Sync` is in `EU acme_sync`,
 * `AcmeSync` and `ACMESync prod`, not in `Acme Synchronisation`. A name that is one word is in one part of the other:
 * `Fullcast` is in `FullCast`, not in `Full Cast Party`.
 */
export function hasWords(name: string, words: string): boolean {
  const wanted = joinedWords(words);
  if (wanted === '' || !joinedWords(name).includes(wanted)) return false;
  const runs = wordsIn(words).length > 1 ? [wordsIn(name)] : partsIn(name);
  return runs.some((found) => found.some((_, at) => startsWithWords(found, at, wanted)));
}

/** Whether the words from one on, joined, are the wanted text. */
function startsWithWords(found: readonly string[], from: number, wanted: string): boolean {
  let joined = '';
  for (let at = from; at < found.length; at += 1) {
    joined += found[at] ?? '';
    if (joined.length >= wanted.length)
      return joined.startsWith(wanted) && isVersion(joined, wanted);
  }
  return false;
}

/** What follows is nothing, or counts: `AcmeSync2`, `acmesync_v2`. A name that ends with a digit is another one with more of them. */
function isVersion(joined: string, wanted: string): boolean {
  const rest = joined.slice(wanted.length);
  return rest === '' || (/^v?\d+$/.test(rest) && !/\d$/.test(wanted));
}

/** Whether a text can be meant as words: it has a letter or a digit, and no sign of a pattern. */
export function isWords(text: string): boolean {
  return wordsIn(text).length > 0 && !/[*?]/.test(text);
}
