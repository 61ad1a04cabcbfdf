import { keptOr } from './once-for.js';

/** Items by what `keyOf` says of them; keys and items stay in the order in which they come. */
export function groupBy<T, K>(
  items: Iterable<T>,
  keyOf: (item: T) => K,
): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) keptOr(groups, keyOf(item), () => []).push(item);
  return groups;
}

/** How often each text comes, in the order in which they come first. */
export function timesEach(texts: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** A list in parts of so many, the last one shorter. */
export function allChunks<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
