import { onceFor, onceForText } from './once-for.js';

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

export const isAscii = /^[\0-\x7f]*$/;

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
export const joinedWords = onceForText((name): string => wordsIn(name).join(''));

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

/** Whether a name has the words of one entry. Nearly no name has, so that each entry is first looked for as one text. */
export function hasAnyWords(name: string, entries: readonly string[]): boolean {
  const joined = joinedWords(name);
  return joinedEntries(entries).some(
    (wanted, at) => joined.includes(wanted) && hasWords(name, entries[at] ?? ''),
  );
}

const joinedEntries = onceFor((entries: readonly string[]) => entries.map(joinedWords));

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

/** A parameter in a text: `${name}`. For `matchAll` and `replaceAll` only. */
export const placeholderPattern = /\$\{([^}]*)\}/g;

/** The names in `${name}` in a text, each once. */
export function placeholderNames(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(placeholderPattern), ([, name]) => name ?? ''))];
}

/** The name that a misspelt one was probably meant to be; undefined when none is close. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  // What is so long is no slip, and to compare it takes long.
  if (word.length > 100) return undefined;
  const most = Math.ceil(word.length / 3);
  const ranked = names
    .filter((name) => Math.abs(name.length - word.length) <= most)
    .map((name) => ({ name, distance: distance(word.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= most ? best.name : undefined;
}

/** A part of a name that is shorter than this is in too many names to mean one. */
const leastPart = 3;

/** More names than these are no help. */
const mostMeant = 4;

/** What a name that is none may mean: the one that it is nearly, else those that it is a part of, the shortest first. */
export function meantNames(word: string, names: readonly string[]): readonly string[] {
  const near = nearest(word, names);
  if (near !== undefined) return [near];
  const wanted = word.toLowerCase();
  if (wanted.length < leastPart || wanted.length > 100) return [];
  return names
    .filter((name) => name.toLowerCase().includes(wanted))
    .toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .slice(0, mostMeant);
}

/** `; did you mean "x"?`, `; did you mean "x" or "y"?`, or nothing where no name is like what was written. */
export function didYouMean(word: string, names: readonly string[]): string {
  const meant = meantNames(word, names).map((name) => `"${name}"`);
  const last = meant.at(-1);
  if (last === undefined) return '';
  const before = meant.slice(0, -1).join(', ');
  return `; did you mean ${before === '' ? last : `${before} or ${last}`}?`;
}

/**
 * How many letters are to be added, dropped or changed: Levenshtein's distance, row by row. Where it is more than `most`, no
 * more is said than that.
 */
export function distance(a: string, b: string, most = Number.POSITIVE_INFINITY): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  const letters = Array.from(b);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    let least = i + 1;
    for (let j = 0; j < letters.length; j += 1) {
      const change = (row[j] ?? 0) + (letter === letters[j] ? 0 : 1);
      const found = Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1);
      if (found < least) least = found;
      next.push(found);
    }
    if (least > most) return Number.POSITIVE_INFINITY;
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The letters and digits of a text, in lower case: what two spellings of one name have in common. */
export function lettersAndDigits(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();
}

/** What stands behind the last slash of a path or an id; all of it where there is none. */
export function afterLastSlash(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What is percent-encoded, decoded; as it is where a percent sign stands for itself. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * What names of one thing have in common: Salesforce and its users write them in their own ways, and case, blanks and the form in
 * which an accent is kept tell no two apart.
 */
export function nameKey(name: string): string {
  return name.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

/** The first of some names, and how many more there are: `a, b and 3 more`. */
export function namesWithRest(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
