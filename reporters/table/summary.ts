import type { Report } from '../../src/model/report.js';
import { severities } from '../../src/model/severity.js';
import { listedResults } from '../listed.js';
import { plainText } from '../plain-text.js';
import { counted, paragraph, type Page } from './page.js';

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
  if (summary.apps === 0)
    return paragraph(page, 'Nothing was audited: no app was found.', 0, 'red', 'bold');
  if (summary.incomplete) {
    const text = `Incomplete: ${findingsText(page.report)} in what could be audited.`;
    return paragraph(page, text, 0, 'yellow', 'bold');
  }
  const undecided = summary.open > 0 ? `; ${counted(summary.open, 'check')} not decided` : '';
  const text = `${findingsText(page.report)} in ${counted(summary.apps, 'app')}${undecided}.`;
  const looks =
    summary.fail + summary.open === 0 ? (['green', 'bold'] as const) : (['bold'] as const);
  return paragraph(page, text.charAt(0).toUpperCase() + text.slice(1), 0, ...looks);
}

/** `3 findings (1 critical, 2 high)`. */
function findingsText({ summary }: Report): string {
  if (summary.fail === 0) return 'no findings';
  const parts = severities
    .filter((severity) => summary.bySeverity[severity] > 0)
    .map((severity) => `${summary.bySeverity[severity]} ${severity}`);
  return `${counted(summary.fail, 'finding')} (${parts.join(', ')})`;
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
  return `${read}; judged by ${counted(rules, 'rule')}${judges && ` of ${judges}`}.`;
}

function names(page: Page, all: readonly string[]): string {
  const shown = page.verbose ? all : all.slice(0, mostNames);
  const rest = all.length - shown.length;
  return plainText(shown.join(', ')) + (rest > 0 ? ` and ${rest} more` : '');
}

/** What is counted but not shown, or shown but does not count. */
function setAside(page: Page): readonly string[] {
  const { summary, options } = page.report;
  const { excused, suppressed, baselined } = summary;
  const counts = [
    [excused, 'of the findings accepted because a guide demands it'],
    [suppressed, 'suppressed'],
    [baselined, 'known from the baseline'],
  ] as const;
  const parts = counts.flatMap(([count, what]) => (count > 0 ? [`${count} ${what}`] : []));
  const listed = listedResults(page.report).filter(({ verdict }) => verdict === 'fail').length;
  const hidden = summary.fail - listed;
  const why = `--min-severity ${options.minSeverity}, --include ${options.include.join(',')}`;
  if (hidden > 0) parts.push(`${counted(hidden, 'finding')} not listed (${why})`);
  return parts.length === 0 ? [] : paragraph(page, `${parts.join(', ')}.`);
}
