import type { Diff } from '../../src/diff/diff.js';
import type { Style } from '../../src/report/report.js';
import { diffHtml } from './html.js';
import { diffJson } from './json.js';
import { diffMarkdown } from './markdown.js';
import { diffTable } from './table.js';

/** The formats of `diff`, the default first. */
export const diffReporters = {
  table: diffTable,
  json: diffJson,
  markdown: diffMarkdown,
  html: diffHtml,
} as const satisfies Readonly<Record<string, (diff: Diff, style: Style) => string>>;
