import { switchedOffNote, withoutTold } from '../audit/config-notes.js';
import { addedCounts, mostSevereFirst, milderCounts, milderProblem } from '../audit/milder/tell.js';
import { groupBy } from '../model/lists.js';
import { formatRange } from '../model/location.js';
import { byPlace, eachOnce, type Problem } from '../report/problem.js';
import type { ReportFile } from './read.js';

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

/** What every shard would tell if it were the whole, where all shards are there: then it is true of the whole. */
export function unsettledProblems(
  files: readonly ReportFile[],
  missing: ReadonlySet<ReportFile>,
): readonly Problem[] {
  const isWhole = files.every((file) => file.report.shard?.of === 'apps' && !missing.has(file));
  const isSound = !files.some(({ report }) =>
    report.problems.some(({ level }) => level === 'error'),
  );
  if (!isWhole) return [];
  const all = files.flatMap(({ report: { unsettled = [], problems } }, at) =>
    [...unsettled, ...problems.filter(isAboutEntries)]
      // What could not be read may be just what a suppression is for.
      .filter(({ kind }) => isSound || kind !== 'suppression-unused')
      .map((one) => ({ one, at })),
  );
  return [...groupBy(all, ({ one }) => entryKey(one)).values()].flatMap((same) => {
    const isEverywhere = new Set(same.map(({ at }) => at)).size === files.length;
    return isEverywhere ? nearestProblems(same.map(({ one }) => one)) : [];
  });
}

function isAboutEntries({ kind }: Problem): boolean {
  return kind === 'config-without-effect' || kind === 'suppression-unused';
}

const isAboutOneEntry = /^the suppression of |^no rule of this run is called /;

/** An entry may miss its rule in one shard and its app in another; of several rulesets in one place each is its own. */
function entryKey({ location, message }: Problem): string {
  const place = location ? formatRange(location) : '';
  return isAboutOneEntry.test(message) ? place : `${place} ${message}`;
}

/** What comes nearest to a match: there are such apps, there are such rules, there is neither. */
const order = [/there is no such finding/, /no app is called/];

function nearestProblems(same: readonly Problem[]): readonly Problem[] {
  const found = order.flatMap((words) => same.find(({ message }) => words.test(message)) ?? []);
  return (found.length > 0 ? found : same).slice(0, 1);
}
