import { matchesGlob } from '../model/glob.js';
import { checkOperator, factTypeOf } from '../engine/operators.js';
import { appKinds } from '../model/app.js';
import type { Condition, Leaf, Rule, Ruleset } from '../model/ruleset.js';
import type { SettingValue } from '../model/settings.js';
import { atLevel } from './build.js';
import type { Path } from './document.js';
import { normalise } from './facts.js';
import { didYouMean, quote } from './mistakes.js';
import type { RawOverride, RawRuleset } from './schema.js';
import type { Report } from './scope.js';

/** Finds the rulesets that an entry of `extends` names, or says why there are none. */
export type Resolve = (reference: string) => Promise<readonly Ruleset[] | string>;

/**
 * Adds the rules of the rulesets that a file extends, before its own, and applies its overrides. Rules keep the id of
 * the ruleset that they come from, so that suppressions and documentation stay valid.
 */
export async function extend(
  own: Ruleset,
  raw: RawRuleset,
  report: Report,
  resolve: Resolve = () => Promise.resolve('rulesets cannot be extended here'),
): Promise<Ruleset> {
  const bases: Ruleset[] = [];
  for (const [index, reference] of (raw.extends ?? []).entries()) {
    const found = await resolve(reference);
    if (typeof found === 'string') report(['extends', index], found);
    else bases.push(...found);
  }
  const merged = bases.toReversed().reduce(mergeBase, own);
  return { ...merged, rules: overridden(merged, raw.overrides ?? [], report) };
}

/** What the extending ruleset says for itself wins. */
function mergeBase(own: Ruleset, base: Ruleset): Ruleset {
  const ids = new Set(own.rules.map(({ id }) => id));
  const inherited = base.rules.filter(({ id }) => !ids.has(id)).map((rule) => narrowed(rule, base));
  const match = own.match ?? (own.kind === 'vendor' ? base.match : undefined);
  return {
    ...own,
    ...(match && { match }),
    sources: [...own.sources, ...base.sources],
    parameters: { ...base.parameters, ...own.parameters },
    rules: [...inherited, ...own.rules],
  };
}

/** A rule that is only about some kinds of app stays so in a ruleset that is about all. */
function narrowed(rule: Rule, { appliesTo }: Ruleset): Rule {
  if (appKinds.every((kind) => appliesTo.includes(kind))) return rule;
  const kinds: Condition = { fact: 'kind', operator: 'in', value: appliesTo };
  return { ...rule, when: rule.when ? { all: [kinds, rule.when] } : kinds };
}

/** The rules after all overrides, in their order; an override that does nothing is a mistake. */
function overridden(
  { rules }: Ruleset,
  overrides: readonly RawOverride[],
  report: Report,
): readonly Rule[] {
  return overrides.reduce<readonly Rule[]>((before, override, index) => {
    const path = ['overrides', index];
    checkOverride(override, before, path, report);
    return before.flatMap((rule) =>
      matchesGlob(override.rule, rule.id) ? changed(rule, override, path, report) : [rule],
    );
  }, rules);
}

function checkOverride(
  { rule, app, severity, value }: RawOverride,
  rules: readonly Rule[],
  path: Path,
  report: Report,
): void {
  if (!rules.some(({ id }) => matchesGlob(rule, id))) {
    const ids = rules.map(({ id }) => id);
    report(
      [...path, 'rule'],
      `no rule of this ruleset is called ${quote(rule)}${didYouMean(rule, ids)}`,
    );
  }
  if (app !== undefined)
    report(
      [...path, 'app'],
      '"app" is not supported in a ruleset; use overrides in the config file',
      'key',
    );
  if (severity === undefined && value === undefined)
    report(path, 'an override has a "severity" or a "value"');
}

/** The rule with what an override gives it; no rule when it is switched off. */
function changed(
  rule: Rule,
  { severity, value }: RawOverride,
  path: Path,
  report: Report,
): readonly Rule[] {
  if (severity === 'off') return [];
  const weighed = severity ? { ...rule, severity: atLevel(severity, rule.level) } : rule;
  if (value === undefined) return [weighed];
  const leaf = withValue(rule.require, value);
  if (typeof leaf !== 'string') return [{ ...weighed, require: leaf }];
  report([...path, 'value'], `${rule.id}: ${leaf}`);
  return [weighed];
}

/** A demand with another value, or why it cannot have it. */
function withValue(require: Condition, given: SettingValue): Leaf | string {
  if (!('fact' in require)) return 'compares more than one fact; a "value" does not say which';
  const { fact, operator } = require;
  const type = factTypeOf(fact);
  const value = normalise(fact, given);
  if (!type) return `${fact} is a parameter; give it a value instead`;
  return checkOperator(type.type, type.values, operator, value) ?? { fact, operator, value };
}
