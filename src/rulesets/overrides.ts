import { didYouMean } from '../model/words.js';
import { quote } from '../documents/diagnostics.js';
import { loadLimits } from '../documents/limits.js';
import { checkOperator, factTypeOf } from '../conditions/operators.js';
import { isCalled, isMeant, type App } from '../model/app.js';
import { matchesGlob } from '../model/glob.js';
import { groupBy } from '../model/lists.js';
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
import type { Severity } from '../report/severity.js';
import type { SettingValue } from '../settings/settings.js';
import { normalise } from './facts.js';
import { oneOrMore, placeholdersIn } from './placeholders.js';

/** What is wrong with an override, and under which of its keys. */
export interface OverrideDiagnostic {
  readonly key?: 'rule' | 'value';
  readonly message: string;
}

type OverriddenRules = Pick<Ruleset, 'rules' | 'parameters'>;

/**
 * What is wrong with an override of the rules of some rulesets. Patterns are to be loaded before when it has a value and
 * a rule uses them (`loadOperators`).
 */
export function overrideDiagnostics(
  override: Omit<Override, 'location'>,
  rulesets: readonly OverriddenRules[],
): readonly OverrideDiagnostic[] {
  const { rule: glob, severity, value } = override;
  if (severity === undefined && value === undefined)
    return [{ message: 'an override has a "severity" or a "value"' }];
  if (severity === 'off' && value !== undefined)
    return [{ key: 'value', message: 'a rule that is off has no use for a value' }];
  const fits = finderOf(rulesets);
  if (!fits.any(glob)) return [{ key: 'rule', message: noSuchRule(glob, rulesets) }];
  if (value === undefined) return [];
  return fits.all(glob).flatMap(({ rule, parameters }) => {
    const diagnostic = valueDiagnostic(rule.require, value, parameters);
    return diagnostic === undefined
      ? []
      : [{ key: 'value' as const, message: `${rule.id}: ${diagnostic}` }];
  });
}

/** What to say of overrides that give too many rules another value: each is checked, and kept. */
export function valuesDiagnostic(
  overrides: readonly Pick<Override, 'rule' | 'value'>[],
  rulesets: readonly OverriddenRules[],
): string | undefined {
  const { all } = finderOf(rulesets);
  const changes = overrides.reduce(
    (sum, { rule, value }) => sum + (value === undefined ? 0 : all(rule).length),
    0,
  );
  if (changes <= loadLimits.valueChanges) return undefined;
  return `the overrides give too many rules another value; at most ${loadLimits.valueChanges} changes are read`;
}

/** Looks for the rules that globs mean; files may have thousands of globs. */
interface Finder {
  readonly any: (glob: string) => boolean;
  readonly all: (glob: string) => readonly OwnedRule[];
}

type OwnedRule = Pick<OverriddenRules, 'parameters'> & { readonly rule: Rule };

const finderOf = onceFor((rulesets: readonly OverriddenRules[]): Finder => {
  const all = rulesets.flatMap(({ rules, parameters }) =>
    rules.map((rule) => ({ rule, parameters })),
  );
  const rules = all.map(({ rule }) => rule);
  const fitting = new Map<string, readonly OwnedRule[]>();
  return {
    any: anyRuleFinder(rules),
    all: (glob) => keptOr(fitting, glob, () => all.filter(({ rule }) => meansRule(glob, rule))),
  };
});

/** Tells whether a glob means one of some rules: at once where it is a name, once for each glob where it is none. */
export function anyRuleFinder(rules: readonly Rule[]): (glob: string) => boolean {
  const names = new Set(rules.flatMap(({ id, aliases }) => [id, ...aliases]));
  const known = new Map<string, boolean>();
  return (glob) =>
    names.has(glob) || keptOr(known, glob, () => rules.some((rule) => meansRule(glob, rule)));
}

/** Whether a glob means a rule: by its id, or by one that it had before. */
export function meansRule(glob: string, { id, aliases }: Rule): boolean {
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
function valueDiagnostic(
  require: Condition,
  given: SettingValue,
  parameters: Ruleset['parameters'],
): string | undefined {
  if (!('fact' in require)) return 'compares more than one fact; a "value" does not say which';
  const { fact, operator } = require;
  const type = factTypeOf(fact);
  if (!type) return `${fact} is a parameter; give it a value instead`;
  const texts = typeof given === 'string' || typeof given === 'object' ? oneOrMore(given) : [];
  const stranger = texts.flatMap(placeholdersIn).find((name) => !Object.hasOwn(parameters, name));
  if (stranger !== undefined) return `its ruleset has no parameter ${quote(stranger)}`;
  return checkOperator(type.type, type.values, operator, normalise(fact, given));
}

/**
 * The rules after overrides without mistakes, in their order; later overrides win. Files may hold thousands: each glob is
 * held against the rules once, and each override of some apps makes one exception, however many rules share it.
 */
export function withOverrides(
  rules: readonly Rule[],
  overrides: readonly Override[],
): readonly Rule[] {
  if (overrides.length === 0) return rules;
  const numbered = overrides.map((override, at) => ({ override, at }));
  const globs = [...groupBy(numbered, ({ override }) => override.rule)];
  const lists = new Map<string, readonly Override[]>();
  return rules.map((rule) => {
    const fitting = globs.flatMap(([glob], at) => (meansRule(glob, rule) ? [at] : []));
    if (fitting.length === 0) return rule;
    const inOrder = (): readonly Override[] =>
      fitting
        .flatMap((at) => globs[at]?.[1] ?? [])
        .toSorted((a, b) => a.at - b.at)
        .map(({ override }) => override);
    return changedRule(rule, keptOr(lists, fitting.join(), inOrder));
  });
}

/** What is said for every app counts from the first to the last; of what is said for some, what none of these takes back. */
function changedRule(rule: Rule, overrides: readonly Override[]): Rule {
  const { forAll, exceptions, later } = planOverrides(overrides, rule);
  const { exceptions: before, ...applied } = forAll.reduce<Rule>(
    (over, override) => apply(over, changeByOverride(override, rule)),
    rule,
  );
  const kept = (before ?? []).flatMap((exception) => withoutLater(exception, later));
  const all = kept.length === 0 ? exceptions : [...kept, ...exceptions];
  return all.length > 0 ? { ...applied, exceptions: all } : applied;
}

/** What a list of overrides makes of a rule. */
interface OverridePlan {
  readonly forAll: readonly Override[];
  readonly exceptions: readonly RuleException[];
  readonly later: Pick<RuleChange, 'severity' | 'require'>;
}

/** What rules demand differs, how bad they are does not: without a value, one plan is for all rules of the list. */
function planOverrides(overrides: readonly Override[], rule: Rule): OverridePlan {
  const isValued = overrides.some(({ value }) => value !== undefined);
  const make = (): OverridePlan => newPlan(overrides, rule);
  return isValued ? make() : keptOr(plans, overrides, make);
}

const plans = new WeakMap<readonly Override[], OverridePlan>();

function newPlan(overrides: readonly Override[], rule: Rule): OverridePlan {
  const exceptions: RuleException[] = [];
  let later: OverridePlan['later'] = {};
  for (const override of overrides.toReversed()) {
    if (!isForAll(override)) exceptions.push(...withoutLater(exceptionOf(override, rule), later));
    else if (saysMore(override, later)) later = { ...changeByOverride(override, rule), ...later };
  }
  const forAll = lastWords(overrides.filter(isForAll), ({ value }) => value !== undefined);
  return { forAll, exceptions: exceptions.toReversed(), later };
}

function isForAll({ app, org }: Override): boolean {
  return app === undefined && org === undefined;
}

/** Of many that say something of a rule, the last that says how bad it is and the last that says what it demands. */
function lastWords<T extends { readonly severity?: Severity | 'off' }>(
  all: readonly T[],
  demands: (one: T) => boolean,
): readonly T[] {
  const words = new Set([all.findLast(({ severity }) => severity), all.findLast(demands)]);
  return all.filter((one) => words.has(one));
}

function changeByOverride({ severity, value, location }: Override, rule: Rule): RuleChange {
  const require = value === undefined ? undefined : withValue(rule.require, value);
  return { ...(severity && { severity }), ...(require && { require }), location };
}

/** Thousands of overrides of every rule are one that counts. */
function saysMore(
  { severity, value }: Override,
  later: Pick<RuleChange, 'severity' | 'require'>,
): boolean {
  return (severity !== undefined && !later.severity) || (value !== undefined && !later.require);
}

/** One object for all rules that it says the same of. */
function exceptionOf(override: Override, rule: Rule): RuleException {
  const { app = '*', org } = override;
  const subject = { app, ...(org !== undefined && { org }) };
  const make = (): RuleException => ({ ...subject, ...changeByOverride(override, rule) });
  return override.value === undefined ? keptOr(exceptionsByOverride, override, make) : make();
}

const exceptionsByOverride = new WeakMap<Override, RuleException>();

type RuleChange = Omit<RuleException, 'app' | 'org'>;

/** The user's word counts: an override can make a mere recommendation as severe as it likes. */
function apply(rule: Rule, { severity, require, location }: RuleChange): Rule {
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
function withoutLater(
  exception: RuleException,
  later: Pick<RuleChange, 'severity' | 'require'>,
): readonly RuleException[] {
  if (!later.severity && !later.require) return [exception];
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

/** The rule as overrides have it for an app. Equal exceptions give the same object, which evaluates remember. */
export function ruleFor(rule: Rule, app: App): Rule {
  const { exceptions } = rule;
  if (!exceptions) return rule;
  const { key, fitting } = keptOr(fittingOf(app), exceptions, () => fittingAmong(exceptions, app));
  if (fitting.length === 0) return rule;
  return keptOr(excepted(rule), key, () => fitting.reduce<Rule>(apply, rule));
}

interface Fitting {
  readonly fitting: readonly RuleException[];
  readonly key: string;
}

function fittingAmong(exceptions: readonly RuleException[], app: App): Fitting {
  const called = calledBy(app);
  const fitting = lastWords(
    exceptions.filter(
      ({ app: glob, org }) =>
        keptOr(called, glob, () => isCalled(app, glob)) &&
        (org === undefined || isMeant(app, { org })),
    ),
    ({ require }) => require !== undefined,
  );
  return {
    fitting,
    key: fitting.map((exception) => exceptions.lastIndexOf(exception)).join(),
  };
}

/** Hundreds of rules may share one list of thousands of exceptions. */
const fittingOf = onceFor((_: App) => new Map<readonly RuleException[], Fitting>());

/** Which globs fit an app. */
const calledBy = onceFor((_: App) => new Map<string, boolean>());

const excepted = onceFor((_: Rule) => new Map<string, Rule>());
