import { switchedOffNote, withoutTold } from '../audit/config-notes.js';
import { addedCounts, mostSevereFirst, milderCounts, milderProblem } from '../audit/milder/tell.js';
import { groupBy } from '../model/group-by.js';
import { formatRange } from '../model/location.js';
import { byPlace, eachOnce, type Problem } from '../report/problem.js';

/** Problems of several reports as one run would tell them: what counts findings or apps is added up. */
export function addedProblems(problems: readonly Problem[]): readonly Problem[] {
  const counted = problems.filter((one) => milderCounts(one) || switchedOffCounts(one));
  const rest = withoutWeaker(eachOnce(problems.filter((one) => !counted.includes(one))));
  const milder = mostSevereFirst(
    [...groupBy(counted.filter(milderCounts), problemKey).values()].flatMap(addedMilder),
  );
  const off = [...groupBy(counted.filter(switchedOffCounts), problemKey).values()].flatMap(
    addedSwitchedOff,
  );
  return [...withoutTold([...rest, ...byPlace(off)], milder), ...milder];
}

/** A suppression that ended has left nothing in one shard, and something in another: then it has left something. */
function withoutWeaker(problems: readonly Problem[]): readonly Problem[] {
  const counting = new Set(
    problems.flatMap(({ kind, message, location }) =>
      kind === 'suppression-expired' && message.endsWith('counts again') && location
        ? [formatRange(location)]
        : [],
    ),
  );
  return problems.filter(
    ({ kind, message, location }) =>
      kind !== 'suppression-expired' ||
      message.endsWith('counts again') ||
      !location ||
      !counting.has(formatRange(location)),
  );
}

function problemKey(one: Problem): string {
  const { location, byCaller } = one;
  return [location ? formatRange(location) : '', milderCounts(one)?.what, byCaller].join('\n');
}

function addedMilder(parts: readonly Problem[]): readonly Problem[] {
  const counts = parts.flatMap((one) => milderCounts(one) ?? []);
  const [first] = parts;
  const [head] = counts;
  if (!first || !head) return [];
  const lost = addedCounts(counts.flatMap((one) => one.lost));
  const { location } = first;
  const cause = { ...(location && { location }), byCaller: first.byCaller === true };
  return [milderProblem(cause, { ...head, lost })];
}

function switchedOffCounts({ counts }: Problem) {
  return counts && 'rules' in counts ? counts : undefined;
}

function addedSwitchedOff(parts: readonly Problem[]): readonly Problem[] {
  const counts = parts.flatMap((one) => switchedOffCounts(one) ?? []);
  const rules = [...new Set(counts.flatMap((one) => one.rules))].toSorted();
  const apps = counts.reduce((sum, one) => sum + one.apps, 0);
  return parts.slice(0, 1).map(({ location }) => switchedOffNote(location, { rules, apps }));
}
