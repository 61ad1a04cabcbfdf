import { distance } from '../model/nearest.js';

/**
 * The name of metadata that somebody meant who made one up: spelt almost alike, or of the same words (`permittedUsers` for
 * `permittedUsersPolicyType`). Stricter than what a misspelt flag is matched by: a later API version has names of its own.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length < 3 || name.length > 100) return undefined;
  return spelt(name, known) ?? nearestByWords(name, known);
}

function spelt(name: string, known: readonly string[]): string | undefined {
  const lower = name.toLowerCase();
  const most = Math.min(Math.floor(name.length / 5), 3) || (name.length > 3 ? 1 : 0);
  const [best] = known
    .filter(({ length }) => Math.abs(length - name.length) <= most)
    .map((one) => ({ one, far: distance(lower, one.toLowerCase()) }))
    .filter(({ far }) => far <= most)
    .toSorted((a, b) => a.far - b.far);
  return best?.one;
}

/** Words that many names have, and that tell none from another. */
const frequentWords: ReadonlySet<string> = new Set(
  ['is', 'enabled', 'enable', 'required', 'comma', 'separated', 'type', 'policy', 'app'].concat([
    'the',
    'in',
    'for',
    'flow',
    'allow',
  ]),
);

/** The name that has most of the words, and the fewest others. */
function nearestByWords(name: string, known: readonly string[]): string | undefined {
  const words = wordsOfName(name);
  if (words.size === 0) return undefined;
  const [best] = known
    .map((one) => ({ one, words: wordsOfName(one) }))
    .map((one) => ({ ...one, shared: [...words].filter((word) => one.words.has(word)).length }))
    .filter((one) => isEnough(one.shared, words.size, one.words.size))
    .toSorted((a, b) => b.shared - a.shared || a.words.size - b.words.size);
  return best?.one;
}

/** The same words, or two and two thirds of those of the made-up name. */
function isEnough(shared: number, asked: number, offered: number): boolean {
  if (shared === asked && shared === offered) return true;
  return shared >= 2 && shared * 3 >= asked * 2;
}

/** The words of a name in camel case, without plurals. */
function wordsOfName(name: string): ReadonlySet<string> {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [];
  const plain = words.map((word) => word.toLowerCase().replace(/(?<=[a-z]{3})s$/, ''));
  return new Set(plain.filter((word) => !frequentWords.has(word)));
}
