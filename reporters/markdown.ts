// A comment for a pull request, or a job's summary: short, with everything that is long folded.
import { type AppDigest, type Digest } from '../src/report/digest/index.js';
import { severities } from '../src/report/severity.js';
import { counted } from '../src/report/text/words.js';
import { deadlineLines } from './markdown/deadlines.js';
import {
  appLines,
  excusedLines,
  gapLines,
  orgLines,
  suppressedLines,
  termsLines,
  undecidedLines,
  warningLines,
} from './markdown/sections.js';
import { htmlCode, prose, tableRow } from './markdown/markup.js';

/** GitHub takes comments of 65,536 characters; a third of that is for what stands behind the apps. */
const mostForApps = 40_000;

/** A comment with this line can be found again, to be replaced. */
const marker = '<!-- ecaudit -->';

/** The report as Markdown of GitHub and GitLab. */
export function markdown(digest: Digest): string {
  const { apps, counts, header } = digest;
  const lines = [
    marker,
    `### ecaudit: ${headline(digest)}`,
    '',
    ...gapLines(digest),
    ...termsLines(digest),
    ...countsTable(digest),
    ...orgLines(digest),
    ...appsWithinLimit(
      digest,
      apps.filter(({ findings }) => findings.length > 0),
    ),
    ...excusedLines(digest),
    ...suppressedLines(digest),
    ...deadlineLines(digest),
    ...undecidedLines(digest),
    ...warningLines(digest),
    `<sub>${counts.checks}. ${footer(digest)} ecaudit ${header.version}</sub>`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Inside of HTML, where Markdown means nothing: the name of the configuration is that of a file of the repository. */
function footer({ report: { config }, terms }: Digest): string {
  const by = config === undefined ? 'no configuration' : `configuration ${htmlCode(config)}`;
  return `Judged by ${terms.rules}; ${by}; ${terms.fail}.`;
}

function headline({ report: { summary }, counts }: Digest): string {
  if (summary.apps === 0) return prose(counts.nothing);
  const state = summary.incomplete ? 'audit incomplete, ' : '';
  return `${state}${counts.severe} in ${counted(summary.apps, 'app')}`;
}

function countsTable({ report }: Digest): readonly string[] {
  const { excused, suppressed, baselined, open, bySeverity } = report.summary;
  const columns = [
    ...severities.map((severity) => [severity, bySeverity[severity]] as const),
    ['accepted by vendor', excused] as const,
    ...(suppressed > 0 ? [['suppressed', suppressed] as const] : []),
    ...(baselined > 0 ? [['in the baseline', baselined] as const] : []),
    ['not decided', open] as const,
  ];
  return [
    tableRow(columns.map(([name]) => name)),
    `|${columns.map(() => '---:|').join('')}`,
    tableRow(columns.map(([, count]) => count)),
    '',
  ];
}

/** As many apps as there is room for, the worst first. */
function appsWithinLimit(digest: Digest, apps: readonly AppDigest[]): readonly string[] {
  const lines: string[] = [];
  let length = 0;
  for (const [number, app] of apps.entries()) {
    const next = appLines(digest, app);
    length += next.join('\n').length;
    if (length > mostForApps) return [...lines, leftOut(apps.length - number), ''];
    lines.push(...next);
  }
  return lines;
}

function leftOut(count: number): string {
  return `And ${counted(count, 'more app')} with findings, milder than these; the json and sarif reports have them all.`;
}
