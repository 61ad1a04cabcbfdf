// What a reader must know besides the findings: exceptions with their ends, controls, and what nobody checked.
import {
  problemsByKind,
  decidingText,
  problemTitles,
  reasonsOf,
  withPlace,
  type Digest,
  noUsersText,
  usersOf,
  deadlineUse,
  type DeadlineDigest,
} from '../../src/report/digest/index.js';
import type { Result } from '../../src/report/verdict.js';
import { badge, bulletList, htmlSection, sortable } from './parts.js';
import { el, type Element, webLink } from './dom.js';

export function exceptionsSection(digest: Digest): Element {
  const { accepted, milder } = digest;
  const none = accepted.counts.length === 0 && milder.length === 0;
  return htmlSection(
    'exceptions',
    'Exceptions',
    none
      ? el('p', {}, 'Nothing is accepted, and nothing made this audit milder.')
      : bulletList(accepted.counts),
    accepted.suppressed.length > 0 && suppressionTable(accepted.suppressed, digest),
    accepted.demands.length > 0 &&
      sortable({
        caption: 'Demanded by guides',
        rows: accepted.demands,
        columns: [
          { head: 'Demanded by', cell: ({ rule }) => el('code', {}, rule) },
          { head: 'Findings', cell: ({ findings }) => findings, number: true },
          { head: 'Although forbidden by', cell: ({ rules }) => rules.join(', ') },
          { head: 'Apps', cell: ({ apps }) => apps.join(', ') },
        ],
      }),
    milder.length > 0 && el('h3', {}, 'What made this audit milder'),
    milder.length > 0 && bulletList(milder.map(withPlace)),
  );
}

function suppressionTable(results: readonly Result[], digest: Digest): Element {
  return sortable({
    caption: 'Accepted by the configuration',
    rows: results,
    columns: [
      { head: 'Severity', cell: ({ severity }) => badge(severity) },
      { head: 'App', cell: ({ app }) => digest.app(app)?.label ?? app },
      { head: 'Rule', cell: ({ rule }) => el('code', {}, rule) },
      { head: 'Reason', cell: ({ suppressed }) => suppressed?.reason ?? '' },
      { head: 'Owner', cell: ({ suppressed }) => suppressed?.owner ?? '' },
      { head: 'Ends', cell: ({ suppressed }) => suppressed?.expires ?? 'never' },
    ],
  });
}

export function* controlsSection({ report }: Digest): Generator<Element> {
  for (const [at, { framework, controls }] of (report.controls ?? []).entries()) {
    const version = framework.version === undefined ? '' : ` ${framework.version}`;
    yield htmlSection(
      at === 0 ? 'controls' : `controls-${at + 1}`,
      `Controls: ${framework.title}${version}`,
      el(
        'p',
        { class: 'soft' },
        'What the checks say of each control; never that it is fulfilled.',
      ),
      sortable({
        caption: framework.title,
        rows: controls,
        columns: [
          { head: 'Control', cell: ({ control }) => control },
          { head: 'Title', cell: ({ title }) => title },
          { head: 'Passed', cell: ({ pass }) => pass, number: true },
          { head: 'Failed', cell: ({ fail }) => fail, number: true },
          { head: 'Undecided', cell: ({ open }) => open, number: true },
          { head: 'Not applicable', cell: ({ notApplicable }) => notApplicable, number: true },
          {
            head: 'Evidence',
            cell: ({ assessed, rules, reason }) =>
              assessed
                ? rules.join(', ')
                : `not assessed${reason === undefined ? '' : `: ${reason}`}`,
          },
        ],
      }),
    );
  }
}

/** More reasons than these are counted. */
const mostReasons = 30;

export function notCheckedSection(digest: Digest): Element {
  const { gaps, warnings, undecided, report } = digest;
  const reasons = reasonsOf(undecided.results);
  const next = decidingText(digest);
  const notes = problemsByKind(report.problems.filter(({ level }) => level === 'note'));
  return htmlSection(
    'not-checked',
    'Not checked',
    gaps.length === 0
      ? el('p', {}, 'Everything that was asked for was read.')
      : el(
          'div',
          { class: 'warn' },
          bulletList(gaps.map((gap) => `${gap.title}: ${gapWithPlace(gap)}`)),
        ),
    warnings.length > 0 && el('h3', {}, 'Warnings'),
    warnings.length > 0 && bulletList(warnings.map((one) => `${one.title}: ${withPlace(one)}`)),
    el('h3', {}, 'Undecided'),
    el('p', {}, `${undecided.count} checks could not be decided. What is missing for them:`),
    bulletList(reasons.slice(0, mostReasons).map(([reason, count]) => `${count}: ${reason}`)),
    reasons.length > mostReasons && el('p', {}, `and ${reasons.length - mostReasons} more reasons`),
    next !== '' && el('p', {}, next),
    notes.size > 0 && el('h3', {}, 'Notes'),
    bulletList([...notes].map(([kind, all]) => `${problemTitles[kind]}: ${all.length}`)),
  );
}

function gapWithPlace(gap: Digest['gaps'][number]): string {
  const { message, location } = gap;
  return location ? `${message} (${location.file}:${location.startLine})` : message;
}

/** Who holds tokens of each app or may use it, where the run was asked for names. */
export function* usersSection({ report }: Digest): Generator<Element> {
  const named = usersOf(report);
  const none = noUsersText(report);
  if (none !== '') yield htmlSection('users', 'Users', el('p', {}, none));
  if (named.length === 0) return;
  yield htmlSection(
    'users',
    'Users',
    bulletList(named.map(({ app, users }) => `${app}: ${users.join('; ')}`)),
  );
}

// The dates of the platform that concern these apps.

export function* datesSection({ deadlines: concerned }: Digest): Generator<Element> {
  if (concerned.length === 0) return;
  yield htmlSection(
    'dates',
    'Dates to come',
    timeLine(concerned),
    el('ol', {}, concerned.map(item)),
  );
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
  const at = (day: number): number =>
    timeLineMargin + ((day - from) * (timeLineWidth - 2 * timeLineMargin)) / (to - from);
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
