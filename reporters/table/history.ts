// With earlier reports: what came and went since the latest of them.
import { historySentences } from '../history/words.js';
import { paragraph, type Page } from './page.js';

export function historyLines(page: Page): readonly string[] {
  const { report, header } = page.digest;
  const { history } = report;
  if (!history) return [];
  const names = new Map(header.sources.map(({ id, name }) => [id, name]));
  const said = historySentences(history, (source) => names.get(source) ?? source);
  const left = history.leftOut.map((text) => `--history: ${text}.`);
  return [
    ...said.flatMap((text) => paragraph(page, text)),
    ...(page.verbose || said.length === 0 ? left : []).flatMap((text) =>
      paragraph(page, text, 0, 'dim'),
    ),
  ];
}
