import type { Config } from '../config/config.js';
import type { ChosenRuleset } from '../model/ruleset.js';
import { permissionsNamedBy } from '../rulesets/named-permissions.js';
import { shippedRulesets } from '../rulesets/shipped.js';
import { namedPermissions } from '../rulesets/shipped.generated.js';

/** What a run evaluates by. */
interface RulesOfRun {
  readonly rulesets: readonly ChosenRuleset[];
  readonly config?: Config | undefined;
  readonly parameters?: ReadonlyMap<string, readonly string[]>;
}

/** The permissions of users that shipped rules and those of this run name, by API name: an org is asked who has them. */
export function permissionsOf({ rulesets, config, parameters }: RulesOfRun): readonly string[] {
  const shipped = new Set(shippedRulesets);
  const own = rulesets.map(({ ruleset }) => ruleset).filter((one) => !shipped.has(one));
  const given = [
    ...(config?.apps ?? []).flatMap((app) => [...app.parameters]),
    ...(parameters ?? []),
  ];
  const texts = new Map<string, readonly string[]>();
  for (const [name, some] of given) texts.set(name, [...(texts.get(name) ?? []), ...some]);
  return [...new Set([...namedPermissions, ...permissionsNamedBy(own, texts)])];
}
