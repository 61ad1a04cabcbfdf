import type { ChosenRuleset, Ruleset } from '../model/ruleset.js';
import { withOverrides } from '../rulesets/overrides.js';
import { originOf, shippedRulesets } from '../rulesets/shipped.js';
import type { Config } from './config.js';

/**
 * The rulesets of a run that has a config: those that the run names itself, else those of the config with the vendors to
 * look for; and the vendors that it gives apps. All with its overrides.
 */
export function configuredRulesets(
  config: Config,
  named: readonly ChosenRuleset[] = [],
): readonly ChosenRuleset[] {
  const chosen = named.length > 0 ? named : [...configured(config), ...assigned(config)];
  const unique = new Map(chosen.toReversed().map((one) => [one.ruleset.id, one]));
  return withoutReplaced([...unique.values()].toReversed()).map((one) => ({
    ...one,
    ruleset: overridden(one.ruleset, config),
  }));
}

/** Those whose place none of the others takes. What is only given to some apps takes no place in the others. */
export function withoutReplaced(chosen: readonly ChosenRuleset[]): readonly ChosenRuleset[] {
  const replaced = new Set(
    chosen.flatMap(({ ruleset, onlyAssigned }) => (onlyAssigned ? [] : (ruleset.replaces ?? []))),
  );
  return replaced.size === 0 ? chosen : chosen.filter(({ ruleset }) => !replaced.has(ruleset.id));
}

/** None of them is explicit: that no app is this vendor's is no failure of a run that looks after a whole repository. */
function configured({ rulesets, vendors }: Config): readonly ChosenRuleset[] {
  const own = rulesets?.map(({ ruleset }) => ruleset);
  const standard = own ?? shippedRulesets.filter(({ kind }) => kind === 'standard');
  const shipped = shippedRulesets.filter(({ kind }) => kind === 'vendor');
  const listed = typeof vendors === 'string' ? [] : vendors.map(({ ruleset }) => ruleset);
  const all = [...standard, ...(vendors === 'auto' ? shipped : listed)];
  return all.map((ruleset) => ({ ruleset, explicit: false, origin: originOf(ruleset) }));
}

function assigned({ apps }: Config): readonly ChosenRuleset[] {
  return apps.flatMap(({ vendor }) =>
    vendor === undefined || vendor === 'none'
      ? []
      : [
          {
            ruleset: vendor.ruleset,
            explicit: false,
            origin: originOf(vendor.ruleset),
            onlyAssigned: true as const,
          },
        ],
  );
}

/** A ruleset with the overrides of a config. */
export function overridden(ruleset: Ruleset, { overrides }: Pick<Config, 'overrides'>): Ruleset {
  if (overrides.length === 0) return ruleset;
  const rules = withOverrides(ruleset.rules, overrides);
  // What no override is about stays the ruleset that it is: what is known of it need not be found out again.
  return rules.every((rule, at) => rule === ruleset.rules[at]) ? ruleset : { ...ruleset, rules };
}
