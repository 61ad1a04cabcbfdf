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

/** Rules that are worse where an org says that the app is in use, which files cannot. */
const worseInUse: ReadonlySet<string> = new Set(
  shippedRulesets.flatMap(({ rules }) =>
    rules.filter(({ deadline }) => deadline !== undefined).map(({ id }) => id),
  ),
);

/** Results as `app rule verdict severity`, without the rules that only an org or only a source can answer. */
export function verdictsOf(
  { results }: { readonly results: readonly Result[] },
  without: ReadonlySet<string> = new Set(),
): readonly string[] {
  return results
    .filter(({ rule }) => !without.has(rule))
    .map(({ app, rule, verdict, severity }) => {
      const bad = worseInUse.has(rule) ? 'by use' : severity;
      return `${app} ${rule} ${verdict} ${bad}`;
    })
    .toSorted();
}

/** Results without what only a file on disk gives: its line, and the hash of it. */
export function unquoted(results: readonly Result[]): readonly unknown[] {
  return results.map(({ evidence, ...result }) => ({
    ...result,
    lineHash: undefined,
    snippet: undefined,
    evidence: evidence.map((item) => ({ ...item, snippet: undefined })),
  }));
}
