// When, by which version, of what; and how many findings each source has.
import type { Digest, SourceHeader } from '../../src/report/digest/index.js';
import { severities } from '../../src/report/severity.js';
import { counted } from '../../src/report/text/words.js';
import { markdownProse, tableRow } from './markup.js';

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
