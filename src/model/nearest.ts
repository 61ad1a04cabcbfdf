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
export function meantText(word: string, names: readonly string[]): string {
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
