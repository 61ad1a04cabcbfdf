import type { Digest } from '../../src/report/digest/index.js';
import { type Style, answerHead } from '../../src/report/report.js';
import { deadlinesIcs } from './ics.js';
import { deadlinesMarkdown } from './markdown.js';
import { deadlinesTable } from './table.js';
import { jsonText } from '../../src/report/text/plain-text.js';

/** Every date, also those that concern nothing, as data. */
function deadlinesJson({ report, allDeadlines }: Digest): string {
  const deadlines = allDeadlines.map(({ deadline }) => deadline);
  return `${jsonText({ ...answerHead(report), deadlines }, 2)}\n`;
}

/** The formats of `deadlines`, the default first. */
export const deadlineReporters = {
  table: deadlinesTable,
  json: deadlinesJson,
  markdown: deadlinesMarkdown,
  ics: deadlinesIcs,
} as const satisfies Readonly<Record<string, (digest: Digest, style: Style) => string>>;
