import {
  problemsByKind,
  isChange,
  problemTitles,
  reasonsOf,
} from '../../src/report/digest/index.js';
import { formatLocation } from '../../src/model/location.js';
import type { Problem, ProblemKind, ProblemLevel } from '../../src/report/problem.js';
import type { Look } from '../../src/report/text/ansi.js';
import { plainText, clip } from '../../src/report/text/plain-text.js';
import { counted } from '../../src/report/text/words.js';
import { listItem, paragraph, type Page } from './page.js';
import type { NearVendor, ReportApp } from '../../src/report/report.js';

/** How many problems of one kind are told without -v. */
const mostOfKind = 20;

const problemLooks = {
  error: ['red'],
  warning: ['yellow'],
  note: ['dim'],
} as const satisfies Readonly<Record<ProblemLevel, readonly Look[]>>;

/** What was not read, or not read for sure, by kind; notes are counted only, unless -v asks for them. */
export function notCheckedLines(page: Page): readonly string[] {
  const { report, terms } = page.digest;
  const { problems } = report;
  const told = problems.filter(
    ({ level, kind }) => page.verbose || level !== 'note' || isChange({ kind }),
  );
  const notes = problems.length - told.length;
  const lines = [
    ...[...problemsByKind(told)].flatMap(([kind, list]) => kindLines(page, kind, list)),
    ...terms.ignored.flatMap((text) => listItem(page, text, 0, 'dim')),
    ...(notes > 0 ? listItem(page, `${counted(notes, 'note')} (-v lists them)`, 0, 'dim') : []),
  ];
  return lines.length === 0 ? [] : [page.paint('Problems with the input', 'bold'), ...lines];
}

function kindLines(page: Page, kind: ProblemKind, problems: readonly Problem[]): readonly string[] {
  const shown = page.verbose ? problems : problems.slice(0, mostOfKind);
  const rest = problems.length - shown.length;
  const level = problems[0]?.level ?? 'note';
  return [
    ...listItem(page, `${level}: ${problemTitles[kind]}`, 0, ...problemLooks[level]),
    ...shown.flatMap((problem) => paragraph(page, problemText(problem), 2)),
    ...(rest > 0 ? paragraph(page, `and ${rest} more (-v lists them)`, 2, 'dim') : []),
  ];
}

function problemText({ message, location }: Problem): string {
  const place = location ? `${plainText(formatLocation(location))} ` : '';
  return place + plainText(message);
}

/** A reason is no longer without -v. */
const longestMissing = 150;

/** What could not be decided: how many checks for which reason; with -v, each check. */
export function undecidedLines(page: Page): readonly string[] {
  const { undecided, report } = page.digest;
  const { count, results } = undecided;
  if (count === 0) return [];
  if (page.room.items === 0 && !page.verbose)
    return paragraph(page, `${counted(count, 'check')} undecided (-v lists them)`, 0, 'bold');
  const strict = report.options.strict ? ', which --strict counts as incomplete' : '';
  return [
    ...paragraph(page, `${counted(count, 'check')} undecided${strict}`, 0, 'bold'),
    ...(page.verbose ? eachCheck(page) : reasonLines(page, reasonsOf(results))),
  ];
}

function eachCheck(page: Page): readonly string[] {
  return page.digest.undecided.results.flatMap(({ rule, app, message }) =>
    listItem(page, `${plainText(rule)} of ${plainText(app)}: ${plainText(message)}`, 0, 'dim'),
  );
}

function reasonLines(
  page: Page,
  reasons: readonly (readonly [string, number])[],
): readonly string[] {
  // To say "1 more reason" takes as much room as the reason.
  const { items } = page.room;
  const cut = reasons.length === items + 1 ? reasons.length : items;
  const rest = reasons.slice(cut);
  const checks = rest.reduce((sum, [, count]) => sum + count, 0);
  const more = `${counted(checks, 'check')}: ${counted(rest.length, 'more reason')} (-v)`;
  return [
    ...reasons
      .slice(0, cut)
      .flatMap(([text, count]) =>
        listItem(page, `${counted(count, 'check')}: ${clip(text, longestMissing)}`, 0, 'dim'),
      ),
    ...(checks > 0 ? listItem(page, more, 0, 'dim') : []),
  ];
}

/** How many apps are named without -v. */
const mostGuideless = 10;

/** The apps that no vendor's guide is about, with the vendors that they are nearest to. */
export function unrecognisedLines(page: Page): readonly string[] {
  const apps = page.digest.report.apps.filter(({ nearestVendors }) => nearestVendors);
  // Of the only app its own heading says so.
  if (apps.length === 0 || guidelessApp(page)) return [];
  const head = `${counted(apps.length, 'app')} of no vendor whose guide is known`;
  if (page.verbose)
    return [
      ...paragraph(page, `${head}:`),
      ...apps.flatMap((app) => listItem(page, guidelessAppText(app), 0)),
    ];
  const near = apps.filter(({ nearestVendors = [] }) => nearestVendors.length > 0);
  const named = [...near, ...apps.filter((app) => !near.includes(app))].slice(0, mostGuideless);
  const rest = apps.length - named.length;
  const more = rest > 0 ? ` and ${rest} more (-v lists them)` : '';
  return paragraph(page, `${head}: ${named.map(guidelessAppText).join('; ')}${more}.`, 0, 'dim');
}

/** The app of a run of one app that no guide is about and no vendor is near. */
export function guidelessApp({ digest: { report } }: Page): ReportApp | undefined {
  const [only, ...more] = report.apps;
  return more.length === 0 && only?.nearestVendors?.length === 0 ? only : undefined;
}

/** `Order_Sync (near: vendors/fullcast, callback host eu.fullcast.io)`. */
function guidelessAppText({ apiName, nearestVendors = [] }: ReportApp): string {
  const near = nearestVendors.map(({ ruleset, because }: NearVendor) => `${ruleset}, ${because}`);
  return plainText(near.length === 0 ? apiName : `${apiName} (near: ${near.join('; ')})`);
}
