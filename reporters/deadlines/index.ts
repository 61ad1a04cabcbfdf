import type { Digest } from '../../src/report/digest/index.js';
import type { Style } from '../../src/report/report.js';
import { deadlinesIcs } from './ics.js';
import { deadlinesJson } from './json.js';
import { deadlinesMarkdown } from './markdown.js';
import { deadlinesTable } from './table.js';

/** The formats of `deadlines`, the default first. */
export const deadlineReporters = {
  table: deadlinesTable,
  json: deadlinesJson,
  markdown: deadlinesMarkdown,
  ics: deadlinesIcs,
} as const satisfies Readonly<Record<string, (digest: Digest, style: Style) => string>>;
