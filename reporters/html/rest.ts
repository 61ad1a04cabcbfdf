// What a reader must know besides the findings: exceptions with their ends, controls, and what nobody checked.
import {
  problemsByKind,
  decidingText,
  problemTitles,
  reasonsOf,
  withPlace,
  type Digest,
} from '../../src/report/digest/index.js';
import type { Result } from '../../src/report/verdict.js';
import { badge, bulletList, htmlSection, sortable } from './parts.js';
import { el, type Element } from './dom.js';

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
      : el('div', { class: 'warn' }, bulletList(gaps.map((gap) => `${gap.title}: ${gapWithPlace(gap)}`))),
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
