// The report as Markdown: whole, or short for a comment on a pull request; everything that is long is folded.
import { type AppDigest, type Digest } from '../src/report/digest/index.js';
import { severities } from '../src/report/severity.js';
import {
  controlSections,
  headerSection,
  sourceSection,
  trendLines,
  deadlineSection,
  userSection,
} from './markdown/summary.js';
import { counted } from '../src/report/text/words.js';
import {
  appMarkdownLines,
  excusedLines,
  gapLines,
  orgMarkdownLines,
  shortLimits,
  suppressedLines,
  termsLines,
  undecidedSection,
  warningLines,
  noLimits,
  type Limits,
} from './markdown/sections.js';
import { htmlCode, markdownProse, tableRow } from './markdown/markup.js';

/** A comment with this line can be found again, to be replaced. */
const marker = '<!-- ecaudit -->';

/** The whole report as Markdown of GitHub and GitLab. */
export function markdown(digest: Digest): string {
  return markdownText(digest, noLimits);
}

/** The same, short enough for a comment on a pull request: the most severe first, and what is left out is said. */
export function comment(digest: Digest): string {
  return markdownText(digest, shortLimits);
}

function markdownText(digest: Digest, limits: Limits): string {
  const { apps, counts, header } = digest;
  const lines = [
    marker,
    `### ecaudit: ${reportHeadline(digest)}`,
    '',
    ...headerSection(digest),
    ...gapLines(digest, limits),
    ...termsLines(digest),
    ...countsTable(digest),
    ...sourceSection(digest),
    ...trendLines(digest, limits),
    ...orgMarkdownLines(digest, limits),
    ...appsWithinLimit(
      digest,
      apps.filter(({ findings }) => findings.length > 0),
      limits,
    ),
    ...excusedLines(digest, limits),
    ...suppressedLines(digest, limits),
    ...deadlineSection(digest),
    ...(limits === noLimits ? userSection(digest) : []),
    ...undecidedSection(digest, limits),
    ...warningLines(digest, limits),
    ...controlSections(digest),
    `<sub>${counts.checks}. ${footer(digest)} ecaudit ${header.version}</sub>`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Inside of HTML, where Markdown means nothing: the name of the configuration is that of a file of the repository. */
function footer({ report: { config }, terms }: Digest): string {
  const by = config === undefined ? 'no configuration' : `configuration ${htmlCode(config)}`;
  return `Judged by ${terms.rules}; ${by}; ${terms.fail}.`;
}

function reportHeadline({ report: { summary }, counts, header }: Digest): string {
  if (summary.apps === 0) return markdownProse(counts.nothing);
  const state = summary.incomplete ? 'audit incomplete, ' : '';
  const besides = counts.besides.length > 0 ? `; ${counts.besides.join('; ')}` : '';
  return `${state}${counts.severe} in ${markdownProse(header.scope)}${besides}`;
}

function countsTable({ report, undecided }: Digest): readonly string[] {
  const { excused, suppressed, baselined, bySeverity } = report.summary;
  const columns = [
    ...severities.map((severity) => [severity, bySeverity[severity]] as const),
    ['accepted by vendor', excused] as const,
    ...(suppressed > 0 ? [['suppressed', suppressed] as const] : []),
    ...(baselined > 0 ? [['known from the baseline', baselined] as const] : []),
    ['undecided', undecided.count] as const,
  ];
  return [
    tableRow(columns.map(([name]) => name)),
    `|${columns.map(() => '---:|').join('')}`,
    tableRow(columns.map(([, count]) => count)),
    '',
  ];
}

/** As many apps as there is room for, the worst first. */
function appsWithinLimit(
  digest: Digest,
  apps: readonly AppDigest[],
  limits: Limits,
): readonly string[] {
  const lines: string[] = [];
  let length = 0;
  for (const [number, app] of apps.entries()) {
    const next = appMarkdownLines(digest, app, limits);
    length += next.join('\n').length;
    if (length > limits.apps) return [...lines, leftOutLine(apps.length - number), ''];
    lines.push(...next);
  }
  return lines;
}

function leftOutLine(count: number): string {
  return `And ${counted(count, 'more app')} with findings, milder than these; the json and sarif reports have them all.`;
}
