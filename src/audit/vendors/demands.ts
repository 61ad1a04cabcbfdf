// What vendors' guides demand against security practice, and against each other.
import { extended } from '../../model/extended.js';
import type { FactLookup } from '../../conditions/evaluate.js';
import { conflictsAmong, type Conflict } from './conflicts.js';
import { conflictingDemands } from '../../rulesets/rules-of-results.js';
import type { App } from '../../model/app.js';
import { rulesetOf, type Rule, type Ruleset } from '../../model/ruleset.js';
import type { Evaluation, Occurrence, VendorDemand } from '../results.js';
import { contraryTo, rulesForKind } from './exceptions.js';
import type { Assignment } from './assign.js';
import { keptOr } from '../../model/once-for.js';
import { newest } from '../../rulesets/sources.js';

/** An app that is evaluated. */
export interface Evaluated {
  readonly app: App;
  /** Its number among the apps of its name, from 1. */
  readonly occurrence: Occurrence;
  readonly facts: FactLookup;
}

/** What is switched off contradicts no other guide. */
function isSwitchedOn({ switchedOff }: Rule): boolean {
  return switchedOff === undefined;
}

/** Adds the vendor's rule that demands what a standard rule forbids; one that may excuse it, where there is one. */
export function withDemand(one: Evaluation, matched: readonly Assignment[]): Evaluation {
  if (one.evaluation.verdict !== 'fail') return one;
  const demands = matched.flatMap((guide): readonly VendorDemand[] => {
    const contrary = contraryTo(one.rule, guide);
    if (!contrary) return [];
    const { rule, demanded, others } = contrary;
    const part = others.length > 0 ? { part: { demanded, others } } : {};
    return [{ ruleset: guide.ruleset, rule, excusing: guide.excusing, ...part }];
  });
  const may = demands.filter(({ excusing }) => excusing.by !== 'nothing');
  const demand = may.find(({ part }) => part === undefined) ?? may[0] ?? demands[0];
  return demand ? extended(one, { demand }) : one;
}

/** Names the standard rule whose failed demand a guide's failed demand equals: they are one finding. */
export function withSameDemands(
  checks: readonly Evaluation[],
  standard: readonly Evaluation[],
): readonly Evaluation[] {
  const failed = new Map(
    standard.flatMap((one) => {
      const key = demandKey(one);
      return key === undefined ? [] : [[key, one.rule.id] as const];
    }),
  );
  return checks.map((one) => {
    const key = demandKey(one);
    const sameAs = key === undefined ? undefined : failed.get(key);
    return sameAs === undefined ? one : extended(one, { sameAs });
  });
}

/** What a failed check demands, of which settings. */
function demandKey({ evaluation }: Evaluation): string | undefined {
  if (evaluation.verdict !== 'fail' || evaluation.evidence.length === 0) return undefined;
  const demands = evaluation.evidence.map(({ setting, expected }) => `${setting} ${expected}`);
  return demands.toSorted().join('\n');
}

/** Replaces the failures of two guides that cannot both be followed by one finding that names both. */
export function settleConflicts(
  subject: Evaluated,
  checks: readonly Evaluation[],
  matched: readonly Assignment[],
): readonly Evaluation[] {
  if (matched.length < 2) return checks;
  const rules = matched.flatMap((assignment) => rulesForKind(assignment).filter(isSwitchedOn));
  const products = new Map(matched.map(({ ruleset }) => [ruleset.id, productOf(ruleset)]));
  const conflicts = conflictsAmong(rules, lookupOf(subject.facts, matched)).filter(
    ({ first, second }) => {
      const product = products.get(first.ruleset);
      return product === undefined || product !== products.get(second.ruleset);
    },
  );
  const sides = new Set(conflicts.flatMap(({ first, second }) => [first.rule, second.rule]));
  const rest = checks.filter(
    ({ rule, evaluation }) => evaluation.verdict !== 'fail' || !sides.has(rule.id),
  );
  return [...rest, ...conflicts.map((conflict) => conflictCheck(subject, conflict, matched))];
}

/** Settings and the parameters of all matching vendors. */
function lookupOf(facts: FactLookup, matched: readonly Assignment[]): FactLookup {
  return (name) => {
    if (!name.startsWith('param.')) return facts(name);
    const found = matched.map((assignment) => assignment.facts(name));
    return found.find((setting) => setting.state === 'known') ?? facts(name);
  };
}

function conflictCheck(
  subject: Evaluated,
  conflict: Conflict,
  matched: readonly Assignment[],
): Evaluation {
  const [first, second] = [conflict.first, conflict.second].map(({ ruleset }) =>
    matched.find((assignment) => assignment.ruleset.id === ruleset),
  );
  const titles = [first, second].map((one) => one?.ruleset.title ?? '').join(' and ');
  const title = `The guides of ${titles} contradict each other (${conflict.first.rule}, ${conflict.second.rule})`;
  const { app, occurrence, facts } = subject;
  const rule: Rule = { ...conflictingDemands, title };
  const ruleset = vendorsRuleset(rule);
  const evaluation = { verdict: 'fail', evidence: conflict.evidence, proofs: [] } as const;
  return { app, occurrence, ruleset, rule, facts, evaluation };
}

/** The ruleset of what is reported about vendors together. */
export function vendorsRuleset(rule: Rule): Ruleset {
  return {
    id: rulesetOf(rule.id),
    title: 'Vendors together',
    kind: 'standard',
    sources: [],
    coverage: 'full',
    appliesTo: ['externalClientApp', 'connectedApp'],
    parameters: {},
    rules: [rule],
  };
}

// Several guides of one product, such as its editions for two versions, contradict each other only on paper.

/** What guides of one product have in common; undefined for a ruleset that names no product. */
function productOf({ vendor, product }: Ruleset): string | undefined {
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

/** A demand that is certainly not met. */
export function isBrokenDemand({ rule, evaluation }: Evaluation): boolean {
  return rule.level === 'required' && evaluation.verdict === 'fail';
}
