import { countsOf } from '../../src/model/group-by.js';
import { compareText } from '../../src/model/location.js';
import type { Report } from '../../src/report/report.js';
import { standingOf, type Result } from '../../src/report/verdict.js';
import { plainText } from '../plain-text.js';
import { counted } from '../counting.js';
import { listItem, paragraph, type Page } from './page.js';

/** How many reasons are told without -v, of one app and of all of them. */
const reasonsOfApp = 2;
const reasonsOfReport = 5;

/** What could not be decided about an app: how many checks for which reason; with -v, each check. */
export function undecidedOfApp(
  page: Page,
  open: readonly Result[],
  total: number,
): readonly string[] {
  if (total === 0) return [];
  const head = paragraph(page, `Not decided: ${counted(total, 'check')}`, 2, 'dim');
  if (!page.verbose) return [...head, ...reasonLines(page, open, reasonsOfApp, 2)];
  const each = open.map(({ rule, message }) => `${plainText(rule)}: ${plainText(message)}`);
  return [...head, ...each.flatMap((text) => listItem(page, text, 2, 'dim'))];
}

/** What could not be decided about any app, by reason. */
export function undecidedOfReport(page: Page): readonly string[] {
  const count = undecided(page.report);
  if (count === 0) return [];
  const open = page.report.results.filter(isUndecided);
  const strict = page.report.options.strict ? ', which --strict counts as incomplete' : '';
  return [
    ...paragraph(page, `${counted(count, 'check')} could not be decided${strict}`, 0, 'bold'),
    ...reasonLines(page, open, page.verbose ? open.length : reasonsOfReport, 0),
  ];
}

/** How many checks could not be decided and are neither suppressed nor in the baseline. */
export function undecided({ summary, results }: Report): number {
  const open = results.filter(({ verdict }) => verdict === 'open');
  return summary.open - open.filter((one) => !isUndecided(one)).length;
}

function isUndecided(result: Result): boolean {
  return result.verdict === 'open' && standingOf(result) === 'active';
}

function reasonLines(
  page: Page,
  open: readonly Result[],
  most: number,
  indent: number,
): readonly string[] {
  const reasons = [...countsOf(open.map(reasonOf))].toSorted(
    ([a, n], [b, m]) => m - n || compareText(a, b),
  );
  // To say "1 more reason" takes as much room as the reason.
  const cut = reasons.length === most + 1 ? reasons.length : most;
  const shown = reasons.slice(0, cut);
  const rest = reasons.slice(cut);
  const checks = rest.reduce((sum, [, count]) => sum + count, 0);
  return [
    ...shown.flatMap(([text, count]) =>
      listItem(page, `${counted(count, 'check')}: ${text}`, indent, 'dim'),
    ),
    ...(checks > 0
      ? listItem(
          page,
          `${counted(checks, 'check')}: ${counted(rest.length, 'more reason')} (-v)`,
          indent,
          'dim',
        )
      : []),
  ];
}

/** What is missing, whatever setting it is missing for: one absent file leaves many checks open. */
function reasonOf({ evidence, message }: Result): string {
  const missing = evidence.flatMap((one) => (one.missing === undefined ? [] : [one.missing]));
  return plainText(missing.length > 0 ? [...new Set(missing)].join('; ') : message);
}
