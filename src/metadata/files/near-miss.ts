import { distance } from '../../model/nearest.js';
import { typeSuffixes, suffixOfDirectory } from './types.js';

/** A part of a file name that somebody meant as the suffix of an app file. `.ecard` is none, `.ecaPolicy` is. */
const meant = /^(?:eca(?:[-_A-Z]|$)|[cC]on+ecte?d[-_]?[aA]pp)/;
const worthALook = /\.(?:eca|con|oauth)/i;
const lowered: ReadonlyMap<string, string> = new Map(
  typeSuffixes.map((suffix) => [suffix.toLowerCase(), suffix]),
);

/**
 * The suffix that an unrecognised file probably should have, if it looks like a file of an app: `.ecaGlobalOauth` for
 * `.ecaGlblOauth`, or anything in a directory where only such files are. `directory` is the last name of its folder.
 */
export function intendedSuffix(fileName: string, directory: string): string | undefined {
  // Nearly every file of a project ends here.
  if (!worthALook.test(fileName) && !suffixOfDirectory.has(directory)) return undefined;
  if (fileName.startsWith('.') || /^readme|\.md$/i.test(fileName)) return undefined;
  for (const part of fileName.split('.').slice(1)) {
    const candidate = part.replace(/-meta$/, '');
    const exact = lowered.get(candidate.toLowerCase());
    if (exact !== undefined) return exact;
    if (meant.test(candidate)) return nearestSuffix(candidate);
  }
  return suffixOfDirectory.get(directory);
}

function nearestSuffix(candidate: string): string {
  const lower = candidate.slice(0, 40).toLowerCase();
  const [best] = typeSuffixes
    .map((suffix) => ({ suffix, distance: distance(lower, suffix.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);
  return best?.suffix ?? candidate;
}
