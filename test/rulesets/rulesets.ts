// Small rulesets for tests, as text and loaded.
import { expect } from 'vitest';
import type { FactLookup } from '../../src/conditions/evaluate.js';
import type { Ruleset } from '../../src/model/ruleset.js';
import type { SettingValue } from '../../src/settings/settings.js';
import { loadRuleset } from '../../src/rulesets/load.js';
import { formatDiagnostic } from '../../src/model/user-error.js';
import type { Resolve } from '../../src/rulesets/extend.js';

/** The first three lines of every file here; what follows starts at line 4. */
export const head = 'id: acme\ntitle: Acme\nkind: standard\n';

export const vendorHead = 'id: vendors/acme\ntitle: Acme\nkind: vendor\n';

/** A leaf without a mistake. */
export const leaf = '{ fact: pkceRequired, operator: equal, value: true }';

export const rules = `rules: [{ id: one, require: ${leaf} }]\n`;

/** A ruleset with one rule; the condition starts at line 6, column 14. */
export function demanding(condition: string): string {
  return `${head}rules:\n  - id: one\n    require: ${condition}\n`;
}

/** Loads a ruleset that has no mistakes. */
export async function load(text: string, resolve?: Resolve): Promise<Ruleset> {
  const loaded = await loadRuleset(text, 'acme.yaml', resolve);
  if ('ruleset' in loaded) return loaded.ruleset;
  return expect.fail(loaded.diagnostics.map(formatDiagnostic).join('\n'));
}

/** The mistakes of a text, one a line. */
export async function diagnosticsOf(text: string, resolve?: Resolve): Promise<readonly string[]> {
  const loaded = await loadRuleset(text, 'acme.yaml', resolve);
  return 'diagnostics' in loaded ? loaded.diagnostics.map(formatDiagnostic) : [];
}

/** Facts with these values; all others are unknown. */
export function facts(values: Readonly<Record<string, SettingValue>>): FactLookup {
  return (name) => {
    const value = values[name];
    return value === undefined
      ? { state: 'unknown', reason: 'not given' }
      : { state: 'known', value, origin: 'stated' };
  };
}
