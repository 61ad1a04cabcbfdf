import type { AppDifference, Diff, OrgDifference } from '../../src/diff/diff.js';
import type { FindingDifference } from '../../src/diff/findings.js';
import type { SettingDifference } from '../../src/diff/settings.js';
import { nameText, settingText, withPlace } from '../../src/report/digest/index.js';
import { code, prose, tableRow } from '../markdown/markup.js';
import {
  changeText,
  findingText,
  sidePlace,
  setupChangeText,
  sideOfFinding,
  summaryText,
} from './words.js';

/** What differs, as Markdown of GitHub and GitLab: never cut. */
export function diffMarkdown(diff: Diff): string {
  const { before, after, apps, org, incomplete, problems } = diff;
  const errors = problems.filter(({ level }) => level === 'error');
  const lines = [
    `### ecaudit diff: ${summaryText(diff)}`,
    '',
    `${diff.drift ? 'Drift: ' : ''}${prose(before.id)} (${before.kind}) → ${prose(after.id)} (${after.kind})`,
    '',
    ...(incomplete ? ['**Incomplete**: not everything of both sides could be read.', ''] : []),
    ...(incomplete ? errors.map((one) => `- ${one.side}: ${prose(withPlace(one))}`) : []),
    ...(incomplete ? [''] : []),
    ...apps.flatMap((app) => [
      `#### ${prose(app.id)}: ${prose(changeText(app))}`,
      '',
      ...differenceLines(app, diff, app.kind),
      ...changeLines(app, diff),
    ]),
    ...org.flatMap((one) => ['#### Settings of the org', '', ...differenceLines(one, diff)]),
    `<sub>${diff.generatedAt.slice(0, 10)}, ecaudit ${diff.tool.version}</sub>`,
  ];
  return `${lines.join('\n')}\n`;
}

function differenceLines(
  { settings, findings }: Pick<OrgDifference, 'settings' | 'findings'>,
  diff: Diff,
  kind?: AppDifference['kind'],
): readonly string[] {
  const { before, after } = diff;
  const rows = settings.map((one) =>
    tableRow([
      prose(`${nameText(one.setting, kind)} (${one.setting})`),
      cellOf(one.before),
      cellOf(one.after),
    ]),
  );
  const table = [
    tableRow(['setting', prose(before.id) || 'before', prose(after.id) || 'after']),
    '|---|---|---|',
    ...rows,
  ];
  const items = findings.map(
    (one) =>
      `- **${one.change}** ${one.severity ?? one.was}${whereOf(one, diff)}: ${prose(findingText(one))}`,
  );
  return [...(rows.length > 0 ? [...table, ''] : []), ...(items.length > 0 ? [...items, ''] : [])];
}

/** What a side says, and where. */
function cellOf(setting: SettingDifference['before']): string {
  const place = sidePlace(setting);
  return `${prose(settingText(setting))}${place === '' ? '' : `<br>${code(place)}`}`;
}

function whereOf(finding: FindingDifference, diff: Diff): string {
  return diff.drift ? ` in ${code(sideOfFinding(finding, diff))}` : '';
}

function changeLines({ changedBy = [] }: AppDifference, diff: Diff): readonly string[] {
  if (changedBy.length === 0) return [];
  return [...changedBy.map((one) => `- changed ${prose(setupChangeText(one, diff))}`), ''];
}
