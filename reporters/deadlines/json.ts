import type { Digest } from '../../src/report/digest/index.js';
import { answerHead } from '../../src/report/head.js';
import { jsonText } from '../../src/report/text/plain-text.js';

/** Every date, also those that concern nothing, as data. */
export function deadlinesJson({ report, allDeadlines }: Digest): string {
  const deadlines = allDeadlines.map(({ deadline }) => deadline);
  return `${jsonText({ ...answerHead(report), deadlines }, 2)}\n`;
}
