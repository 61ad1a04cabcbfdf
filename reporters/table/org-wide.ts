import type { Result } from '../../src/model/verdict.js';
import { withoutRepeats } from '../repeats.js';
import { clip } from '../plain-text.js';
import { titleLines } from './app-head.js';
import { counted, paragraph, type Page } from './page.js';

/** More names than these are only counted. */
const mostNames = 3;

/** Where the findings begin that are about the org, not about one of its apps. */
export function orgWideHead(page: Page): readonly string[] {
  const text =
    'Each stands here once, and is counted as a failed check of every app that it concerns.';
  return [...titleLines(page, 'Settings of the whole org'), ...paragraph(page, text, 2, 'dim')];
}

/** Findings about the org, each once, with the apps that they concern. */
export function orgWideRows(findings: readonly Result[]): readonly Result[] {
  return withoutRepeats(findings).map(({ result, apps }) => ({
    ...result,
    message: `${result.message} Concerns ${concerned(apps)}.`,
  }));
}

function concerned(apps: readonly string[]): string {
  if (apps.length > mostNames) return counted(apps.length, 'app');
  return apps.map((id) => clip(id, 100)).join(', ');
}
