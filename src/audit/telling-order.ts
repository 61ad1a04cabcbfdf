import { groupBy } from '../model/group-by.js';
import { byPlace, type Problem, type ProblemKind } from '../report/problem.js';

/** What a run tells after what it says of its sources, in this order; what one line tells together stands by its place. */
const stages: readonly (readonly ProblemKind[])[] = [
  ['unchanged-apps'],
  ['no-vendor-app'],
  ['config-without-effect'],
  ['rule-switched-off'],
  ['rule-changed'],
  ['old-guide'],
  ['rule-failed'],
  ['suppression-expired', 'suppression-unused', 'suppression-ends-soon'],
  ['baseline-findings-gone'],
  ['baseline-severity-rose'],
  ['baseline-org-refreshed'],
  ['baseline-source-unknown'],
  ['milder'],
];

const kindOrder: readonly ProblemKind[] = [
  'config-without-effect',
  'suppression-expired',
  'suppression-unused',
  'suppression-ends-soon',
];

/** Problems in the order in which one run tells them; those of one kind stay as they are. */
export function inTellingOrder(problems: readonly Problem[]): readonly Problem[] {
  const stageOf = ({ kind }: Problem): number => stages.findIndex((some) => some.includes(kind));
  return [
    ...groupBy(
      problems.toSorted((a, b) => stageOf(a) - stageOf(b)),
      stageOf,
    ).values(),
  ].flatMap((some) => (some.some(({ kind }) => kindOrder.includes(kind)) ? byPlace(some) : some));
}
