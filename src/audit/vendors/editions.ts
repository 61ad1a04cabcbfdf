// Several guides of one product, such as its editions for two versions, contradict each other only on paper.
import { keptOr } from '../../model/once-for.js';
import type { Ruleset } from '../../model/ruleset.js';
import { newest } from '../../rulesets/sources.js';
import type { Evaluation } from '../results.js';
import type { Assignment } from './assign.js';

/** What guides of one product have in common; undefined for a ruleset that names no product. */
export function productOf({ vendor, product }: Ruleset): string | undefined {
  return vendor === undefined || product === undefined
    ? undefined
    : `${vendor}\u0000${product}`.toLowerCase();
}

/**
 * Of several guides of one product the one that an app follows best, by the required demands that it breaks; of two that it
 * follows as well, the newer one. One that demands nothing of this kind of app is behind all others: who breaks no demand
 * because none is for him follows nothing. What the user names or assigns stays.
 */
export function inBestEdition(
  matched: readonly Assignment[],
  checksOf: (guide: Assignment) => readonly Evaluation[],
): readonly Assignment[] {
  const editions = new Map<string, Assignment[]>();
  for (const guide of matched) {
    const product = guide.isNamed ? undefined : productOf(guide.ruleset);
    if (product !== undefined) keptOr(editions, product, () => []).push(guide);
  }
  const left = [...editions.values()].flatMap((guides) => {
    const [, ...worse] = guides.length < 2 ? guides : bestFirst(guides, checksOf);
    return worse;
  });
  return left.length === 0 ? matched : matched.filter((guide) => !left.includes(guide));
}

function bestFirst(
  guides: readonly Assignment[],
  checksOf: (guide: Assignment) => readonly Evaluation[],
): readonly Assignment[] {
  const ranked = guides.map((guide) => ({
    guide,
    isForIt: checksOf(guide).some(isDemanded),
    broken: checksOf(guide).filter(isBrokenDemand).length,
    date: newest(guide.ruleset.sources, 'updated') ?? newest(guide.ruleset.sources, 'read') ?? '',
  }));
  return ranked
    .toSorted(
      (a, b) =>
        Number(b.isForIt) - Number(a.isForIt) || a.broken - b.broken || (a.date < b.date ? 1 : -1),
    )
    .map(({ guide }) => guide);
}

function isDemanded({ rule, evaluation }: Evaluation): boolean {
  return rule.level === 'required' && evaluation.verdict !== 'notApplicable';
}

function isBrokenDemand({ rule, evaluation }: Evaluation): boolean {
  return rule.level === 'required' && evaluation.verdict === 'fail';
}
