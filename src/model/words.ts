import { onceForText } from './once-for.js';

/** Names are short; of a longer one only the beginning is looked at. */
const mostCharacters = 400;

/**
 * The words of a name, in lower case. They end at what is no letter or digit, and where capitals begin a new one:
 * `AcmeSync_EU2` is acme, sync, eu2.
 */
export const wordsIn = onceForText((name): readonly string[] =>
  name
    .slice(0, mostCharacters)
    .normalize('NFKC')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean),
);

/**
 * Whether a name has some words, whole and one after another, however they are joined: `Acme Sync` is in `EU acme_sync`,
 * `AcmeSync` and `ACMESync prod`, not in `Acme Synchronisation`.
 */
export function hasWords(name: string, words: string): boolean {
  const wanted = wordsIn(words).join('');
  const found = wordsIn(name);
  return wanted !== '' && found.some((_, at) => startsWithWords(found.slice(at), wanted));
}

/** Whether the first of the words, joined, are the wanted text. */
function startsWithWords(found: readonly string[], wanted: string): boolean {
  let joined = '';
  for (const word of found) {
    joined += word;
    if (joined.length >= wanted.length) return joined === wanted;
  }
  return false;
}

/** Whether a text can be meant as words: it has a letter or a digit, and no sign of a pattern. */
export function isWords(text: string): boolean {
  return wordsIn(text).length > 0 && !/[*?]/.test(text);
}
