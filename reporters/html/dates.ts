// The dates of the platform that concern these apps.
import { deadlineUse, type DeadlineDigest, type Digest } from '../../src/report/digest/index.js';
import { el, webLink, type Element } from './dom.js';
import { htmlSection } from './parts.js';

export function* datesSection({ deadlines: concerned }: Digest): Generator<Element> {
  if (concerned.length === 0) return;
  yield htmlSection('dates', 'Dates to come', timeLine(concerned), el('ol', {}, concerned.map(item)));
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

const timeLineWidth = 600;
const timeLineMargin = 32;

/** Labels closer to each other than this stand on two lines. */
const labelWidth = 56;

/** The days as dots on a line from today, each with its date; the list below it says the same in words. */
function timeLine(concerned: readonly DeadlineDigest[]): Element {
  const days = concerned.map((one) => one.days);
  const [from, to] = [Math.min(0, ...days), Math.max(1, ...days)];
  const at = (day: number): number => timeLineMargin + ((day - from) * (timeLineWidth - 2 * timeLineMargin)) / (to - from);
  const high = concerned.map(
    ({ days: day }, index) => index % 2 === 1 && at(day) - at(days[index - 1] ?? day) < labelWidth,
  );
  return el(
    'svg',
    { viewBox: `0 0 ${timeLineWidth} 54`, 'aria-hidden': 'true' },
    el('line', { x1: timeLineMargin, x2: timeLineWidth - timeLineMargin, y1: 28, y2: 28 }),
    el('line', { x1: at(0), x2: at(0), y1: 20, y2: 36 }),
    el('text', { x: at(0), y: 50, 'text-anchor': 'middle' }, 'today'),
    concerned.map((one, index) => [
      el('circle', {
        cx: at(one.days),
        cy: 28,
        r: 5,
        class: one.uses.inUse > 0 ? 'high' : 'medium',
      }),
      el('text', { x: at(one.days), y: high[index] ? 8 : 18, 'text-anchor': 'middle' }, one.when),
    ]),
  );
}
