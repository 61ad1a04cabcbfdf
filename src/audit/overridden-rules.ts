import type { AppKind } from '../model/app.js';
import { onceFor } from '../model/once-for.js';
import { rulesetOf, type Ruleset } from '../model/ruleset.js';
import type { Prepared } from './prepare.js';

/** Of a rule that several rulesets for an app have, because one extends the other, only the last one's is evaluated. */
export function withoutOverriddenRules<P extends Prepared>(
  prepared: readonly P[],
  kind: AppKind,
): readonly P[] {
  if (!prepared.some(({ ruleset }) => borrows(ruleset))) return prepared;
  const seen = new Set<string>();
  const reversed = prepared.toReversed().map((one) => {
    const rules = one.rules.filter(({ id }) => !seen.has(id));
    if (one.ruleset.appliesTo.includes(kind)) for (const { id } of one.rules) seen.add(id);
    return { ...one, rules };
  });
  return reversed.toReversed();
}

/** Whether a ruleset has rules of another one. */
const borrows = onceFor((ruleset: Ruleset): boolean =>
  ruleset.rules.some(({ id }) => rulesetOf(id) !== ruleset.id),
);
