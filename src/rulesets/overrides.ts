import { didYouMean, quote } from '../documents/mistakes.js';
import { checkOperator, factTypeOf } from '../conditions/operators.js';
import { isCalled, type App } from '../model/app.js';
import { matchesGlob } from '../model/glob.js';
import { keptOr, onceFor } from '../model/once-for.js';
import {
  rulesetOf,
  type Condition,
  type Leaf,
  type Override,
  type Rule,
  type RuleException,
  type Ruleset,
} from '../model/ruleset.js';
import type { SettingValue } from '../model/settings.js';
import { normalise } from './facts.js';
import { asList, placeholdersIn } from './placeholders.js';

/** What is wrong with an override, and under which of its keys. */
export interface OverrideMistake {
  readonly key?: 'rule' | 'value';
  readonly message: string;
}

type Rules = Pick<Ruleset, 'rules' | 'parameters'>;

/**
 * What is wrong with an override of the rules of some rulesets. Patterns are to be loaded before when it has a value and
 * a rule uses them (`loadOperators`).
 */
export function overrideMistakes(
  override: Omit<Override, 'location'>,
  rulesets: readonly Rules[],
): readonly OverrideMistake[] {
  const { rule: glob, severity, value } = override;
  if (severity === undefined && value === undefined)
    return [{ message: 'an override has a "severity" or a "value"' }];
  if (severity === 'off' && value !== undefined)
    return [{ key: 'value', message: 'a rule that is off has no use for a value' }];
  const about = rulesets.flatMap(({ rules, parameters }) =>
    rules.filter((rule) => isAbout(glob, rule)).map((rule) => ({ rule, parameters })),
  );
  if (about.length === 0) return [{ key: 'rule', message: noSuchRule(glob, rulesets) }];
  if (value === undefined) return [];
  return about.flatMap(({ rule, parameters }) => {
    const mistake = valueMistake(rule.require, value, parameters);
    return mistake === undefined
      ? []
      : [{ key: 'value' as const, message: `${rule.id}: ${mistake}` }];
  });
}

/** Whether a glob means a rule: by its id, or by one that it had before. */
export function isAbout(glob: string, { id, aliases }: Rule): boolean {
  return [id, ...aliases].some((name) => matchesGlob(glob, name));
}

/** What to say of a glob that means no rule of some rulesets. */
export function noSuchRule(glob: string, rulesets: readonly Pick<Ruleset, 'rules'>[]): string {
  const ids = rulesets.flatMap(({ rules }) => rules.map(({ id }) => id));
  const groups = [...new Set(ids.map((id) => `${rulesetOf(id)}/*`))];
  const near = didYouMean(glob, glob.includes('*') ? groups : [...ids, ...groups]);
  return `no rule is called ${quote(glob)}${near}`;
}

/** Why a demand cannot have another value; undefined when it can. */
function valueMistake(
  require: Condition,
  given: SettingValue,
  parameters: Ruleset['parameters'],
): string | undefined {
  if (!('fact' in require)) return 'compares more than one fact; a "value" does not say which';
  const { fact, operator } = require;
  const type = factTypeOf(fact);
  if (!type) return `${fact} is a parameter; give it a value instead`;
  const texts = typeof given === 'string' || typeof given === 'object' ? asList(given) : [];
  const stranger = texts.flatMap(placeholdersIn).find((name) => !Object.hasOwn(parameters, name));
  if (stranger !== undefined) return `its ruleset has no parameter ${quote(stranger)}`;
  return checkOperator(type.type, type.values, operator, normalise(fact, given));
}

/** The rules after overrides without mistakes, in their order; later overrides win. */
export function withOverrides(
  rules: readonly Rule[],
  overrides: readonly Override[],
): readonly Rule[] {
  return rules.map((rule) =>
    overrides.filter((override) => isAbout(override.rule, rule)).reduce(changed, rule),
  );
}

function changed(rule: Rule, { app, severity, value, location }: Override): Rule {
  const require = value === undefined ? undefined : withValue(rule.require, value);
  const change = { ...(severity && { severity }), ...(require && { require }), location };
  const exceptions = rule.exceptions ?? [];
  if (app !== undefined) return { ...rule, exceptions: [...exceptions, { app, ...change }] };
  const { exceptions: _, ...applied } = apply(rule, change);
  const kept = exceptions.flatMap((exception) => without(exception, change));
  return kept.length > 0 ? { ...applied, exceptions: kept } : applied;
}

type Change = Omit<RuleException, 'app'>;

/** The user's word counts: an override can make a mere recommendation as severe as it likes. */
function apply(rule: Rule, { severity, require, location }: Change): Rule {
  const { switchedOff, ...rest } = rule;
  // The examples were written for the ruleset's own value.
  const demand = require ? { require, examples: [] } : {};
  if (severity === 'off') return { ...rest, ...demand, switchedOff: location };
  const overridden = {
    ...rule.overridden,
    ...(severity && { severity: location }),
    ...(require && { require: location }),
  };
  if (severity) return { ...rest, ...demand, severity, overridden };
  return { ...rule, ...demand, overridden };
}

/** What is left of an exception when something is said for every app after it. */
function without(exception: RuleException, later: Change): readonly RuleException[] {
  const { severity, require, ...rest } = exception;
  const left = {
    ...(severity && !later.severity && { severity }),
    ...(require && !later.require && { require }),
  };
  return Object.keys(left).length > 0 ? [{ ...rest, ...left }] : [];
}

function withValue(require: Condition, given: SettingValue): Leaf | undefined {
  if (!('fact' in require)) return undefined;
  return { ...require, value: normalise(require.fact, given) };
}

/** The rule as overrides have it for an app. Equal exceptions give the same object, which judges remember. */
export function ruleFor(rule: Rule, app: App): Rule {
  const fitting = rule.exceptions?.filter((exception) => isCalled(app, exception.app)) ?? [];
  if (fitting.length === 0) return rule;
  const key = fitting.map((exception) => rule.exceptions?.indexOf(exception)).join();
  return keptOr(excepted(rule), key, () => fitting.reduce<Rule>(apply, rule));
}

const excepted = onceFor((_: Rule) => new Map<string, Rule>());
