import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Ruleset } from '../model/ruleset.js';
import type { Resolve } from './extend.js';
import { loadRuleset } from './load.js';
import { didYouMean, formatMistake, quote } from './mistakes.js';
import { shippedRuleset, shippedRulesets } from './shipped.js';

/**
 * Finds what the `extends` of a ruleset file names: a shipped ruleset, `recommended` (all shipped standard rulesets), or
 * another file, relative to this one. `file` is a path from `cwd`.
 */
export function resolverFor(file: string, cwd: string, within: readonly string[] = []): Resolve {
  const path = resolve(cwd, file);
  return async (reference) => {
    if (reference === 'recommended')
      return shippedRulesets.filter(({ kind }) => kind === 'standard');
    const shipped = shippedRuleset(reference);
    if (shipped) return [shipped];
    if (!/\.(ya?ml|json)$/i.test(reference)) return unknownRuleset(reference);
    const other = resolve(dirname(path), reference);
    if ([...within, path].includes(other)) return `${quote(reference)} extends this file in turn`;
    return load(reference, other, resolverFor(other, cwd, [...within, path]));
  };
}

function unknownRuleset(reference: string): string {
  const near = didYouMean(reference, ['recommended', ...shippedRulesets.map(({ id }) => id)]);
  return `there is no ruleset ${quote(reference)}${near}`;
}

async function load(
  reference: string,
  path: string,
  resolver: Resolve,
): Promise<readonly Ruleset[] | string> {
  const file = read(path);
  if ('trouble' in file) return `the file ${quote(reference)} cannot be read (${file.trouble})`;
  const loaded = await loadRuleset(file.text, reference, resolver);
  if ('ruleset' in loaded) return [loaded.ruleset];
  const [first, ...more] = loaded.mistakes;
  const rest = more.length > 0 ? ` (and ${more.length} more)` : '';
  return `${first ? formatMistake(first) : quote(reference)}${rest}`;
}

function read(path: string): { readonly text: string } | { readonly trouble: string } {
  try {
    return { text: readFileSync(path, 'utf8') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    return { trouble: String(code) };
  }
}
