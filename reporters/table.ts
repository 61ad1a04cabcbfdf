// The report for people at a terminal: apps worst first, then what nobody could check, the counts, and what to do next.
import Table from 'cli-table3';
import { hasFindings, type AppDigest, type Digest } from '../src/report/digest/index.js';
import type { Style } from '../src/report/report.js';
import { plainText } from '../src/report/text/plain-text.js';
import { counted } from '../src/report/text/words.js';
import { appHead } from './table/app-head.js';
import { controlLines } from './table/controls.js';
import { deadlineLines } from './table/deadlines.js';
import { excusedLines } from './table/excused.js';
import { nextSteps } from './table/next-steps.js';
import { notCheckedLines } from './table/not-checked.js';
import { listItem, pageOf, paragraph, type Page } from './table/page.js';
import { findingsGrid, margin, type Grid } from './table/rows.js';
import { orgWideHead, orgWideRows } from './table/org-wide.js';
import { suppressedLines } from './table/suppressed.js';
import { lastLine, summaryLines } from './table/summary.js';
import { unrecognisedLines } from './table/unrecognised.js';
import { undecidedOfApp, undecidedOfReport } from './table/undecided.js';

/** A terminal is no place for more apps than this; the data formats have them all. */
const mostApps = 200;

/** The report as text, never wider than `style.width` (60 columns at least). */
export function table(digest: Digest, style: Style): string {
  const page = pageOf(digest, style);
  const { apps } = digest;
  const found = apps.filter(hasFindings);
  const orgWide = orgWideRows(digest);
  const sections = [
    ...found.slice(0, mostApps).map((results) => appLines(page, results)),
    leftOut(page, found.length - mostApps),
    orgWide.length > 0 ? [...orgWideHead(page), ...draw(page, findingsGrid(page, orgWide))] : [],
    quietApps(
      page,
      apps.filter((results) => !hasFindings(results)),
    ),
    unrecognisedLines(page),
    undecidedOfReport(page),
    notCheckedLines(page),
    deadlineLines(page),
    ...controlLines(page),
    summaryLines(page),
    nextSteps(page, found[0]?.findings[0] ?? orgWide[0]),
    lastLine(page),
  ];
  return `${joined(sections)}\n`;
}

function appLines(page: Page, results: AppDigest): readonly string[] {
  const { findings, accepted, excused, open, undecided } = results;
  const grid = findings.length > 0 ? draw(page, findingsGrid(page, findings)) : [];
  const parts = [
    [...appHead(page, results), ...grid],
    excusedLines(page, excused),
    suppressedLines(page, accepted),
    undecidedOfApp(page, open, undecided),
  ];
  return [joined(parts)];
}

/** Parts with an empty line between them; one that has nothing to say leaves no gap. */
function joined(parts: readonly (readonly string[])[]): string {
  const texts = parts.filter(({ length }) => length > 0).map((lines) => lines.join('\n'));
  return texts.join('\n\n');
}

/** cli-table3 colours heads and borders on its own, also into a pipe, unless both are told not to be. */
function draw({ paint }: Page, { head, widths, rows }: Grid): readonly string[] {
  const grid = new Table({
    head: [...head],
    colWidths: [...widths],
    chars: { ...noBorders, mid: '─', 'mid-mid': '─'.repeat(margin), middle: ' '.repeat(margin) },
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  });
  grid.push(...rows.map((row) => [...row]));
  const [first = '', rule = '', ...rest] = grid.toString().split('\n');
  const lines = [first, paint(rule, 'dim'), ...rest];
  return lines.map((line) => (' '.repeat(margin) + line).trimEnd());
}

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
};

function leftOut(page: Page, count: number): readonly string[] {
  if (count <= 0) return [];
  const text = `${counted(count, 'more app')} with findings not shown, milder than these.`;
  const how =
    'All of them are in -f json=FILE and -f sarif=FILE; --app GLOB shows the ones you name.';
  return paragraph(page, `${text} ${how}`, 0, 'bold');
}

/** Apps without findings: a line each with -v, else how many they are. */
function quietApps(page: Page, apps: readonly AppDigest[]): readonly string[] {
  if (apps.length === 0) return [];
  if (page.verbose) return apps.flatMap((results) => listItem(page, quietText(results), 0));
  const open = apps.filter(({ undecided }) => undecided > 0).length;
  const but = open > 0 ? `, ${open} of them with checks that could not be decided` : '';
  return paragraph(page, `${counted(apps.length, 'app')} without findings${but}.`);
}

function quietText({ app, undecided, acceptedCounts }: AppDigest): string {
  const { pass, notApplicable } = app.counts;
  const { suppressed, baselined } = acceptedCounts;
  const counts = `${pass} passed, ${undecided} not decided, ${notApplicable} not applicable`;
  const known = [
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...(baselined > 0 ? [`${baselined} in the baseline`] : []),
  ];
  const after = known.length > 0 ? `; ${known.join(', ')}` : '';
  return `${plainText(app.id)} "${plainText(app.label)}": no findings; ${counts}${after}`;
}
