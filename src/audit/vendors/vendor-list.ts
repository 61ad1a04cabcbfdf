import { conditionsOf, leavesOf, fold, readsOf } from '../../conditions/tree.js';
import { loadOperators, evaluate } from '../../conditions/evaluate.js';
import type { AppKind } from '../../model/app.js';
import {
  type GuideReference,
  type Leaf,
  type Ruleset,
  isFactReference,
  type Condition,
  type Rule,
} from '../../model/ruleset.js';
import { callbacksOf } from '../../rulesets/guide-callbacks.js';
import { newest } from '../../rulesets/sources.js';
import { isBinding, possibleValues, inSwitches } from './demand-values.js';
import { contraryDemand } from './contrary-demands.js';
import { evaluatorOf, isDated } from '../../conditions/operators.js';
import type { SettingValue } from '../../settings/settings.js';
import { effectiveFlags } from '../../settings/effective.js';
import { exampleFacts } from '../../rulesets/examples.js';

/** A vendor's guide as lists show it. Dates are YYYY-MM-DD. */
export interface VendorEntry {
  readonly id: string;
  readonly vendor: string;
  readonly product: string;
  readonly edition?: string;
  readonly kinds: readonly AppKind[];
  /** When the guide was changed last, where it says so. */
  readonly updated?: string;
  readonly read?: string;
  readonly coverage: Ruleset['coverage'];
  readonly rules: number;
  /** Demands that standard rules forbid. */
  readonly weakens: readonly PracticeConflict[];
  readonly sources: Ruleset['sources'];
  /** Where callbacks lead that the guide names: hosts, of which `*` stands for a part, or `scheme:`. */
  readonly hosts: readonly string[];
  /** The scopes that it asks for, by OAuth name. */
  readonly scopes: readonly string[];
  /** True of a guide that asks nothing of an app, or of which no demand was read: there is no ruleset. */
  readonly reference: boolean;
  /** What such a guide asks for instead. */
  readonly asks?: string;
}

/** The same before it is known what it weakens: that takes time to find. */
export interface Guide extends VendorEntry {
  readonly weakens: readonly never[];
}

/** All vendors' guides among rulesets, and those that are mere references, by vendor and product. */
export function guidesIn(
  rulesets: readonly Ruleset[],
  references: readonly GuideReference[],
): readonly Guide[] {
  const vendors = rulesets.filter(({ kind }) => kind === 'vendor');
  return [...vendors.map(guideOf), ...references.map(referenceEntry)].toSorted((a, b) =>
    vendorTitle(a).localeCompare(vendorTitle(b), 'en'),
  );
}

/** Guides with what each demands that standard rules forbid. Rules need their examples. */
export async function vendorEntries(
  guides: readonly Guide[],
  rulesets: readonly Ruleset[],
): Promise<readonly VendorEntry[]> {
  await loadOperators(rulesets.flatMap(({ rules }) => rules.flatMap(conditionsOf)));
  const standard = rulesets.filter(({ kind }) => kind === 'standard');
  return guides.map((guide) => {
    const vendor = rulesets.find(({ id }) => id === guide.id);
    return { ...guide, weakens: vendor ? conflictsWithPractice(vendor, standard) : [] };
  });
}

function guideOf(ruleset: Ruleset): Guide {
  const { id, title, vendor = title, product = title, edition, coverage, sources } = ruleset;
  return {
    id,
    vendor,
    product,
    ...(edition !== undefined && { edition }),
    kinds: ruleset.guideFor ?? ruleset.appliesTo,
    ...datesOf(sources),
    coverage,
    rules: ruleset.rules.length,
    weakens: [],
    sources,
    hosts: [...new Set(callbacksOf(ruleset, new Map()).hosts)].toSorted(),
    scopes: scopesOf(ruleset),
    reference: false,
  };
}

function referenceEntry({ guideFor = [], ...reference }: GuideReference): Guide {
  return {
    ...reference,
    kinds: guideFor,
    ...datesOf(reference.sources),
    coverage: 'partial',
    rules: 0,
    weakens: [],
    hosts: [],
    scopes: [],
    reference: true,
  };
}

function datesOf(sources: Ruleset['sources']): Pick<VendorEntry, 'updated' | 'read'> {
  const [updated, read] = [newest(sources, 'updated'), newest(sources, 'read')];
  return { ...(updated !== undefined && { updated }), ...(read !== undefined && { read }) };
}

/** The scopes that rules want to be there, in the order of the guide. */
function scopesOf({ rules }: Ruleset): readonly string[] {
  const leaves = rules.flatMap(({ require }) => leavesOf(require)).filter(wantsScopes);
  const texts = leaves.flatMap(({ value }) => (Array.isArray(value) ? value : [value]));
  return [...new Set(texts.filter((text) => typeof text === 'string'))];
}

function wantsScopes({ fact, operator }: Leaf): boolean {
  return fact === 'scopes' && /^contains(All|Any)?$/.test(operator);
}

function vendorTitle({ vendor, product, id }: Guide): string {
  return `${vendor}\u0000${product}\u0000${id}`;
}

/** A demand of a guide that standard rules forbid. */
interface PracticeConflict {
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
function conflictsWithPractice(
  vendor: Ruleset,
  standard: readonly Ruleset[],
): readonly PracticeConflict[] {
  const rules = standard.flatMap((ruleset) => ruleset.rules);
  return vendor.rules.flatMap((rule) => {
    const against = excusedBy(rule, rules, vendor).map(({ id }) => id);
    return against.length > 0 ? [{ demand: rule.id, against }] : [];
  });
}

/** The standard rules that a vendor's rule excuses, for some app of a kind that the guide is for. */
export function excusedBy(rule: Rule, standard: readonly Rule[], vendor: Ruleset): readonly Rule[] {
  const asked = standard.filter(({ alternative }) => alternative !== undefined);
  if (rule.level !== 'required' || asked.length === 0) return [];
  const kinds = vendor.guideFor ?? vendor.appliesTo;
  const apps = kinds.map((kind) => compliant(vendor, rule, kind));
  return asked.filter((one) => apps.some((kept) => excusesFor(rule, one, kept)));
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
