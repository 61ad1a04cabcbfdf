import type { Report } from '../../src/report/report.js';
import { severities } from '../../src/report/severity.js';
import type { Result } from '../../src/report/verdict.js';
import { listedResults } from '../listed.js';
import { clip, plainText } from '../plain-text.js';
import { counted, withoutAppsText } from '../counting.js';
import { paragraph, type Page } from './page.js';
import { failText } from '../terms.js';
import { undecided } from './undecided.js';

/** How many names of rulesets are told without -v. */
const mostNames = 15;

/** What was checked, by what, and how it came out. An audit that is not complete says so first. */
export function summaryLines(page: Page): readonly string[] {
  return [
    ...headline(page),
    ...paragraph(page, countsText(page.report)),
    ...paragraph(page, checkedText(page), 0, 'dim'),
    ...setAside(page),
  ];
}

function headline(page: Page): readonly string[] {
  const { summary } = page.report;
  if (summary.apps === 0) {
    const colour = summary.incomplete ? 'red' : 'green';
    return paragraph(page, withoutAppsText(page.report), 0, colour, 'bold');
  }
  if (summary.incomplete) {
    const text = `Incomplete: ${findingsText(page.report)} in what could be audited.`;
    return paragraph(page, text, 0, 'yellow', 'bold');
  }
  const open = undecided(page.report);
  const but = open > 0 ? `; ${counted(open, 'check')} not decided` : '';
  const text = `${findingsText(page.report)} in ${counted(summary.apps, 'app')}${but}.`;
  const looks =
    findings(page.report) + open === 0 ? (['green', 'bold'] as const) : (['bold'] as const);
  return paragraph(page, text.charAt(0).toUpperCase() + text.slice(1), 0, ...looks);
}

/** The last line of an incomplete audit says so beside what was found: its exit code may be that of the findings. */
export function lastLine(page: Page): readonly string[] {
  const { summary, sources } = page.report;
  if (!summary.incomplete) return [];
  const unread = sources.flatMap(({ id, unread: why }) =>
    why === undefined ? [] : [`${plainText(id)} was not read (${plainText(clip(why, 200))})`],
  );
  const shown = unread.slice(0, mostNames);
  const more = unread.length > shown.length ? [`and ${unread.length - shown.length} more`] : [];
  const found = `${findingsText(page.report)} in ${counted(summary.apps, 'app')}`;
  const text = [`Incomplete: ${found}`, ...shown, ...more].join('; ');
  return paragraph(page, `${text}.`, 0, 'yellow', 'bold');
}

/** `3 findings (1 critical, 2 high)`; new ones only, when there is a baseline. */
function findingsText(report: Report): string {
  const { summary } = report;
  const count = findings(report);
  const noun = summary.baselined > 0 ? 'new finding' : 'finding';
  if (count === 0) return `no ${noun}s`;
  const parts = severities
    .filter((severity) => summary.bySeverity[severity] > 0)
    .map((severity) => `${summary.bySeverity[severity]} ${severity}`);
  return `${counted(count, noun)} (${parts.join(', ')})`;
}

/** What asks for something: less than what failed, where findings are settled or shared by several apps. */
function findings({ summary: { bySeverity } }: Report): number {
  return severities.reduce((sum, severity) => sum + bySeverity[severity], 0);
}

function countsText({ summary }: Report): string {
  const { apps, checks, pass, fail, open, notApplicable } = summary;
  const verdicts = `${pass} passed, ${fail} failed, ${open} not decided, ${notApplicable} not applicable`;
  return `${counted(apps, 'app')}, ${counted(checks, 'check')}: ${verdicts}.`;
}

function checkedText(page: Page): string {
  const { sources, rulesets } = page.report;
  const files = sources.reduce((sum, source) => sum + source.files, 0);
  const places = names(
    page,
    sources.map(({ id }) => id),
  );
  const rules = rulesets.reduce((sum, ruleset) => sum + ruleset.rules.length, 0);
  const judges = names(
    page,
    rulesets.map(({ id }) => id),
  );
  const read = `Read ${counted(files, 'file')} of ${places || 'no source'}`;
  const by = `judged by ${counted(rules, 'rule')}${judges && ` of ${judges}`}`;
  return `${read}; ${by}; ${configText(page)}; ${failText(page.report)}.`;
}

/** Which configuration counted: a run with another one, or with none, comes to other findings. */
function configText({ report: { config } }: Page): string {
  return config === undefined ? 'no configuration' : `configuration ${plainText(config)}`;
}

function names(page: Page, all: readonly string[]): string {
  const shown = page.verbose ? all : all.slice(0, mostNames);
  const rest = all.length - shown.length;
  return plainText(shown.join(', ')) + (rest > 0 ? ` and ${rest} more` : '');
}

/** What is counted but not shown, or shown but does not count. */
function setAside(page: Page): readonly string[] {
  const { summary, options } = page.report;
  const { excused, suppressed, baselined, repeated } = summary;
  const counts = [
    [excused, 'of the findings accepted because a guide demands it'],
    [suppressed, 'suppressed'],
    [baselined, 'known from the baseline'],
    [repeated, 'failed only as others do, because of a setting of the org'],
  ] as const;
  const parts = counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  const gone = page.report.baseline?.gone.length ?? 0;
  if (gone > 0) parts.push(`${gone} of the baseline are gone`);
  const hidden = summary.fail - listedResults(page.report).filter(isFailed).length;
  const why = `--min-severity ${options.minSeverity}, --include ${options.include.join(',')}`;
  if (hidden > 0) parts.push(`${counted(hidden, 'finding')} not listed (${why})`);
  return parts.length === 0 ? [] : paragraph(page, `${parts.join('; ')}.`);
}

function isFailed({ verdict }: Result): boolean {
  return verdict === 'fail';
}
