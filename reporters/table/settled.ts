import type { Result, Suppression } from '../../src/report/verdict.js';
import { plainProse, plainText } from '../plain-text.js';
import { listItem, paragraph, type Page } from './page.js';

type Count = readonly [count: number, what: string];

/** How many results are suppressed, and how many the baseline has. */
export function settledCounts(settled: readonly Result[]): readonly Count[] {
  const suppressed = settled.filter((result) => result.suppressed).length;
  return [
    [suppressed, 'suppressed'],
    [settled.length - suppressed, 'in the baseline'],
  ];
}

/** The same as text: `2 suppressed, 3 in the baseline`. */
export function settledText(settled: readonly Result[]): string {
  const counts = settledCounts(settled).filter(([count]) => count > 0);
  return counts.map(([count, what]) => `${count} ${what}`).join(', ');
}

/** With -v, what is suppressed and why. */
export function settledLines(page: Page, settled: readonly Result[]): readonly string[] {
  const suppressed = settled.filter((result) => result.suppressed);
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
