// The report for people at a terminal: a view, not a log. What was audited and how it came out, then the findings, then what
// was accepted, what nobody could check, and what to do next.
import type { Digest } from '../src/report/digest/index.js';
import type { Style } from '../src/report/report.js';
import { acceptedLines } from './table/accepted.js';
import { byApp, quietApps, byOrg } from './table/by-app.js';
import { ruleParts, frequentRules } from './table/by-rule.js';
import { controlsTable } from './table/controls.js';
import {
  deadlineTable,
  headerLines,
  lastLine,
  sourceTable,
  summaryLines,
  historyLines,
  userLines,
} from './table/header.js';
import { nextSteps } from './table/next-steps.js';
import { notCheckedLines, undecidedLines, unrecognisedLines } from './table/not-checked.js';
import { tablePage, rooms, roomsOfOne, type Page } from './table/page.js';

/** How many lines a report has at most, as far as it can: of one app a screen, of many apps what one scrolls through. */
const screen = 40;
const longestReason = 150;

/** The report as text, never wider than `style.width` (60 columns at least). */
export function table(digest: Digest, style: Style): string {
  const page = tablePage(digest, style);
  const lines = page.details ? linesOf(page) : fitting(page);
  return `${lines.join('\n')}\n`;
}

/** Everything where that fits; else as much as there is room for. */
function fitting(page: Page): readonly string[] {
  const isOne = page.digest.report.summary.apps === 1;
  const all = isOne ? roomsOfOne : rooms;
  // What is short anyway need not be folded; where there is much to read, information is noise.
  const choices = page.digest.findings.length > foldedFrom ? all.filter(({ info }) => !info) : all;
  // What -v adds is asked for, and takes no room from the findings.
  const quiet = { ...page, verbose: false };
  const most = mostLines(page, isOne);
  const room = choices.find((one) => linesOf({ ...quiet, room: one }).length <= most);
  return linesOf({ ...page, room: room ?? choices.at(-1) ?? page.room });
}

/** Sentences need more lines where these are shorter; a list of rules has a line for each all the same. */
function mostLines({ width, groupBy }: Page, isOne: boolean): number {
  const most = isOne ? screen : longestReason;
  return groupBy === 'app' ? Math.floor(most * Math.max(1, usual / width)) : most;
}

/** The columns for which the limits are meant. */
const usual = 100;
const foldedFrom = 10;

function linesOf(page: Page): readonly string[] {
  const end = [
    quietApps(page),
    acceptedLines(page),
    undecidedLines(page),
    notCheckedLines(page),
    deadlineTable(page),
    unrecognisedLines(page),
    userLines(page),
    ...controlsTable(page),
    nextSteps(page),
    lastLine(page),
  ];
  return joinParts([
    headerLines(page),
    summaryLines(page),
    sourceTable(page),
    historyLines(page),
    ...findingParts(page),
    ...(page.room.items === 0 ? [end.flat()] : end),
  ]);
}

function findingParts(page: Page): readonly (readonly string[])[] {
  if (page.groupBy === 'rule') return [ruleParts(page, page.digest.rules)];
  if (page.groupBy === 'org') return byOrg(page);
  return [frequentRules(page), ...byApp(page)];
}

/** Parts with an empty line between them; one that has nothing to say leaves no gap. */
function joinParts(parts: readonly (readonly string[])[]): readonly string[] {
  const told = parts.filter(({ length }) => length > 0);
  return told.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
}
