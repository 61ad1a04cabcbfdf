import type { FactLookup } from '../conditions/evaluate.js';
import type { App } from '../model/app.js';
import { onceFor } from '../model/once-for.js';
import type { Rule, Ruleset } from '../model/ruleset.js';
import { parametersOf } from '../config/apps.js';
import { parametersFor } from '../rulesets/match.js';
import { ruleFor } from '../rulesets/overrides.js';
import { specialise } from '../rulesets/specialise.js';
import { rulesAtLevel } from './levels.js';
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
