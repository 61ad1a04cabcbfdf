import { deadlineUse } from '../../src/report/digest/index.js';
import { listItem, titled, type Page } from './page.js';

/** The dates of the platform that concern the apps, one a line. */
export function deadlineTable(page: Page): readonly string[] {
  const { deadlines } = page.digest;
  if (deadlines.length === 0) return [];
  const texts = deadlines.map((one) => `${one.sentence}: ${deadlineUse(one)}`);
  const [only = '', ...more] = texts;
  if (more.length === 0) return titled(page, 'Deadline', only);
  return [page.paint('Deadlines', 'bold'), ...texts.flatMap((text) => listItem(page, text, 0))];
}
