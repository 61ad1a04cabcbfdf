// With earlier reports: what was found on which day, which apps came and went.
import { scaleLinear } from 'd3-scale';
import { area, stack, type SeriesPoint } from 'd3-shape';
import type { HistoricApp, History, TrendPoint } from '../../src/report/history.js';
import { severities, type Severity } from '../../src/report/severity.js';
import { kindTitles } from '../../src/report/text/words.js';
import { historySentences, trendCells, trendHead } from '../history/words.js';
import { el, type Element } from './dom.js';
import { bulletList, htmlSection, sortable } from './parts.js';

/** The trend as a chart and as a table, new and gone apps, and which reports were left out. */
export function* trendSection(
  history: History | undefined,
  nameOf: (source: string) => string,
): Generator<Element> {
  if (!history) return;
  const { trend, added, gone, leftOut } = history;
  yield htmlSection(
    'trend',
    'Trend',
    historySentences(history, nameOf).map((text) => el('p', {}, text)),
    trend.length > 1 && chart(trend),
    trend.length > 1 && trendTable(trend),
    added.length + gone.length > 0 && appsTable(history, nameOf),
    leftOut.length > 0 && el('p', { class: 'soft' }, 'Left out:'),
    leftOut.length > 0 && bulletList(leftOut),
  );
}

function trendTable(trend: readonly TrendPoint[]): Element {
  return sortable({
    caption: 'Findings by day and severity',
    rows: trend.map(trendCells),
    columns: trendHead.map((head, at) => ({
      head,
      cell: (cells: readonly string[]) => cells[at] ?? '',
      ...(at > 0 && at < trendHead.length - 1 && { number: true as const }),
    })),
  });
}

function appsTable({ added, gone }: History, nameOf: (source: string) => string): Element {
  const rows = [
    ...added.map((app) => ({ app, what: 'new' })),
    ...gone.map((app) => ({ app, what: 'gone' })),
  ];
  type Row = { readonly app: HistoricApp; readonly what: string };
  return sortable<Row>({
    caption: 'Apps that came and went',
    rows,
    columns: [
      { head: 'Change', cell: ({ what, app }) => `${what} since ${app.before}` },
      { head: 'App', cell: ({ app }) => app.label || app.apiName },
      { head: 'API name', cell: ({ app }) => app.apiName },
      { head: 'Kind', cell: ({ app }) => kindTitles[app.kind] },
      { head: 'Org or source', cell: ({ app }) => nameOf(app.source) },
    ],
  });
}

const size = { width: 600, height: 120, left: 36, right: 10, top: 8, bottom: 16 };

/** Findings of each severity, one upon the other, the most severe at the bottom. The table says the same in numbers. */
function chart(trend: readonly TrendPoint[]): Element {
  const days = trend.map(({ date }) => Date.parse(date));
  const most = Math.max(1, ...trend.map(totalOf));
  const x = scaleLinear()
    .domain([Math.min(...days), Math.max(...days, Math.min(...days) + 1)])
    .range([size.left, size.width - size.right]);
  const y = scaleLinear()
    .domain([0, most])
    .nice(3)
    .range([size.height - size.bottom, size.top]);
  const shape = area<SeriesPoint<TrendPoint>>()
    .x(({ data: { date } }) => x(Date.parse(date)))
    .y0(([from = 0]) => y(from))
    .y1(([, to = 0]) => y(to))
    .digits(1);
  const layers = stack<TrendPoint, Severity>()
    .keys(severities)
    .value(({ bySeverity }, severity) => bySeverity[severity])([...trend]);
  const [first, last] = [trend[0], trend.at(-1)];
  return el(
    'svg',
    {
      viewBox: `0 0 ${size.width} ${size.height}`,
      role: 'img',
      'aria-label': `Findings from ${first?.date} (${first ? totalOf(first) : 0}) to ${last?.date} (${last ? totalOf(last) : 0})`,
    },
    y
      .ticks(3)
      .flatMap((count) => [
        el('line', { x1: size.left, x2: size.width - size.right, y1: y(count), y2: y(count) }),
        el('text', { x: 2, y: y(count) + 3 }, String(count)),
      ]),
    layers.map((layer) => el('path', { class: layer.key, d: shape(layer) ?? '' })),
    trend.map(({ date }) =>
      el('circle', { cx: x(Date.parse(date)), cy: size.height - size.bottom, r: 2 }),
    ),
    el('text', { x: size.left, y: size.height - 3 }, first?.date ?? ''),
    el(
      'text',
      { x: size.width - size.right, y: size.height - 3, 'text-anchor': 'end' },
      last?.date ?? '',
    ),
  );
}

function totalOf({ bySeverity }: TrendPoint): number {
  return severities.reduce((sum, one) => sum + bySeverity[one], 0);
}
