import type { AppDifference, Diff, OrgDifference } from '../../src/diff/diff.js';
import { nameText, settingText, withPlace } from '../../src/report/digest/index.js';
import { prose, tableRow } from '../markdown/markup.js';
import { changeText, findingText, summaryText } from './words.js';

/** What differs, as Markdown of GitHub and GitLab: never cut. */
export function diffMarkdown(diff: Diff): string {
  const { before, after, apps, org, incomplete, problems } = diff;
  const errors = problems.filter(({ level }) => level === 'error');
  const lines = [
    `### ecaudit diff: ${summaryText(diff)}`,
    '',
    `${prose(before.id)} (${before.kind}) → ${prose(after.id)} (${after.kind})`,
    '',
    ...(incomplete ? ['**Incomplete**: not everything of both sides could be read.', ''] : []),
    ...(incomplete ? errors.map((one) => `- ${one.side}: ${prose(withPlace(one))}`) : []),
    ...(incomplete ? [''] : []),
    ...apps.flatMap((app) => [
      `#### ${prose(app.id)}: ${prose(changeText(app))}`,
      '',
      ...differenceLines(app, diff, app.kind),
    ]),
    ...org.flatMap((one) => ['#### Settings of the org', '', ...differenceLines(one, diff)]),
    `<sub>${diff.generatedAt.slice(0, 10)}, ecaudit ${diff.tool.version}</sub>`,
  ];
  return `${lines.join('\n')}\n`;
}

function differenceLines(
  { settings, findings }: Pick<OrgDifference, 'settings' | 'findings'>,
  { before, after }: Diff,
  kind?: AppDifference['kind'],
): readonly string[] {
  const rows = settings.map((one) =>
    tableRow([
      prose(`${nameText(one.setting, kind)} (${one.setting})`),
      prose(settingText(one.before)),
      prose(settingText(one.after)),
    ]),
  );
  const table = [
    tableRow(['setting', prose(before.id), prose(after.id)]),
    '|---|---|---|',
    ...rows,
  ];
  const items = findings.map(
    (one) => `- **${one.change}** ${one.severity ?? one.was}: ${prose(findingText(one))}`,
  );
  return [...(rows.length > 0 ? [...table, ''] : []), ...(items.length > 0 ? [...items, ''] : [])];
}
