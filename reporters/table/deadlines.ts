import { deadlineUse } from '../../src/report/digest/index.js';
import { listItem, type Page } from './page.js';

/** The dates of the platform that concern the apps, one a line. */
export function deadlineLines(page: Page): readonly string[] {
  const { deadlines } = page.digest;
  if (deadlines.length === 0) return [];
  return [
    page.paint('Deadlines', 'bold'),
    ...deadlines.flatMap((one) => listItem(page, `${one.sentence}: ${deadlineUse(one)}`, 0)),
  ];
}
