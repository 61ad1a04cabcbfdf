import type { Rule, Ruleset } from '../model/ruleset.js';

/** The rule that conflicts are reported under, in place of the failure of whichever side the app does not follow. */
export const conflictingDemands: Rule = {
  id: 'vendors/conflicting-demands',
  aliases: [],
  severity: 'medium',
  level: 'required',
  title: 'Two vendor guides demand contradictory settings',
  why: 'The app matches the guides of two vendors, and no value of the setting satisfies both.',
  fix: {
    setup: 'Create an app of its own for each vendor.',
    files: 'Name the vendor of the app under "apps" in ecaudit.config.yaml.',
  },
  require: { all: [] },
  references: [],
  controls: {},
  examples: [],
};

/** Every rule that a result can be of when these rulesets evaluate. */
export function rulesOfResults(rulesets: readonly Ruleset[]): readonly Rule[] {
  return [...rulesets.flatMap(({ rules }) => rules), conflictingDemands];
}
