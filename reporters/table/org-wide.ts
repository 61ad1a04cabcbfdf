import type { Digest } from '../../src/report/digest/index.js';
import { appsText } from '../../src/report/text/words.js';
import type { Result } from '../../src/report/verdict.js';
import { titleLines } from './app-head.js';
import { paragraph, type Page } from './page.js';

/** Where the findings begin that are about the org, not about one of its apps. */
export function orgWideHead(page: Page): readonly string[] {
  const text =
    'Each stands here once, and is counted as a failed check of every app that it concerns.';
  return [...titleLines(page, 'Settings of the whole org'), ...paragraph(page, text, 2, 'dim')];
}

/** Findings about the org, each once, with the apps that they concern. */
export function orgWideRows({ orgFindings }: Digest): readonly Result[] {
  return orgFindings.map(({ result, apps }) => ({
    ...result,
    message: `${result.message} Concerns ${appsText(apps)}.`,
  }));
}
