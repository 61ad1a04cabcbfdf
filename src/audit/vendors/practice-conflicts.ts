import { isBinding } from './binding.js';
import { evaluate } from '../../conditions/evaluate.js';
import { fold, readsOf } from '../../conditions/tree.js';
import { contraryDemand } from './contrary-demands.js';
import { evaluatorOf, isDated } from '../../conditions/operators.js';
import { possibleValues } from './possible-values.js';
import { inSwitches } from './switches.js';
import {
  isFactReference,
  type Condition,
  type Leaf,
  type Rule,
  type Ruleset,
} from '../../model/ruleset.js';
import type { SettingValue } from '../../settings/settings.js';
import { effectiveFlags } from '../../settings/effective.js';
import { exampleFacts } from '../../rulesets/examples.js';

/** A demand of a guide that standard rules forbid. */
export interface PracticeConflict {
  /** The vendor's rule. */
  readonly demand: string;
  /** The standard rules that it excuses. */
  readonly against: readonly string[];
}

/**
 * What a vendor's guide demands that standard rules forbid: found by trying, as an audit does, whether an app that does as
 * the guide says is excused from a standard rule. Asked are the standard rules that say what is milder (`alternative`), for
 * these are the ones that guides are known to contradict; they need their examples.
 */
export function conflictsWithPractice(
  vendor: Ruleset,
  standard: readonly Ruleset[],
): readonly PracticeConflict[] {
  const rules = standard.flatMap((ruleset) => ruleset.rules);
  return vendor.rules.flatMap((rule) => {
    const against = rules.filter((one) => excuses(rule, one, vendor)).map(({ id }) => id);
    return against.length > 0 ? [{ demand: rule.id, against }] : [];
  });
}

/** Whether a vendor's rule excuses a standard one for some app of a kind that the guide is for. */
export function excuses(rule: Rule, standard: Rule, vendor: Ruleset): boolean {
  if (rule.level !== 'required' || standard.alternative === undefined) return false;
  const kinds = vendor.guideFor ?? vendor.appliesTo;
  return kinds.some((kind) => excusesFor(rule, standard, compliant(vendor, rule, kind)));
}

/** What an app has that does as a guide says, one rule of it above all. */
function compliant({ rules }: Ruleset, rule: Rule, kind: string): SettingValues {
  const others = rules.filter(({ id, level }) => level === 'required' && id !== rule.id);
  return [...others, rule].reduce<SettingValues>(
    (kept, { when, require }) => {
      const applying = when ? keeping(when, kept) : kept;
      const applies = !when || evaluate(when, exampleFacts(applying)).truth === true;
      return { ...(applies ? keeping(require, applying) : kept), kind };
    },
    { kind },
  );
}

function excusesFor(rule: Rule, standard: Rule, kept: SettingValues): boolean {
  const known = exampleFacts(kept);
  const reads = readsOf(inSwitches(standard.require, known));
  if (!readsOf(inSwitches(rule.require, known)).some((name) => reads.includes(name))) return false;
  return standard.examples
    .filter(({ verdict }) => verdict === 'fail')
    .some(({ settings }) => {
      const facts = exampleFacts(withEffects({ ...settings, ...kept }));
      return (
        isBinding(rule, facts) &&
        evaluate(standard.require, facts).truth === false &&
        contraryDemand(standard, [rule], facts) === rule
      );
    });
}

type SettingValues = Readonly<Record<string, SettingValue>>;

/** Settings with which a condition is true, as far as its leaves are simple; what is set already stays where it can. */
function keeping(condition: Condition, before: SettingValues): SettingValues {
  return fold<(before: SettingValues) => SettingValues>(condition, {
    all: (parts) => (kept) => parts.reduce((values, keep) => keep(values), kept),
    any: (parts) => (kept) => parts[0]?.(kept) ?? kept,
    not: () => (kept) => kept,
    leaf: (leaf) => (kept) => {
      const value = valueFor(leaf, kept[leaf.fact]);
      return value === undefined ? kept : { ...kept, [leaf.fact]: value };
    },
  })(before);
}

function valueFor(leaf: Leaf, held: SettingValue | undefined): SettingValue | undefined {
  const { fact, operator, value } = leaf;
  if (isFactReference(value) || isDated(operator)) return undefined;
  const holds = evaluatorOf(operator);
  const fits = (one: SettingValue | undefined): boolean => one !== undefined && holds(one, value);
  if (fits(held)) return held;
  const wanted = typeof value === 'object' ? value : [String(value)];
  const grown = typeof held === 'object' ? [...held, ...wanted] : wanted;
  return [value, grown, ...(possibleValues(fact, [leaf]) ?? [])].find(fits);
}

/** Effective flags follow their switches, and a guide that asks for one of these means them all. */
function withEffects(settings: SettingValues): SettingValues {
  const effects = [...effectiveFlags].filter(([, [first]]) => first && settings[first] === true);
  return effects.reduce<SettingValues>((all, [flag, switches]) => {
    const on = Object.fromEntries(switches.map((name) => [name, true]));
    return { ...on, ...all, [flag]: true };
  }, settings);
}
