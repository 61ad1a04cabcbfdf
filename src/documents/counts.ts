import type { Diagnostic } from '../model/user-error.js';
import type { Document } from './document.js';
import { loadLimits } from './limits.js';
import { membersOfYaml, memberOf } from './diagnostics.js';
import { startOf } from '../model/location.js';

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

/** What a kind of file is called, and the keys at its top by which it is known. */
export interface FileKind {
  readonly name: string;
  readonly keys: readonly string[];
}

/**
 * The mistakes of a file. Where it has none of the keys of its kind, what would quote it is not told: it may be somebody's list
 * of tokens, which has no business in a log.
 */
export function quotableDiagnostics(
  diagnostics: readonly Diagnostic[],
  text: string,
  file: string,
  { name, keys }: FileKind,
): readonly Diagnostic[] {
  const silent = diagnostics.filter(({ message }) => isSilent(message));
  if (silent.length === diagnostics.length || hasKey(text, keys)) return diagnostics;
  const message = `this is no ${name}: it has none of the keys ${keys.join(', ')}; nothing of it is shown`;
  return [{ location: startOf(file), message }, ...silent];
}

/** Whether a message quotes nothing of a file, or a key that is nearly one of ours. */
function isSilent(message: string): boolean {
  return !message.includes('"') || /^missing key|^unknown key .*did you mean/.test(message);
}

function hasKey(text: string, keys: readonly string[]): boolean {
  return new RegExp(`^[\\s{,]*["']?(?:${keys.join('|')})["']?[ \\t]*:`, 'm').test(text);
}
