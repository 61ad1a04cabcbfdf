// With earlier reports: what was found on which day, which apps came and went.
import type { Digest } from '../../src/report/digest/index.js';
import { historySentences, trendCells, trendHead } from '../history/words.js';
import { markdownProse, tableRow } from './markup.js';
import type { Limits } from './sections.js';

export function trendLines({ report, header }: Digest, limits: Limits): readonly string[] {
  const { history } = report;
  if (!history) return [];
  const names = new Map(header.sources.map(({ id, name }) => [id, name]));
  const said = historySentences(history, (source) => names.get(source) ?? source);
  return [
    '**Trend**',
    '',
    ...said.map((text) => `- ${markdownProse(text)}`),
    ...(said.length > 0 ? [''] : []),
    ...(history.trend.length > 1
      ? [
          tableRow(trendHead),
          tableRow(
            trendHead.map((_, at) => (at === 0 || at > trendHead.length - 2 ? '---' : '---:')),
          ),
          ...history.trend.map((point) => tableRow(trendCells(point).map((cell) => markdownProse(cell)))),
          '',
        ]
      : []),
    ...history.leftOut.slice(0, limits.items).map((text) => `- Left out: ${markdownProse(text)}`),
    '',
  ];
}
