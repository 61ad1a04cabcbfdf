import { plainText } from '../../src/report/text/plain-text.js';
import { counted } from '../../src/report/text/words.js';
import { paragraph, type Page } from './page.js';

/** How many names of rulesets are told without -v. */
const mostNames = 15;

/** What was checked, by what, and how it came out. An audit that is not complete says so first. */
export function summaryLines(page: Page): readonly string[] {
  const { counts, leftOut } = page.digest;
  return [
    ...headline(page),
    ...paragraph(page, `${counts.checks}.`),
    ...paragraph(page, checkedText(page), 0, 'dim'),
    ...(leftOut.length === 0 ? [] : paragraph(page, `${leftOut.join('; ')}.`)),
  ];
}

function headline(page: Page): readonly string[] {
  const { counts, undecided, report } = page.digest;
  const { apps, incomplete } = report.summary;
  if (apps === 0) return paragraph(page, counts.nothing, 0, incomplete ? 'red' : 'green', 'bold');
  if (incomplete) {
    const text = `Incomplete: ${counts.findingsText} in what could be audited.`;
    return paragraph(page, text, 0, 'yellow', 'bold');
  }
  const open = undecided.count;
  const but = open > 0 ? `; ${counted(open, 'check')} not decided` : '';
  const text = `${counts.findingsText} in ${counted(apps, 'app')}${but}.`;
  const looks = counts.findings + open === 0 ? (['green', 'bold'] as const) : (['bold'] as const);
  return paragraph(page, text.charAt(0).toUpperCase() + text.slice(1), 0, ...looks);
}

/** The last line of an incomplete audit says so beside what was found: its exit code may be that of the findings. */
export function lastLine(page: Page): readonly string[] {
  const { counts, header, report } = page.digest;
  if (!report.summary.incomplete) return [];
  const shown = header.unread.slice(0, mostNames);
  const rest = header.unread.length - shown.length;
  const found = `${counts.findingsText} in ${counted(report.summary.apps, 'app')}`;
  const parts = [`Incomplete: ${found}`, ...shown, ...(rest > 0 ? [`and ${rest} more`] : [])];
  return paragraph(page, `${parts.join('; ')}.`, 0, 'yellow', 'bold');
}

function checkedText(page: Page): string {
  const { counts, header, report, terms } = page.digest;
  const { sources, rulesets } = report;
  const places = names(
    page,
    sources.map(({ id }) => id),
  );
  const rules = rulesets.reduce((sum, ruleset) => sum + ruleset.rules.length, 0);
  const evaluates = names(
    page,
    rulesets.map(({ id }) => id),
  );
  const read = `Read ${counted(counts.files, 'file')} of ${places || 'no source'}`;
  const by = `judged by ${counted(rules, 'rule')}${evaluates && ` of ${evaluates}`}`;
  return `${read}; ${by}; ${header.config}; ${terms.fail}.`;
}

function names(page: Page, all: readonly string[]): string {
  const shown = page.verbose ? all : all.slice(0, mostNames);
  const rest = all.length - shown.length;
  return plainText(shown.join(', ')) + (rest > 0 ? ` and ${rest} more` : '');
}
