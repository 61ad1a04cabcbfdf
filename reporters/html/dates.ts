// The dates of the platform that concern these apps.
import { deadlineUse, type DeadlineDigest, type Digest } from '../../src/report/digest/index.js';
import { el, webLink, type Element } from './dom.js';
import { section } from './parts.js';

export function* datesSection({ deadlines: concerned }: Digest): Generator<Element> {
  if (concerned.length === 0) return;
  yield section('dates', 'Dates to come', timeLine(concerned), el('ol', {}, concerned.map(item)));
}

function item(one: DeadlineDigest): Element {
  const { source } = one.deadline;
  return el(
    'li',
    {},
    el('p', {}, el('b', {}, one.when), ` ${one.sentence}: ${deadlineUse(one)}.`),
    one.action !== '' && el('p', {}, one.action),
    el('p', { class: 'soft' }, `${source.title} `, source.url !== undefined && webLink(source.url)),
  );
}

const width = 600;
const margin = 12;

/** The days as dots on a line from today; the list below it says the same in words. */
function timeLine(concerned: readonly DeadlineDigest[]): Element {
  const days = concerned.map((one) => one.days);
  const [from, to] = [Math.min(0, ...days), Math.max(1, ...days)];
  const at = (day: number): number => margin + ((day - from) * (width - 2 * margin)) / (to - from);
  return el(
    'svg',
    { viewBox: `0 0 ${width} 40`, 'aria-hidden': 'true' },
    el('line', { x1: margin, x2: width - margin, y1: 14, y2: 14 }),
    el('line', { x1: at(0), x2: at(0), y1: 4, y2: 24 }),
    el('text', { x: at(0), y: 38 }, 'today'),
    concerned.map((one) =>
      el('circle', {
        cx: at(one.days),
        cy: 14,
        r: 6,
        class: one.uses.inUse > 0 ? 'high' : 'medium',
      }),
    ),
  );
}
