import { deadlineUse, type DeadlineDigest, type Digest } from '../../src/report/digest/index.js';
import { counted } from '../../src/report/text/words.js';
import { prose, tableRow } from '../markdown/markup.js';
import { notReadLines } from './not-read.js';

/** What changes on which day, as Markdown of GitHub and GitLab: every app, never cut. */
export function deadlinesMarkdown(digest: Digest): string {
  const { deadlines, report } = digest;
  const lines = [
    `### ecaudit: ${counted(deadlines.length, 'date')} of the platform for ${counted(report.apps.length, 'app')}`,
    '',
    ...notReadLines(digest).flatMap((line) => [`> ${prose(line)}`, '>']),
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
        prose(app.source),
        prose(app.label ?? app.apiName),
        prose(app.apiName),
        use(app.inUse),
        prose(app.because),
      ]),
    ),
    ...deadline.clients.map(({ name, source, users, inUse }) =>
      tableRow([prose(source), prose(name), '', use(inUse), counted(users, 'user')]),
    ),
  ];
  return [
    `#### ${when}: ${prose(sentence)}`,
    '',
    `${deadlineUse(one)}. ${prose(action)}`.trim(),
    '',
    tableRow(['source', 'app', 'API name', 'in use', 'because']),
    '|---|---|---|---|---|',
    ...rows,
    '',
    `Source: ${sourceText(deadline.source)}`,
    '',
  ];
}

function use(inUse: boolean | null): string {
  return inUse === null ? 'not known' : inUse ? 'yes' : 'no';
}

function sourceText({ title, url }: DeadlineDigest['deadline']['source']): string {
  return url === undefined ? prose(title) : `[${prose(title)}](${url})`;
}
