import { deadlineUse, type DeadlineDigest, type Digest } from '../../src/report/digest/index.js';
import { counted } from '../../src/report/text/words.js';
import { markdownProse, tableRow } from '../markdown/markup.js';
import { notReadLines } from './not-read.js';

/** What changes on which day, as Markdown of GitHub and GitLab: every app, never cut. */
export function deadlinesMarkdown(digest: Digest): string {
  const { deadlines, report } = digest;
  const lines = [
    `### ecaudit: ${counted(deadlines.length, 'date')} of the platform for ${counted(report.apps.length, 'app')}`,
    '',
    ...notReadLines(digest).flatMap((line) => [`> ${markdownProse(line)}`, '>']),
    ...(report.summary.incomplete ? [''] : []),
    ...deadlines.flatMap(sectionOf),
    `<sub>${report.generatedAt.slice(0, 10)}, ecaudit ${report.tool.version}</sub>`,
  ];
  return `${lines.join('\n')}\n`;
}

function sectionOf(one: DeadlineDigest): readonly string[] {
  const { deadline, apps, when, sentence, action } = one;
  const rows = [
    ...apps.map((app) =>
      tableRow([
        markdownProse(app.source),
        markdownProse(app.label ?? app.apiName),
        markdownProse(app.apiName),
        useCell(app.inUse),
        markdownProse(app.because),
      ]),
    ),
    ...deadline.clients.map(({ name, source, users, inUse }) =>
      tableRow([
        markdownProse(source),
        markdownProse(name),
        '',
        useCell(inUse),
        counted(users, 'user'),
      ]),
    ),
  ];
  return [
    `#### ${when}: ${markdownProse(sentence)}`,
    '',
    `${deadlineUse(one)}. ${markdownProse(action)}`.trim(),
    '',
    tableRow(['source', 'app', 'API name', 'in use', 'because']),
    '|---|---|---|---|---|',
    ...rows,
    '',
    `Source: ${deadlineSourceLink(deadline.source)}`,
    '',
  ];
}

function useCell(inUse: boolean | null): string {
  return inUse === null ? 'not known' : inUse ? 'yes' : 'no';
}

function deadlineSourceLink({ title, url }: DeadlineDigest['deadline']['source']): string {
  return url === undefined ? markdownProse(title) : `[${markdownProse(title)}](${url})`;
}
