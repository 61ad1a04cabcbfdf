import { extended } from '../model/extended.js';
import { appKinds } from '../model/app.js';
import type { Example, Rule, Ruleset } from '../model/ruleset.js';

// The shipped rulesets travel as JSON in a module. Every start pays for each of its characters, so that what is usual
// is left out, and what is seldom needed (the rules of a vendor that no app has, examples) is parsed when asked for.

const usualRuleset = {
  sources: [],
  coverage: 'full',
  appliesTo: appKinds,
  parameters: {},
} as const satisfies Partial<Ruleset>;

const usualRule = {
  aliases: [],
  severity: 'medium',
  level: 'required',
  references: [],
  controls: {},
  examples: [],
} as const satisfies Partial<Rule>;

type Packed<T, U> = Omit<T, keyof U> & Partial<T>;

/** What only lists of vendors tell. */
const catalogueKeys = ['description', 'edition', 'guideFor'] as const;

export type Catalogued = Pick<Ruleset, (typeof catalogueKeys)[number]>;

/** A ruleset without its rules and what only lists tell, what is usual left out. */
export type PackedHead = Packed<
  Omit<Ruleset, 'rules' | (typeof catalogueKeys)[number]>,
  typeof usualRuleset
>;

/** A rule with the ruleset's own id left out of its id, and without examples. */
export type PackedRule = Packed<Rule, typeof usualRule>;

/** What is stored for those who want to know all about a ruleset. */
export interface PackedDetails {
  readonly catalogued: Catalogued;
  readonly examples: readonly (readonly Example[])[];
}

/** A ruleset in the pieces that are stored. */
export interface PackedRuleset {
  readonly head: PackedHead;
  readonly rules: readonly PackedRule[];
  readonly details: PackedDetails;
}

export function pack({ rules, description, edition, guideFor, ...head }: Ruleset): PackedRuleset {
  return {
    head: withoutUsual(head, usualRuleset),
    rules: rules.map((rule) => ({
      ...withoutUsual({ ...rule, examples: [] }, usualRule),
      id: rule.id.startsWith(`${head.id}/`) ? rule.id.slice(head.id.length + 1) : rule.id,
    })),
    details: {
      catalogued: {
        ...(description !== undefined && { description }),
        ...(edition !== undefined && { edition }),
        ...(guideFor && { guideFor }),
      },
      examples: rules.map(({ examples }) => examples),
    },
  };
}

/** The ruleset of a head; `rules` is called when its rules are first looked at. */
export function unpack(head: PackedHead, rules: () => readonly PackedRule[]): Ruleset {
  let unpacked: readonly Rule[] | undefined;
  return {
    ...usualRuleset,
    ...head,
    get rules() {
      unpacked ??= rules().map((rule) => unpackRule(rule, head.id));
      return unpacked;
    },
  };
}

function unpackRule(rule: PackedRule, ruleset: string): Rule {
  const id = rule.id.includes('/') ? rule.id : `${ruleset}/${rule.id}`;
  return { ...extended(usualRule, rule), id };
}

function withoutUsual<T extends object, U extends object>(whole: T, usual: U): Packed<T, U>;
function withoutUsual(whole: object, usual: object): object {
  const known = new Map(Object.entries(usual).map(([key, value]) => [key, JSON.stringify(value)]));
  const special = Object.entries(whole).filter(
    ([key, value]) => known.get(key) !== JSON.stringify(value),
  );
  return Object.fromEntries(special);
}
