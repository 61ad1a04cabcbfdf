import { distance } from '../../model/nearest.js';

/** Longer texts are not compared letter by letter: that takes long, and so many letters are no slip. */
const longestCompared = 200;

/** What is there in place of an entry that is missing, and how it differs; undefined where nothing is near. */
export function nearMiss(missing: string, there: readonly string[]): string | undefined {
  for (const one of there) {
    const how = differenceOf(missing, one);
    if (how !== undefined) return `${one} is there: ${how}`;
  }
  return undefined;
}

function differenceOf(wanted: string, found: string): string | undefined {
  if (found === `${wanted}/`) return 'take the slash at its end away';
  if (wanted === `${found}/`) return 'add a slash at its end';
  if (found.toLowerCase() === wanted.toLowerCase()) return 'capital and small letters differ';
  const [a, b] = [hostAndRest(wanted), hostAndRest(found)];
  if (a && b && a.host !== b.host && a.rest === b.rest) {
    const letters = distance(a.host, b.host);
    return letters <= 2 ? `its host differs by ${inLetters(letters)}` : `its host is ${b.host}`;
  }
  if (wanted.length > longestCompared || found.length > longestCompared) return undefined;
  const letters = distance(wanted, found);
  const most = wanted.length < 6 ? 1 : 2;
  return letters <= most ? `it differs by ${inLetters(letters)}` : undefined;
}

function inLetters(count: number): string {
  return count === 1 ? 'one letter' : `${count} letters`;
}

/** A URL by its host and by all else; a lone host has no rest to go by. */
function hostAndRest(text: string): { readonly host: string; readonly rest: string } | undefined {
  const [, scheme = '', host = '', rest = ''] = /^(https?:\/\/)([^/?#]+)(.+)$/.exec(text) ?? [];
  return host === '' || rest === '/' ? undefined : { host, rest: scheme + rest };
}
