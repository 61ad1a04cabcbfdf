// Facts, rules and json-rules-engine itself, for the tests of the engine.
import { Engine } from 'json-rules-engine';
import type { FactLookup } from '../../src/conditions/evaluate.js';
import { operators } from '../../src/conditions/operators.js';
import type { Operator } from '../../src/conditions/operators/operand.js';
import type { Condition, Rule } from '../../src/model/ruleset.js';
import type { Setting, SettingValue } from '../../src/settings/settings.js';

export const today = '2026-11-21';

/** Facts with the given values; `undefined`, and what is not named, is unknown. `today` is known. */
export function factsOf(values: Readonly<Record<string, SettingValue | undefined>>): FactLookup {
  const all: Readonly<Record<string, SettingValue | undefined>> = { today, ...values };
  return (name): Setting => {
    const value = all[name];
    return value === undefined
      ? { state: 'unknown', reason: `${name} was not looked for` }
      : { state: 'known', value, origin: 'stated' };
  };
}

/** A rule with nothing but what a test is about. */
export function ruleOf(parts: Pick<Rule, 'require'> & Partial<Rule>): Rule {
  return {
    id: 'test/rule',
    aliases: [],
    severity: 'high',
    level: 'required',
    references: [],
    controls: {},
    examples: [],
    ...parts,
  };
}

/** What json-rules-engine says by itself, without any code of ours but that of our own operators. */
export async function askEngine(
  condition: Condition,
  facts: Readonly<Record<string, SettingValue>>,
): Promise<boolean> {
  const engine = new Engine();
  for (const [name, operator] of Object.entries<Operator>(operators)) {
    if (operator.builtIn) continue;
    engine.addOperator<SettingValue, SettingValue>(name, (found, wanted) =>
      operator.evaluate(found, wanted, today),
    );
  }
  const conditions = JSON.parse(JSON.stringify({ all: [condition] }));
  engine.addRule({ conditions, event: { type: 'true' } });
  const { results } = await engine.run({ today, ...facts });
  return results.length === 1;
}
