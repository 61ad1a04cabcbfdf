import type { Diagnostic } from '../model/user-error.js';
import type { Document } from './document.js';
import { loadLimits } from './limits.js';
import { membersOfYaml, memberOf } from './members.js';

/** The lists and mappings at the top of a file that hold more than they may: looking on would be a waste of time. */
export function countDiagnostics(
  { data, locate }: Document,
  most: Readonly<Record<string, number>>,
): readonly Diagnostic[] {
  return Object.entries(most).flatMap(([key, limit]) => {
    const count = membersOfYaml(memberOf(data, key)).length;
    if (count <= limit) return [];
    const message = `too many entries under "${key}"; at most ${limit} are read, found ${count}`;
    return [{ location: locate([key], 'key'), message }];
  });
}

/** Lists with more patterns on apps and orgs than are read (names and beginnings of names are none), where they stand in the last of the files that are one configuration. */
export function patternDiagnostics(
  documents: readonly Document[],
  lists: readonly string[],
): readonly Diagnostic[] {
  const { appPatterns } = loadLimits;
  const last = documents.at(-1);
  return lists.flatMap((key) => {
    const entries = documents.flatMap(({ data }) => membersOfYaml(memberOf(data, key)));
    const patterns = new Set(entries.flatMap(([, one]) => patternsIn(one)));
    if (!last || patterns.size <= appPatterns) return [];
    const message = `too many patterns on apps under "${key}"; at most ${appPatterns} are read, found ${patterns.size}: name the apps, or let one pattern mean several`;
    return [{ location: last.locate([key], 'key'), message }];
  });
}

/** A name, or a beginning of names: most apps are told from it by a look at their first characters. */
const isBeginning = /^[^*?]+\*?$/;

function patternsIn(entry: unknown): readonly string[] {
  return ['app', 'match', 'org'].flatMap((key) => {
    const glob = memberOf(entry, key);
    return typeof glob === 'string' && !isBeginning.test(glob) ? [glob] : [];
  });
}

/** Lists that hold more entries in several files together than they may. */
export function totalDiagnostics(
  documents: readonly Document[],
  most: Readonly<Record<string, number>>,
): readonly Diagnostic[] {
  const last = documents.at(-1);
  return Object.entries(most).flatMap(([key, limit]) => {
    const counts = documents.map(({ data }) => membersOfYaml(memberOf(data, key)).length);
    const count = counts.reduce((sum, one) => sum + one, 0);
    if (!last || count <= limit) return [];
    const message = `too many entries under "${key}" in ${documents.length} files; at most ${limit} are read, found ${count}`;
    return [{ location: last.locate([key], 'key'), message }];
  });
}
