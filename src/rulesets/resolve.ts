import { dirname, resolve } from 'node:path';
import { diskFiles } from '../documents/file-text.js';
import { loadLimits } from '../documents/limits.js';
import { referenceTrouble } from '../documents/references.js';
import { didYouMean, quote } from '../documents/mistakes.js';
import { shownPath } from '../documents/shown-path.js';
import type { Ruleset } from '../model/ruleset.js';
import type { TextFiles } from '../model/text-files.js';
import { formatMistake, type Mistake } from '../model/user-error.js';
import type { Resolve } from './extend.js';
import { loadRuleset } from './load.js';
import { shippedRuleset, shippedRulesets } from './shipped.js';

/** What a reference to rulesets stands for; or why for nothing, or what is wrong in the file that it names. */
export type Found =
  | { readonly rulesets: readonly Ruleset[] }
  | { readonly trouble: string }
  | { readonly mistakes: readonly Mistake[] };

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
): Promise<Found> {
  if (reference === 'recommended')
    return { rulesets: shippedRulesets.filter(({ kind }) => kind === 'standard') };
  const shipped = shippedRuleset(reference);
  if (shipped) return { rulesets: [shipped] };
  if (!isFileName(reference)) return { trouble: unknownRuleset(reference) };
  const path = resolve(cwd, dirname(from), reference);
  if (within.includes(path)) return { trouble: `${quote(reference)} extends this file in turn` };
  const trouble = referenceTrouble(path, resolve(cwd, from)) ?? depthTrouble(within);
  if (trouble !== undefined) return { trouble: `${quote(reference)} ${trouble}` };
  const known = loading.get(path);
  if (known) return known;
  if (loading.size >= loadLimits.rulesetFiles)
    return {
      trouble: `${quote(reference)} is not read: a run has at most ${loadLimits.rulesetFiles} ruleset files`,
    };
  const found = load(reference, path, cwd, within, files, loading);
  loading.set(path, found);
  return found;
}

/** The files that were read, by path: each is read once, however often it is named. */
export type Loading = Map<string, Promise<Found>>;

async function load(
  reference: string,
  path: string,
  cwd: string,
  within: readonly string[],
  files: TextFiles,
  loading: Loading,
): Promise<Found> {
  const file = read(path, files);
  if ('trouble' in file)
    return { trouble: `the file ${quote(reference)} cannot be read (${file.trouble})` };
  const shown = shownPath(path, cwd);
  const loaded = await loadRuleset(
    file.text,
    shown,
    resolverFor(shown, cwd, within, files, loading),
  );
  return 'ruleset' in loaded ? { rulesets: [loaded.ruleset] } : loaded;
}

function depthTrouble(within: readonly string[]): string | undefined {
  if (within.length <= loadLimits.extendsDepth) return undefined;
  return `is not read: at most ${loadLimits.extendsDepth} files may extend each other in a row`;
}

/** Whether a reference names a file rather than a ruleset by its id. */
export function isFileName(reference: string): boolean {
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
    return 'trouble' in found ? found.trouble : inOneLine(found.mistakes);
  };
}

function unknownRuleset(reference: string): string {
  const near = didYouMean(reference, ['recommended', ...shippedRulesets.map(({ id }) => id)]);
  return `there is no ruleset ${quote(reference)}${near}`;
}

function inOneLine([first, ...more]: readonly Mistake[]): string {
  const rest = more.length > 0 ? ` (and ${more.length} more)` : '';
  return `${first ? formatMistake(first) : ''}${rest}`;
}

function read(
  path: string,
  files: TextFiles,
): { readonly text: string } | { readonly trouble: string } {
  try {
    return { text: files.text(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    return { trouble: String(code) };
  }
}
