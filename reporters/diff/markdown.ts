import type { AppDifference, Diff, OrgDifference } from '../../src/diff/diff.js';
import type { FindingDifference } from '../../src/diff/findings.js';
import type { SettingDifference } from '../../src/diff/settings.js';
import { settingNameText, settingValueText, withPlace } from '../../src/report/digest/index.js';
import { code, markdownProse, tableRow } from '../markdown/markup.js';
import {
  changeText,
  findingDiffText,
  sidePlace,
  setupChangeText,
  sideOfFinding,
  diffSummaryText,
} from './words.js';

/** What differs, as Markdown of GitHub and GitLab: never cut. */
export function diffMarkdown(diff: Diff): string {
  const { before, after, apps, org, incomplete, problems } = diff;
  const errors = problems.filter(({ level }) => level === 'error');
  const lines = [
    `### ecaudit diff: ${diffSummaryText(diff)}`,
    '',
    `${diff.drift ? 'Drift: ' : ''}${markdownProse(before.id)} (${before.kind}) → ${markdownProse(after.id)} (${after.kind})`,
    '',
    ...(incomplete ? ['**Incomplete**: not everything of both sides could be read.', ''] : []),
    ...(incomplete ? errors.map((one) => `- ${one.side}: ${markdownProse(withPlace(one))}`) : []),
    ...(incomplete ? [''] : []),
    ...apps.flatMap((app) => [
      `#### ${markdownProse(app.id)}: ${markdownProse(changeText(app))}`,
      '',
      ...differenceItems(app, diff, app.kind),
      ...changeLines(app, diff),
    ]),
    ...org.flatMap((one) => ['#### Settings of the org', '', ...differenceItems(one, diff)]),
    `<sub>${diff.generatedAt.slice(0, 10)}, ecaudit ${diff.tool.version}</sub>`,
  ];
  return `${lines.join('\n')}\n`;
}

function differenceItems(
  { settings, findings }: Pick<OrgDifference, 'settings' | 'findings'>,
  diff: Diff,
  kind?: AppDifference['kind'],
): readonly string[] {
  const { before, after } = diff;
  const rows = settings.map((one) =>
    tableRow([
      markdownProse(`${settingNameText(one.setting, kind)} (${one.setting})`),
      settingCell(one.before),
      settingCell(one.after),
    ]),
  );
  const table = [
    tableRow(['setting', markdownProse(before.id) || 'before', markdownProse(after.id) || 'after']),
    '|---|---|---|',
    ...rows,
  ];
  const items = findings.map(
    (one) =>
      `- **${one.change}** ${one.severity ?? one.was}${whereOf(one, diff)}: ${markdownProse(findingDiffText(one))}`,
  );
  return [...(rows.length > 0 ? [...table, ''] : []), ...(items.length > 0 ? [...items, ''] : [])];
}

/** What a side says, and where. */
function settingCell(setting: SettingDifference['before']): string {
  const place = sidePlace(setting);
  return `${markdownProse(settingValueText(setting))}${place === '' ? '' : `<br>${code(place)}`}`;
}

function whereOf(finding: FindingDifference, diff: Diff): string {
  return diff.drift ? ` in ${code(sideOfFinding(finding, diff))}` : '';
}

function changeLines({ changedBy = [] }: AppDifference, diff: Diff): readonly string[] {
  if (changedBy.length === 0) return [];
  return [...changedBy.map((one) => `- changed ${markdownProse(setupChangeText(one, diff))}`), ''];
}
