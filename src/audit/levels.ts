import { keptOr, onceFor } from '../model/once-for.js';
import { levels, type Level, type Rule, type Ruleset } from '../model/ruleset.js';

/** What a run evaluates unless somebody asks for more or less: what is required, and what is recommended. */
export const usualLevel: Level = 'recommended';

/** The rules of a ruleset that are not of a lower level: the same list each time, since much is remembered by it. */
export function rulesAtLevel(ruleset: Ruleset, level: Level = usualLevel): readonly Rule[] {
  return keptOr(narrowed(ruleset), level, () => {
    const rules = ruleset.rules.filter((rule) => isAtLevel(rule, level));
    return rules.length === ruleset.rules.length ? ruleset.rules : rules;
  });
}

const narrowed = onceFor((_: Ruleset) => new Map<Level, readonly Rule[]>());

/** Whoever gives an optional rule a severity wants it: it counts as recommended then. */
function isAtLevel({ level, overridden }: Rule, wanted: Level): boolean {
  const isWanted = level === 'optional' && overridden?.severity !== undefined;
  return levels.indexOf(isWanted ? usualLevel : level) <= levels.indexOf(wanted);
}
