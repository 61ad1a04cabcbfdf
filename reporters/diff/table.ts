import type { AppDifference, Diff, OrgDifference } from '../../src/diff/diff.js';
import type { FindingDifference } from '../../src/diff/findings.js';
import type { SettingDifference } from '../../src/diff/settings.js';
import { withPlace } from '../../src/report/digest/index.js';
import type { Style } from '../../src/report/report.js';
import type { Look } from '../../src/report/text/ansi.js';
import { plainText } from '../../src/report/text/plain-text.js';
import { tableLayout, listItem, paragraph, type TableLayout } from '../table/page.js';
import {
  changeText,
  settingDifferenceText,
  findingDiffText,
  placesText,
  setupChangeText,
  sideOfFinding,
  sideText,
  diffSummaryText,
} from './words.js';

/** What differs, for people at a terminal. */
export function diffTable(diff: Diff, style: Style): string {
  const page = tableLayout(style);
  const { before, after, apps, org } = diff;
  const head = `${diff.drift ? 'drift: ' : ''}${sideText(before)} → ${sideText(after)}`;
  const sections = [
    [...paragraph(page, head, 0, 'bold'), ...paragraph(page, `${diffSummaryText(diff)}.`)],
    ...apps.map((app) => appDiffLines(page, app, diff)),
    ...org.map((one) => orgDiffLines(page, one, diff)),
    incompleteDiffLines(page, diff),
  ];
  const texts = sections.filter(({ length }) => length > 0).map((lines) => lines.join('\n'));
  return `${texts.join('\n\n')}\n`;
}

function appDiffLines(page: TableLayout, app: AppDifference, diff: Diff): readonly string[] {
  const label = app.label === '' || app.label === app.apiName ? '' : ` "${plainText(app.label)}"`;
  const head = `${plainText(app.id)}${label}: ${changeText(app)}`;
  const changes = (app.changedBy ?? []).flatMap((one) =>
    listItem(page, `changed ${setupChangeText(one, diff)}`, 2, 'dim'),
  );
  const lines = differenceRows(page, app, diff, app.kind);
  return [...paragraph(page, head, 0, 'bold'), ...lines, ...changes];
}

function orgDiffLines(page: TableLayout, org: OrgDifference, diff: Diff): readonly string[] {
  const lines = differenceRows(page, org, diff);
  return [...paragraph(page, 'Settings of the org', 0, 'bold'), ...lines];
}

function differenceRows(
  page: TableLayout,
  { settings, findings }: Pick<OrgDifference, 'settings' | 'findings'>,
  diff: Diff,
  kind?: AppDifference['kind'],
): readonly string[] {
  return [
    ...settings.flatMap((one) => settingDiffLines(page, one, kind)),
    ...findings.flatMap((one) => findingDiffLines(page, one, diff)),
  ];
}

function settingDiffLines(
  page: TableLayout,
  one: SettingDifference,
  kind?: AppDifference['kind'],
): readonly string[] {
  const places = placesText(one);
  const looks = one.change === 'unknown' ? (['dim'] as const) : [];
  return [
    ...listItem(page, settingDifferenceText(one, kind), 2, ...looks),
    ...(places === '' ? [] : paragraph(page, places, 4, 'dim')),
  ];
}

const looks = {
  new: ['red'],
  worse: ['red'],
  better: ['green'],
  gone: ['green'],
} as const satisfies Readonly<Record<FindingDifference['change'], readonly Look[]>>;

function findingDiffLines(
  page: TableLayout,
  one: FindingDifference,
  diff: Diff,
): readonly string[] {
  const { change, severity, was } = one;
  // Where a repository and an org are compared, nobody may have to guess which of the two is meant.
  const where = diff.drift ? ` in ${plainText(sideOfFinding(one, diff))}` : '';
  return listItem(
    page,
    `${change} ${severity ?? was}${where}: ${findingDiffText(one)}`,
    2,
    ...looks[change],
  );
}

/** How many errors are told one by one. */
const mostDiffErrors = 20;

function incompleteDiffLines(page: TableLayout, { incomplete, problems }: Diff): readonly string[] {
  if (!incomplete) return [];
  const errors = problems.filter(({ level }) => level === 'error');
  return [
    ...paragraph(
      page,
      'Incomplete: not everything of both sides could be read.',
      0,
      'yellow',
      'bold',
    ),
    ...errors
      .slice(0, mostDiffErrors)
      .flatMap((one) => listItem(page, `${one.side}: ${plainText(withPlace(one))}`, 2)),
  ];
}
