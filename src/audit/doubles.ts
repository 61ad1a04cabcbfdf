import type { AppKind } from '../model/app.js';
import { rulesetOf, type Ruleset } from '../model/ruleset.js';
import type { Prepared } from './vendors.js';

/** Of a rule that several rulesets for an app have, because one extends the other, only the last one's is judged. */
export function withoutDoubles<P extends Prepared>(
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

const borrowing = new WeakMap<Ruleset, boolean>();

/** Whether a ruleset has rules of another one. */
function borrows(ruleset: Ruleset): boolean {
  const known = borrowing.get(ruleset);
  if (known !== undefined) return known;
  const found = ruleset.rules.some(({ id }) => rulesetOf(id) !== ruleset.id);
  borrowing.set(ruleset, found);
  return found;
}
