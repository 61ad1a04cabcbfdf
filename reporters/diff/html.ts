// What differs, as one page: looks and is safe as the report of an audit.
import type { AppDifference, Diff, DiffSide, OrgDifference } from '../../src/diff/diff.js';
import type { FindingDifference } from '../../src/diff/findings.js';
import type { SettingDifference } from '../../src/diff/settings.js';
import { settingNameText, settingValueText, withPlace } from '../../src/report/digest/index.js';
import { el, type Child, type Element } from '../html/dom.js';
import { htmlPage } from '../html/page.js';
import { badge, bulletList, htmlSection, sortable } from '../html/parts.js';
import {
  changeText,
  findingDiffText,
  sidePlace,
  setupChangeText,
  sideOfFinding,
  sideText,
  diffSummaryText,
} from './words.js';

export function diffHtml(diff: Diff): string {
  const { before, after } = diff;
  const title = `ecaudit diff of ${before.id} and ${after.id}`;
  return [...htmlPage(title, diffSections(diff), diff.apps.length)].join('');
}

function* diffSections(diff: Diff): Generator<Element> {
  const { apps, org, generatedAt, tool } = diff;
  yield el('h1', {}, diff.drift ? 'Drift' : 'What differs');
  yield el('p', {}, `${diffSummaryText(diff)}.`);
  yield sidesTable(diff);
  yield* incompleteSection(diff);
  if (apps.length > 0) yield htmlSection('apps', 'Apps', overview(apps));
  for (const app of apps) yield appDifferenceDetails(app, diff);
  for (const one of org)
    yield htmlSection('org', 'Settings of the org', differencesOf(one, diff, undefined));
  yield el('p', { class: 'soft' }, `${generatedAt.slice(0, 10)}, ecaudit ${tool.version}`);
}

function sidesTable({ before, after }: Diff): Element {
  const rows: readonly (readonly [string, DiffSide])[] = [
    ['before', before],
    ['after', after],
  ];
  return sortable({
    caption: 'The two sides',
    rows,
    columns: [
      { head: 'Side', cell: ([name]) => name },
      { head: 'Source', cell: ([, { id }]) => id },
      { head: 'Kind', cell: ([, { kind }]) => kind },
      { head: 'Org', cell: ([, { org }]) => org?.name ?? '' },
      { head: 'Apps', cell: ([, side]) => side.apps, number: true },
      { head: 'Files', cell: ([, side]) => side.files, number: true },
    ],
  });
}

function* incompleteSection({ incomplete: isIncomplete, problems }: Diff): Generator<Element> {
  if (!isIncomplete) return;
  const errors = problems.filter(({ level }) => level === 'error');
  yield el(
    'div',
    { class: 'warn' },
    el('p', {}, 'Incomplete: not everything of both sides could be read.'),
    bulletList(errors.map((one) => `${one.side}: ${withPlace(one)}`)),
  );
}

function overview(apps: readonly AppDifference[]): Element {
  const count = ({ findings }: AppDifference, ...changes: readonly string[]): number =>
    findings.filter(({ change }) => changes.includes(change)).length;
  return sortable({
    caption: 'Apps that differ',
    rows: apps,
    columns: [
      { head: 'App', cell: ({ label, apiName }) => label || apiName },
      { head: 'Id', cell: ({ id }) => id },
      { head: 'What became of it', cell: changeText },
      { head: 'Settings', cell: ({ settings }) => settings.length, number: true },
      { head: 'Findings new or worse', cell: (app) => count(app, 'new', 'worse'), number: true },
      { head: 'Gone or better', cell: (app) => count(app, 'gone', 'better'), number: true },
    ],
  });
}

function appDifferenceDetails(app: AppDifference, diff: Diff): Element {
  const name = app.label === '' || app.label === app.apiName ? '' : ` “${app.label}”`;
  return el(
    'details',
    { class: 'app', open: true },
    el('summary', {}, `${app.id}${name}: ${changeText(app)}`),
    differencesOf(app, diff, app.kind),
    (app.changedBy ?? []).length > 0 && [
      el('h3', {}, 'Who changed it in Setup'),
      bulletList((app.changedBy ?? []).map((one) => setupChangeText(one, diff))),
    ],
  );
}

function differencesOf(
  { settings, findings }: Pick<OrgDifference, 'settings' | 'findings'>,
  diff: Diff,
  kind: AppDifference['kind'] | undefined,
): readonly Child[] {
  return [
    settings.length > 0 && settingsTable(settings, diff, kind),
    findings.length > 0 &&
      el(
        'ul',
        { class: 'findings' },
        findings.map((one) => el('li', {}, findingItem(one, diff))),
      ),
  ];
}

function settingsTable(
  rows: readonly SettingDifference[],
  { before, after }: Diff,
  kind: AppDifference['kind'] | undefined,
): Element {
  const cell = (setting: SettingDifference['before']): Child => {
    const place = sidePlace(setting);
    return [settingValueText(setting), place !== '' && el('div', { class: 'soft' }, place)];
  };
  return sortable({
    caption: 'Settings that differ',
    rows,
    columns: [
      { head: 'Setting', cell: ({ setting }) => `${settingNameText(setting, kind)} (${setting})` },
      { head: sideText(before), cell: (one) => cell(one.before) },
      { head: sideText(after), cell: (one) => cell(one.after) },
    ],
  });
}

function findingItem(finding: FindingDifference, diff: Diff): readonly Child[] {
  const { change, severity, was } = finding;
  const worst = severity ?? was;
  return [
    el('b', {}, change),
    ' ',
    worst !== null && badge(worst),
    ` ${findingDiffText(finding)}`,
    el('div', { class: 'soft' }, `in ${sideOfFinding(finding, diff)}`),
  ];
}
