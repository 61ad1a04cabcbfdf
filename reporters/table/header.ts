// When, by which version, of what, by which configuration, without what; then how it came out.
import Table from 'cli-table3';
import {
  type SourceHeader,
  deadlineUse,
  noUsersText,
  usersOf,
} from '../../src/report/digest/index.js';
import type { Look } from '../../src/report/text/ansi.js';
import { severities } from '../../src/report/severity.js';
import { clip, plainText } from '../../src/report/text/plain-text.js';
import { counted, withFirstCapital } from '../../src/report/text/words.js';
import { textWidth } from '../../src/report/text/wrap.js';
import { oneLine, paragraph, withColors, type Page, listItem, titled } from './page.js';
import { historySentences } from '../history/words.js';

/** How many sources are named without --details where none of them is an org. */
const mostSourcesNamed = 5;

/** What was audited, and how: the first lines of the report. */
export function headerLines(page: Page): readonly string[] {
  const { header, terms, leftOut } = page.digest;
  const { config, configFrom, when, version } = header;
  const by = configFrom === undefined ? config : `${config} at ${plainText(configFrom)}`;
  const how = [terms.rules, by, terms.fail].join('; ');
  return [
    ...paragraph(page, `ecaudit ${version}, ${when}; ${how}`, 0, 'dim'),
    ...sourcesAnd(page, leftOut.join('; ')),
  ];
}

/** The sources, and what was left out: behind the only source where there is room on its line. */
function sourcesAnd(page: Page, leftOut: string): readonly string[] {
  const sources = sourceTableLines(page);
  if (leftOut === '') return sources;
  const { sources: all } = page.digest.header;
  const together = all.length === 1 && all[0] ? `${sourceHeaderText(all[0])}; ${leftOut}` : '';
  return together !== '' && textWidth(together) <= page.width
    ? paragraph(page, together, 0, 'dim')
    : [...sources, ...paragraph(page, leftOut, 0, 'dim')];
}

function sourceTableLines(page: Page): readonly string[] {
  const { sources } = page.digest.header;
  // Several orgs have a table of their own.
  const orgs = sources.filter(({ kind, org }) => kind === 'org' || org);
  const named = orgs.length > 1 ? sources.filter((one) => !orgs.includes(one)) : sources;
  const shown = page.details || orgs.length > 0 ? named : named.slice(0, mostSourcesNamed);
  const rest = named.length - shown.length;
  return [
    ...shown.flatMap((source) => paragraph(page, sourceHeaderText(source), 0, 'dim')),
    ...(rest > 0 ? paragraph(page, `and ${counted(rest, 'more source')}`, 0, 'dim') : []),
  ];
}

/** `emea: Acme, 00D…, Enterprise Edition, production, EU47, API 68.0, read by a@x.test; 39 apps, 48 files`. */
function sourceHeaderText({ name, kind, facts, apps, files, unread }: SourceHeader): string {
  const shown = clip(name, 200);
  if (unread !== undefined) return `${shown} was not read: ${unread}`;
  const counts = `${counted(apps, 'app')}, ${counted(files, 'file')}`;
  return [`${kind} ${shown}`, ...facts].join(', ') + `: ${counts}`;
}

/** How it came out, in numbers: the line that is read first. */
export function summaryLines(page: Page): readonly string[] {
  const { counts, header, report } = page.digest;
  const { apps, incomplete } = report.summary;
  if (apps === 0) return paragraph(page, counts.nothing, 0, incomplete ? 'red' : 'green', 'bold');
  const text = `${counts.findingsText} in ${header.scope}`;
  const besides = counts.besides.length === 0 ? '' : `; ${counts.besides.join('; ')}`;
  const start = incomplete ? `Incomplete: ${text}, of what could be read` : withFirstCapital(text);
  const clean = counts.findings === 0 && !incomplete;
  const looks: readonly Look[] = incomplete
    ? ['yellow', 'bold']
    : clean
      ? ['green', 'bold']
      : ['bold'];
  const lines = paragraph(page, `${start}${besides}.`);
  return [
    ...lines.map((line, at) => (at === 0 ? page.paint(withColors(page, line), ...looks) : line)),
    ...paragraph(page, `${counts.checks}.`, 0, 'dim'),
  ];
}

/** What every kind of finding is counted in: org × severity, where a run has several sources. */
export function sourceTable(page: Page): readonly string[] {
  const { header, countsBySource } = page.digest;
  if (header.sources.length < 2) return [];
  const names = header.sources.map(({ name }) => oneLine(name, page.width - severitiesWidth));
  const grid = new Table({
    head: ['source', ...severities],
    colWidths: [
      Math.max('source'.length, ...names.map(textWidth)),
      ...severities.map(() => countColumnWidth),
    ],
    colAligns: ['left', ...severities.map(() => 'right' as const)],
    chars: { ...noBorders, middle: ' ' },
    // cli-table3 colours heads and borders on its own, also into a pipe, unless both are told not to be.
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
  });
  for (const [at, source] of header.sources.entries()) {
    const counts = countsBySource[at]?.bySeverity;
    const cells = severities.map((severity) => {
      const count = source.unread === undefined ? `${counts?.[severity] ?? 0}` : '-';
      return count === '0' ? page.paint('0', 'dim') : count;
    });
    grid.push([names[at] ?? '', ...cells]);
  }
  const [head = '', ...rows] = grid.toString().split('\n');
  const shared = sharedFacts(header.sources);
  const told = header.sources.map((source) => orgFactCells(source, shared));
  // Of a fleet each org is one line, where that is wide enough for all that is known of it.
  const width = page.width - Math.max(...rows.map(textWidth)) - 2;
  const isBeside =
    header.sources.length >= fleet &&
    told.every((text, at) => header.sources[at]?.unread !== undefined || textWidth(text) <= width);
  return [
    ...(shared.length > 0 ? paragraph(page, `All orgs: ${shared.join(', ')}`, 0, 'dim') : []),
    page.paint(head, 'dim'),
    ...rows.flatMap((row, at) => {
      const text = told[at] ?? '';
      const look = header.sources[at]?.unread === undefined ? 'dim' : 'yellow';
      if (text === '') return [row];
      return isBeside && textWidth(text) <= width
        ? [`${row}  ${page.paint(text, look)}`]
        : [row, ...paragraph(page, text, 2, look)];
    }),
  ];
}

/** From so many orgs on, what is the same of all of them is told once. */
const fleet = 6;

function sharedFacts(sources: readonly SourceHeader[]): readonly string[] {
  const orgs = sources.filter(({ unread, org }) => unread === undefined && org);
  if (orgs.length < fleet) return [];
  return (orgs[0]?.facts ?? []).filter((fact) => orgs.every(({ facts }) => facts.includes(fact)));
}

const countColumnWidth = 8;
const severitiesWidth = severities.length * (countColumnWidth + 1);

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
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
};

/** What is known of an org, but for what is the same of all; empty of what is none. */
function orgFactCells(
  { kind, org, facts, apps, unread }: SourceHeader,
  shared: readonly string[],
): string {
  if (unread !== undefined) return `not read: ${unread}`;
  if (kind !== 'org' && !org) return '';
  const own = facts.filter((fact) => !shared.includes(fact));
  return [...own, counted(apps, 'app')].join(', ');
}

/** The last line of an incomplete audit says so beside what was found: its exit code may be that of the findings. */
export function lastLine(page: Page): readonly string[] {
  const { counts, header, report } = page.digest;
  if (!report.summary.incomplete) return [];
  const shown = header.unread.slice(0, mostUnread);
  const rest = header.unread.length - shown.length;
  const found = `${counts.findingsText} in ${counted(report.summary.apps, 'app')}`;
  const parts = [`Incomplete: ${found}`, ...shown, ...(rest > 0 ? [`and ${rest} more`] : [])];
  return paragraph(page, `${parts.join('; ')}.`, 0, 'yellow', 'bold');
}

const mostUnread = 15;

/** The dates of the platform that concern the apps, one a line. */
export function deadlineTable(page: Page): readonly string[] {
  const { deadlines } = page.digest;
  if (deadlines.length === 0) return [];
  const texts = deadlines.map((one) => `${one.sentence}: ${deadlineUse(one)}`);
  const [only = '', ...more] = texts;
  if (more.length === 0) return titled(page, 'Deadline', only);
  return [page.paint('Deadlines', 'bold'), ...texts.flatMap((text) => listItem(page, text, 0))];
}

// With earlier reports: what came and went since the latest of them.

export function historyLines(page: Page): readonly string[] {
  const { report, header } = page.digest;
  const { history } = report;
  if (!history) return [];
  const names = new Map(header.sources.map(({ id, name }) => [id, name]));
  const said = historySentences(history, (source) => names.get(source) ?? source);
  const left = history.leftOut.map((text) => `--history: ${text}.`);
  return [
    ...said.flatMap((text) => paragraph(page, text)),
    ...(page.verbose || said.length === 0 ? left : []).flatMap((text) =>
      paragraph(page, text, 0, 'dim'),
    ),
  ];
}

/** Who holds tokens of each app or may use it, where the run was asked for names. */
export function userLines(page: Page): readonly string[] {
  const named = usersOf(page.digest.report);
  const none = noUsersText(page.digest.report);
  if (none !== '') return titled(page, 'Users', none);
  if (named.length === 0) return [];
  return [
    page.paint('Users', 'bold'),
    ...named.flatMap(({ app, users }) =>
      listItem(page, plainText(`${app}: ${users.join('; ')}`), 0),
    ),
  ];
}
