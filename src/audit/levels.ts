import { keptOr, onceFor } from '../model/once-for.js';
import { ruleLevels, type RuleLevel, type Rule, type Ruleset } from '../model/ruleset.js';

/** What a run evaluates unless somebody asks for more or less: what is required, and what is recommended. */
export const usualLevel: RuleLevel = 'recommended';

/** The rules of a ruleset that are not of a lower level: the same list each time, since much is remembered by it. */
export function rulesAtLevel(ruleset: Ruleset, level: RuleLevel = usualLevel): readonly Rule[] {
  return keptOr(rulesByLevel(ruleset), level, () => {
    const rules = ruleset.rules.filter((rule) => isAtLevel(rule, level));
    return rules.length === ruleset.rules.length ? ruleset.rules : rules;
  });
}

const rulesByLevel = onceFor((_: Ruleset) => new Map<RuleLevel, readonly Rule[]>());

/** Whoever gives an optional rule a severity wants it: it counts as recommended then. */
function isAtLevel({ level, overridden }: Rule, wanted: RuleLevel): boolean {
  const isWanted = level === 'optional' && overridden?.severity !== undefined;
  return ruleLevels.indexOf(isWanted ? usualLevel : level) <= ruleLevels.indexOf(wanted);
}
