import { reasonsOf } from '../../src/report/digest/index.js';
import { plainText } from '../../src/report/text/plain-text.js';
import { counted } from '../../src/report/text/words.js';
import type { Result } from '../../src/report/verdict.js';
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
  const { undecided, report } = page.digest;
  const { count, results: open } = undecided;
  if (count === 0) return [];
  const strict = report.options.strict ? ', which --strict counts as incomplete' : '';
  return [
    ...paragraph(page, `${counted(count, 'check')} could not be decided${strict}`, 0, 'bold'),
    ...reasonLines(page, open, page.verbose ? open.length : reasonsOfReport, 0),
  ];
}

function reasonLines(
  page: Page,
  open: readonly Result[],
  most: number,
  indent: number,
): readonly string[] {
  const reasons = reasonsOf(open);
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
