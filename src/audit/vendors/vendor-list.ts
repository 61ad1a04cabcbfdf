import { conditionsOf, leavesOf } from '../../conditions/tree.js';
import { loadOperators } from '../../conditions/load-operators.js';
import type { AppKind } from '../../model/app.js';
import type { GuideReference, Leaf, Ruleset } from '../../model/ruleset.js';
import { callbacksOf } from '../../rulesets/guide-callbacks.js';
import { newest } from '../../rulesets/sources.js';
import { conflictsWithPractice, type PracticeConflict } from './practice-conflicts.js';

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

/**
 * All vendors' guides among rulesets, and those that are mere references, by vendor and product. Rules need their examples.
 */
export async function vendorEntries(
  rulesets: readonly Ruleset[],
  references: readonly GuideReference[],
): Promise<readonly VendorEntry[]> {
  await loadOperators(rulesets.flatMap(({ rules }) => rules.flatMap(conditionsOf)));
  const standard = rulesets.filter(({ kind }) => kind === 'standard');
  const vendors = rulesets.filter(({ kind }) => kind === 'vendor');
  const guides = vendors.map((one) => entryOf(one, conflictsWithPractice(one, standard)));
  return [...guides, ...references.map(referenceEntry)].toSorted((a, b) =>
    vendorTitle(a).localeCompare(vendorTitle(b), 'en'),
  );
}

function entryOf(ruleset: Ruleset, weakens: readonly PracticeConflict[]): VendorEntry {
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
    weakens,
    sources,
    hosts: [...new Set(callbacksOf(ruleset, new Map()).hosts)].toSorted(),
    scopes: scopesOf(ruleset),
    reference: false,
  };
}

function referenceEntry({ guideFor = [], ...reference }: GuideReference): VendorEntry {
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

function vendorTitle({ vendor, product, id }: VendorEntry): string {
  return `${vendor}\u0000${product}\u0000${id}`;
}
