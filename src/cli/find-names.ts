import { matchesGlob } from '../model/glob.js';
import { suggestion } from './suggestion.js';

/**
 * The names that words mean: by name or glob, else those that have a word in them, whatever the case. What a word may have
 * been meant to be is said where it means none.
 */
export function findNames<T extends string>(
  words: readonly string[],
  names: readonly T[],
): { readonly found: readonly T[]; readonly near: string } {
  const exact = names.filter((name) => words.some((word) => matchesGlob(word, name)));
  const found =
    exact.length > 0
      ? exact
      : names.filter((name) =>
          words.some((word) => name.toLowerCase().includes(word.toLowerCase())),
        );
  const near = found.length > 0 ? '' : words.map((word) => suggestion(word, names)).join('');
  return { found, near };
}
