// A comment for a pull request, or a job's summary: short, with everything that is long folded.
import type { Report } from '../src/report/report.js';
import { severities } from '../src/report/severity.js';
import { resultsByApp, type AppResults } from './by-app.js';
import { checkCounts, counted, severityCounts, withoutAppsText } from './counting.js';
import {
  appLines,
  excusedLines,
  gapLines,
  orgLines,
  settledLines,
  termsLines,
  undecidedLines,
  warningLines,
} from './markdown/sections.js';
import { htmlCode, prose, tableRow } from './markdown/markup.js';
import { failText, judges } from './terms.js';

/** GitHub takes comments of 65,536 characters; a third of that is for what stands behind the apps. */
const mostForApps = 40_000;

/** A comment with this line can be found again, to be replaced. */
const marker = '<!-- ecaudit -->';

/** The report as Markdown of GitHub and GitLab. */
export function markdown(report: Report): string {
  const lines = [
    marker,
    `### ecaudit: ${headline(report)}`,
    '',
    ...gapLines(report),
    ...termsLines(report),
    ...countsTable(report),
    ...orgLines(report),
    ...appsWithinLimit(
      report,
      resultsByApp(report).filter(({ findings }) => findings.length > 0),
    ),
    ...excusedLines(report),
    ...settledLines(report),
    ...undecidedLines(report),
    ...warningLines(report),
    `<sub>${checkCounts(report.summary)}. ${footer(report)} ecaudit ${report.tool.version}</sub>`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Inside of HTML, where Markdown means nothing: the name of the configuration is that of a file of the repository. */
function footer(report: Report): string {
  const { config } = report;
  const by = config === undefined ? 'no configuration' : `configuration ${htmlCode(config)}`;
  return `Judged by ${judges(report)}; ${by}; ${failText(report)}.`;
}

function headline(report: Report): string {
  const { summary } = report;
  if (summary.apps === 0) return prose(withoutAppsText(report));
  const state = summary.incomplete ? 'audit incomplete, ' : '';
  const worst = severityCounts(summary.bySeverity) || 'no findings';
  return `${state}${worst} in ${counted(summary.apps, 'app')}`;
}

function countsTable({ summary }: Report): readonly string[] {
  const { excused, suppressed, baselined, open, bySeverity } = summary;
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
function appsWithinLimit(report: Report, apps: readonly AppResults[]): readonly string[] {
  const lines: string[] = [];
  let length = 0;
  for (const [number, results] of apps.entries()) {
    const next = appLines(report, results);
    length += next.join('\n').length;
    if (length > mostForApps) return [...lines, leftOut(apps.length - number), ''];
    lines.push(...next);
  }
  return lines;
}

function leftOut(count: number): string {
  return `And ${counted(count, 'more app')} with findings, milder than these; the json and sarif reports have them all.`;
}
