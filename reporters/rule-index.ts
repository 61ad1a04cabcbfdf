import type { Report } from '../src/report/report.js';
import type { Rule, Ruleset } from '../src/model/ruleset.js';

/** A rule that ran, with the ruleset that it ran in. */
export interface RuleEntry {
  readonly rule: Rule;
  readonly ruleset: Ruleset;
}

/** The rules of a report by their ids. A finding may name one that no ruleset has, such as conflicting demands. */
export function ruleIndex({ rulesets }: Report): ReadonlyMap<string, RuleEntry> {
  return new Map(
    rulesets.flatMap((ruleset) =>
      ruleset.rules.map((rule) => [rule.id, { rule, ruleset }] as const),
    ),
  );
}
