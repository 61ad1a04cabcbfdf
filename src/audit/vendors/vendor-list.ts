import { conditionsOf } from '../../conditions/tree.js';
import { loadOperators } from '../../conditions/load-operators.js';
import type { AppKind } from '../../model/app.js';
import type { Ruleset } from '../../model/ruleset.js';
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
}

/** All vendors' guides among rulesets, by vendor and product. Rules need their examples. */
export async function vendorEntries(rulesets: readonly Ruleset[]): Promise<readonly VendorEntry[]> {
  await loadOperators(rulesets.flatMap(({ rules }) => rules.flatMap(conditionsOf)));
  const standard = rulesets.filter(({ kind }) => kind === 'standard');
  const vendors = rulesets.filter(({ kind }) => kind === 'vendor');
  return vendors
    .map((ruleset) => entryOf(ruleset, conflictsWithPractice(ruleset, standard)))
    .toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), 'en'));
}

function entryOf(ruleset: Ruleset, weakens: readonly PracticeConflict[]): VendorEntry {
  const { id, title, vendor = title, product = title, edition, coverage, sources } = ruleset;
  const [updated, read] = [newest(sources, 'updated'), newest(sources, 'read')];
  return {
    id,
    vendor,
    product,
    ...(edition !== undefined && { edition }),
    kinds: ruleset.guideFor ?? ruleset.appliesTo,
    ...(updated !== undefined && { updated }),
    ...(read !== undefined && { read }),
    coverage,
    rules: ruleset.rules.length,
    weakens,
    sources,
  };
}

function nameOf({ vendor, product, id }: VendorEntry): string {
  return `${vendor}\u0000${product}\u0000${id}`;
}
