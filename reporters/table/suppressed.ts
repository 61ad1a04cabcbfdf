import { plainProse, plainText } from '../../src/report/text/plain-text.js';
import type { Result, Suppression } from '../../src/report/verdict.js';
import { listItem, paragraph, type Page } from './page.js';

/** With -v, what is suppressed and why. */
export function suppressedLines(page: Page, accepted: readonly Result[]): readonly string[] {
  const suppressed = accepted.filter((result) => result.suppressed);
  if (!page.verbose || suppressed.length === 0) return [];
  return [
    ...paragraph(page, 'Suppressed by the configuration', 2),
    ...suppressed.flatMap((result) =>
      listItem(page, `${plainText(result.rule)}: ${reasonText(result.suppressed)}`, 2, 'dim'),
    ),
  ];
}

function reasonText({ reason, owner, expires, location }: Suppression = {}): string {
  const place = location && `${plainText(location.file)}:${location.startLine}`;
  const facts = [owner && `owner ${owner}`, expires && `until ${expires}`, place].filter(Boolean);
  return plainProse(`${reason ?? 'no reason given'} (${facts.join(', ')})`);
}
