import { inflateRawSync } from 'node:zlib';
import type { Ruleset } from '../model/ruleset.js';
import { unpack, type PackedRule } from './packed.js';
import { heads, rules, vendorRules } from './shipped.generated.js';

/** All shipped rulesets, ordered by id, the standard ones first. Rules carry no examples: see `withExamples`. */
export const shippedRulesets: readonly Ruleset[] = heads.map((head, index) =>
  unpack(head, (): readonly PackedRule[] => JSON.parse(rulesAt(index))),
);

/** The rules of a ruleset, as they are stored. */
function rulesAt(index: number): string {
  return rules[index] ?? rulesOfVendors()[index - rules.length] ?? '[]';
}

let inflated: readonly string[] | undefined;

/**
 * The rules of each vendor, a line each. A run looks at those of a few vendors or of none, and they are much alike:
 * deflated they are a seventh.
 */
function rulesOfVendors(): readonly string[] {
  inflated ??= inflateRawSync(Buffer.from(vendorRules, 'base64')).toString('utf8').split('\n');
  return inflated;
}

/** The shipped ruleset of an id. */
export function shippedRuleset(id: string): Ruleset | undefined {
  return shippedRulesets.find((ruleset) => ruleset.id === id);
}

/** Where a ruleset is from, as long as no override has touched it. */
export function originOf(ruleset: Ruleset): 'shipped' | 'own' {
  return shippedRulesets.includes(ruleset) ? 'shipped' : 'own';
}

/**
 * The ruleset with the examples of its rules and with what only lists tell, such as the vendor, which are a module of
 * their own; any other one as it is.
 */
export async function withExamples(ruleset: Ruleset): Promise<Ruleset> {
  const { details } = await import('./details.js');
  const own = details[shippedRulesets.indexOf(ruleset)];
  if (own === undefined) return ruleset;
  const { catalogued, examples } = own;
  const illustrated = ruleset.rules.map((rule, at) => ({
    ...rule,
    examples: examples[at] ?? rule.examples,
  }));
  return { ...ruleset, ...catalogued, rules: illustrated };
}
