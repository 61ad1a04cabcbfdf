import type { Example, Ruleset } from '../model/ruleset.js';
import { unpack, type PackedRule } from './packed.js';
import { heads, rules } from './shipped.generated.js';

/** All shipped rulesets, ordered by id, the standard ones first. Rules carry no examples: see `withExamples`. */
export const shippedRulesets: readonly Ruleset[] = heads.map((head, index) =>
  unpack(head, (): readonly PackedRule[] => JSON.parse(rules[index] ?? '[]')),
);

/** The shipped ruleset of an id. */
export function shippedRuleset(id: string): Ruleset | undefined {
  return shippedRulesets.find((ruleset) => ruleset.id === id);
}

/** The ruleset with the examples of its rules, which are a module of their own; any other one as it is. */
export async function withExamples(ruleset: Ruleset): Promise<Ruleset> {
  const { examples } = await import('./shipped-examples.generated.js');
  const text = examples[shippedRulesets.indexOf(ruleset)] ?? '[]';
  const own: readonly (readonly Example[])[] = JSON.parse(text);
  const illustrated = ruleset.rules.map((rule, at) => ({
    ...rule,
    examples: own[at] ?? rule.examples,
  }));
  return { ...ruleset, rules: illustrated };
}
