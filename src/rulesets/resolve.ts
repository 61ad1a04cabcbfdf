import { didYouMean } from '../model/words.js';
import { dirname, resolve } from 'node:path';
import { diskFiles, referenceDiagnostic, shownPath } from '../documents/files.js';
import { loadLimits } from '../documents/limits.js';
import { quote } from '../documents/diagnostics.js';
import type { Ruleset } from '../model/ruleset.js';
import type { TextFiles } from '../model/location.js';
import { formatDiagnostic, type Diagnostic } from '../model/user-error.js';
import type { Resolve } from './extend.js';
import { loadRuleset } from './load.js';
import { shippedRuleset, shippedRulesets } from './shipped.js';

/** What a reference to rulesets stands for; or why for nothing, or what is wrong in the file that it names. */
export type ResolvedRulesets =
  | { readonly rulesets: readonly Ruleset[] }
  | { readonly diagnostic: string }
  | { readonly diagnostics: readonly Diagnostic[] };

/**
 * Finds what `extends` of a ruleset, `rulesets` of a config or `--ruleset` name: a shipped ruleset, `recommended` (all
 * shipped standard rulesets), or a file, relative to the folder of the file `from`, which is a path from `cwd`.
 */
export async function findRulesets(
  reference: string,
  from: string,
  cwd: string,
  within: readonly string[] = [],
  files: TextFiles = diskFiles,
  loading: Loading = new Map(),
): Promise<ResolvedRulesets> {
  if (reference === 'recommended')
    return { rulesets: shippedRulesets.filter(({ kind }) => kind === 'standard') };
  const shipped = shippedRuleset(reference);
  if (shipped) return { rulesets: [shipped] };
  if (!meansFile(reference)) return { diagnostic: unknownRulesetText(reference) };
  const path = resolve(cwd, dirname(from), reference);
  if (within.includes(path)) return { diagnostic: `${quote(reference)} extends this file in turn` };
  const diagnostic = referenceDiagnostic(path, resolve(cwd, from)) ?? depthDiagnostic(within);
  if (diagnostic !== undefined) return { diagnostic: `${quote(reference)} ${diagnostic}` };
  const known = loading.get(path);
  if (known) return known;
  if (loading.size >= loadLimits.rulesetFiles)
    return {
      diagnostic: `${quote(reference)} is not read: a run has at most ${loadLimits.rulesetFiles} ruleset files`,
    };
  const found = loadReferenced(reference, path, cwd, within, files, loading);
  loading.set(path, found);
  return found;
}

/** The files that were read, by path: each is read once, however often it is named. */
export type Loading = Map<string, Promise<ResolvedRulesets>>;

/** How many characters were read. */
const spent = new WeakMap<Loading, number>();

async function loadReferenced(
  reference: string,
  path: string,
  cwd: string,
  within: readonly string[],
  files: TextFiles,
  loading: Loading,
): Promise<ResolvedRulesets> {
  const file = readRulesetFile(path, files);
  if ('diagnostic' in file)
    return { diagnostic: `the file ${quote(reference)} cannot be read (${file.diagnostic})` };
  const characters = (spent.get(loading) ?? 0) + file.text.length;
  spent.set(loading, characters);
  if (characters > loadLimits.allCharacters)
    return {
      diagnostic: `${quote(reference)} is not read: all ruleset files have at most ${loadLimits.allCharacters} characters`,
    };
  const shown = shownPath(path, cwd);
  const loaded = await loadRuleset(
    file.text,
    shown,
    resolverFor(shown, cwd, within, files, loading),
  );
  return 'ruleset' in loaded ? { rulesets: [loaded.ruleset] } : loaded;
}

function depthDiagnostic(within: readonly string[]): string | undefined {
  if (within.length <= loadLimits.extendsDepth) return undefined;
  return `is not read: at most ${loadLimits.extendsDepth} files may extend each other in a row`;
}

/** Whether a reference names a file rather than a ruleset by its id. */
export function meansFile(reference: string): boolean {
  return /\.(ya?ml|json)$/i.test(reference);
}

/** Finds what the `extends` of a ruleset file names. `file` is a path from `cwd`. */
export function resolverFor(
  file: string,
  cwd: string,
  within: readonly string[] = [],
  files: TextFiles = diskFiles,
  loading: Loading = new Map(),
): Resolve {
  return async (reference) => {
    const found = await findRulesets(
      reference,
      file,
      cwd,
      [...within, resolve(cwd, file)],
      files,
      loading,
    );
    if ('rulesets' in found) return found.rulesets;
    return 'diagnostic' in found ? found.diagnostic : inOneLine(found.diagnostics);
  };
}

function unknownRulesetText(reference: string): string {
  const near = didYouMean(reference, ['recommended', ...shippedRulesets.map(({ id }) => id)]);
  return `there is no ruleset ${quote(reference)}${near}`;
}

function inOneLine([first, ...more]: readonly Diagnostic[]): string {
  const rest = more.length > 0 ? ` (and ${more.length} more)` : '';
  return `${first ? formatDiagnostic(first) : ''}${rest}`;
}

function readRulesetFile(
  path: string,
  files: TextFiles,
): { readonly text: string } | { readonly diagnostic: string } {
  try {
    return { text: files.text(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    return { diagnostic: String(code) };
  }
}
