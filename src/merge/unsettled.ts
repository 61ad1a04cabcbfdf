import { groupBy } from '../model/group-by.js';
import { formatRange } from '../model/location.js';
import type { Problem } from '../report/problem.js';
import type { ReportFile } from './read.js';

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
