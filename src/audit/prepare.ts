import type { FactLookup } from '../conditions/evaluate.js';
import type { App, AppKind } from '../model/app.js';
import { onceFor, keptOr } from '../model/once-for.js';
import {
  type Rule,
  type Ruleset,
  ruleLevels,
  type RuleLevel,
  rulesetOf,
} from '../model/ruleset.js';
import { parametersOf } from '../config/apps.js';
import { parametersFor } from '../rulesets/match.js';
import { ruleFor } from '../rulesets/overrides.js';
import { specialise } from '../rulesets/specialise.js';
import type { AuditRequest } from './request.js';

/** A ruleset as it is for one app: parameters known or asked for, rules filled in. */
export interface Prepared {
  readonly ruleset: Ruleset;
  readonly rules: readonly Rule[];
  readonly facts: FactLookup;
}

/** An app, what is known of it, and what parameters the run gives for it. */
export interface Client {
  readonly app: App;
  readonly facts: FactLookup;
  readonly parameters: AuditRequest['parameters'];
  /** The lowest level that counts. */
  readonly level?: AuditRequest['level'] | undefined;
}

/** The parameters that the run gives for an app, and for what it leaves open those that the config gives. */
export function givenFor(
  app: App,
  { config, parameters }: AuditRequest,
): AuditRequest['parameters'] {
  return config ? parametersOf(app, config, parameters) : parameters;
}

/** Fills the parameters of a ruleset in for one app, and makes the exceptions that overrides make for it. */
export function prepareRuleset(
  ruleset: Ruleset,
  { app, facts, parameters, level }: Client,
): Prepared {
  const own = rulesAtLevel(ruleset, level);
  const rules = hasExceptions(ruleset) ? own.map((rule) => ruleFor(rule, app)) : own;
  if (Object.keys(ruleset.parameters).length === 0) return { ruleset, rules, facts };
  const found = parametersFor(ruleset, facts, parameters);
  return {
    ruleset,
    rules: rules.map((rule) => specialise(rule, found.values, found.possible)),
    facts: (name) => found.facts[name] ?? facts(name),
  };
}

/** Hardly any ruleset has exceptions, and most are prepared for thousands of apps. */
const hasExceptions = onceFor(({ rules }: Ruleset): boolean =>
  rules.some(({ exceptions }) => exceptions !== undefined),
);

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

/** Of a rule that several rulesets for an app have, because one extends the other, only the last one's is evaluated. */
export function withoutOverriddenRules<P extends Prepared>(
  prepared: readonly P[],
  kind: AppKind,
): readonly P[] {
  if (!prepared.some(({ ruleset }) => borrows(ruleset))) return prepared;
  const seen = new Set<string>();
  const reversed = prepared.toReversed().map((one) => {
    const rules = one.rules.filter(({ id }) => !seen.has(id));
    if (one.ruleset.appliesTo.includes(kind)) for (const { id } of one.rules) seen.add(id);
    return { ...one, rules };
  });
  return reversed.toReversed();
}

/** Whether a ruleset has rules of another one. */
const borrows = onceFor((ruleset: Ruleset): boolean =>
  ruleset.rules.some(({ id }) => rulesetOf(id) !== ruleset.id),
);
