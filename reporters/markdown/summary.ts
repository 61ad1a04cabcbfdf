// When, by which version, of what; and how many findings each source has.
import {
  type Digest,
  type SourceHeader,
  deadlineUse,
  noUsersText,
  usersOf,
} from '../../src/report/digest/index.js';
import { severities } from '../../src/report/severity.js';
import { counted } from '../../src/report/text/words.js';
import { markdownProse, tableRow, foldedPart, code } from './markup.js';
import { historySentences, trendCells, trendHead } from '../history/words.js';
import type { Limits } from './sections.js';
import type { ControlCoverage } from '../../src/report/controls.js';

export function headerSection({ header, leftOut }: Digest): readonly string[] {
  const { when, version, sources, config, configFrom } = header;
  const by = configFrom === undefined ? config : `${config} at ${configFrom}`;
  return [
    markdownProse(`ecaudit ${version}, ${when}; ${by}`),
    '',
    ...sources.map((source) => `- ${markdownProse(sourceMarkdown(source))}`),
    ...leftOut.map((text) => `- ${markdownProse(text)}`),
    '',
  ];
}

function sourceMarkdown({ kind, name, facts, apps, files, unread }: SourceHeader): string {
  if (unread !== undefined) return `${name} was not read: ${unread}`;
  const counts = `${counted(apps, 'app')}, ${counted(files, 'file')}`;
  return `${[`${kind} ${name}`, ...facts].join(', ')}: ${counts}`;
}

/** Source × severity, where there are several sources. */
export function sourceSection({ header: { sources }, countsBySource }: Digest): readonly string[] {
  if (sources.length < 2) return [];
  const rows = sources.map(({ name, unread }, at) => {
    const counts = countsBySource[at]?.bySeverity;
    const cells = severities.map((severity) =>
      unread === undefined ? (counts?.[severity] ?? 0) : '–',
    );
    return tableRow([markdownProse(name), ...cells]);
  });
  return [
    tableRow(['source', ...severities]),
    `|---|${severities.map(() => '---:|').join('')}`,
    ...rows,
    '',
  ];
}

/** The dates of the platform that concern the apps, one a line. */
export function deadlineSection({ deadlines }: Digest): readonly string[] {
  if (deadlines.length === 0) return [];
  const items = deadlines.map(
    (one) => `- ${markdownProse(`${one.sentence}: ${deadlineUse(one)}`)}`,
  );
  return foldedPart(`${counted(deadlines.length, 'deadline')} of the platform`, items);
}

// With earlier reports: what was found on which day, which apps came and went.

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
          ...history.trend.map((point) =>
            tableRow(trendCells(point).map((cell) => markdownProse(cell))),
          ),
          '',
        ]
      : []),
    ...history.leftOut.slice(0, limits.items).map((text) => `- Left out: ${markdownProse(text)}`),
    '',
  ];
}

/** Who holds tokens of each app or may use it, where the run was asked for names. */
export function userSection({ report }: Digest): readonly string[] {
  const named = usersOf(report);
  const none = noUsersText(report);
  if (none !== '') return [markdownProse(`Users: ${none}`), ''];
  if (named.length === 0) return [];
  return foldedPart(
    'Users of apps',
    named.map(({ app, users }) => `- ${markdownProse(`${app}: ${users.join('; ')}`)}`),
  );
}

// What the checks mean for the controls of the frameworks that were asked for.

/** A folded part for each framework: evidence, never the word that a control is fulfilled. */
export function controlSections({ report: { controls = [] } }: Digest): readonly string[] {
  return controls.flatMap(({ framework, controls: all }) => {
    const assessed = all.filter((one) => one.assessed).length;
    const title = framework.version ? `${framework.title}, ${framework.version}` : framework.title;
    const head = markdownProse(`Controls: ${title} (${framework.id})`).replaceAll('`', '');
    return foldedPart(`${head}, ${assessed} of ${all.length} assessed`, [
      tableRow(['Control', 'Title', 'Passed', 'Failed', 'Undecided', 'Rules']),
      '|---|---|---:|---:|---:|---|',
      ...all.map(controlRow),
    ]);
  });
}

function controlRow({ control, title, assessed, reason = '', ...of }: ControlCoverage): string {
  const rules = assessed ? of.rules.map(code).join(', ') : markdownProse(`not assessed: ${reason}`);
  return tableRow([code(control), markdownProse(title), of.pass, of.fail, of.open, rules]);
}
