import { reasonsOf } from '../../src/report/digest/index.js';
import { clip, plainText } from '../../src/report/text/plain-text.js';
import { counted } from '../../src/report/text/words.js';
import { listItem, paragraph, type Page } from './page.js';

/** A reason is no longer without -v. */
const longestMissing = 150;

/** What could not be decided: how many checks for which reason; with -v, each check. */
export function undecidedLines(page: Page): readonly string[] {
  const { undecided, report } = page.digest;
  const { count, results } = undecided;
  if (count === 0) return [];
  if (page.room.items === 0 && !page.verbose)
    return paragraph(page, `${counted(count, 'check')} undecided (-v lists them)`, 0, 'bold');
  const strict = report.options.strict ? ', which --strict counts as incomplete' : '';
  return [
    ...paragraph(page, `${counted(count, 'check')} undecided${strict}`, 0, 'bold'),
    ...(page.verbose ? eachCheck(page) : reasonLines(page, reasonsOf(results))),
  ];
}

function eachCheck(page: Page): readonly string[] {
  return page.digest.undecided.results.flatMap(({ rule, app, message }) =>
    listItem(page, `${plainText(rule)} of ${plainText(app)}: ${plainText(message)}`, 0, 'dim'),
  );
}

function reasonLines(
  page: Page,
  reasons: readonly (readonly [string, number])[],
): readonly string[] {
  // To say "1 more reason" takes as much room as the reason.
  const { items } = page.room;
  const cut = reasons.length === items + 1 ? reasons.length : items;
  const rest = reasons.slice(cut);
  const checks = rest.reduce((sum, [, count]) => sum + count, 0);
  const more = `${counted(checks, 'check')}: ${counted(rest.length, 'more reason')} (-v)`;
  return [
    ...reasons
      .slice(0, cut)
      .flatMap(([text, count]) =>
        listItem(page, `${counted(count, 'check')}: ${clip(text, longestMissing)}`, 0, 'dim'),
      ),
    ...(checks > 0 ? listItem(page, more, 0, 'dim') : []),
  ];
}
