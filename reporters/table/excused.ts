import { sourceFacts } from '../../src/report/digest/index.js';
import { plainProse, plainText } from '../../src/report/text/plain-text.js';
import type { Excuse, Result } from '../../src/report/verdict.js';
import { listItem, paragraph, type Page } from './page.js';

/** What is bad practice and stays, because the vendor's guide demands it; with the guide, to evaluate it by. */
export function excusedLines(page: Page, excused: readonly Result[]): readonly string[] {
  if (excused.length === 0) return [];
  return [
    ...paragraph(page, "Accepted because the vendor's guide demands it", 2),
    ...excused.flatMap((result) => [
      ...listItem(page, `${plainText(result.rule)}: ${plainText(result.message)}`, 2),
      ...(result.excusedBy ? paragraph(page, guideText(result.excusedBy), 4, 'dim') : []),
      ...milder(page, result.excusedBy),
    ]),
  ];
}

/** What to ask the vendor for, or to try. */
function milder(page: Page, excuse: Excuse | undefined): readonly string[] {
  if (excuse?.alternative === undefined) return [];
  return paragraph(page, `Milder: ${plainProse(excuse.alternative)}`, 4);
}

/** Where the guide stands, and how old it is; the message names it. */
function guideText({ source }: Excuse): string {
  return plainProse(source ? sourceFacts(source).join(', ') : '');
}
