import { readsOf } from '../../src/conditions/tree.js';
import type { Rule } from '../../src/model/ruleset.js';
import type { Result } from '../../src/report/verdict.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';

/** Rules that an org answers and a folder does not, or the other way round. */
export const different: ReadonlySet<string> = new Set(
  shippedRulesets.flatMap(({ rules }) => rules.filter(dependsOnSource).map(({ id }) => id)),
);

function dependsOnSource({ needs, require, when, unless }: Rule): boolean {
  if (needs === 'org') return true;
  return [require, when, unless].some(
    (condition) =>
      condition &&
      readsOf(condition).some((name) => name.endsWith('InSource') || name === 'repositoryRead'),
  );
}

/** Results as `app rule verdict severity`, without the rules that only an org or only a source can answer. */
export function verdictsOf(
  { results }: { readonly results: readonly Result[] },
  without: ReadonlySet<string> = new Set(),
): readonly string[] {
  return results
    .filter(({ rule }) => !without.has(rule))
    .map(({ app, rule, verdict, severity }) => `${app} ${rule} ${verdict} ${severity}`)
    .toSorted();
}
