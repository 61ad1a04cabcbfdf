// The report formats, for the page on reports.
import { reporterEntry, reporterNames } from '../../reporters/index.js';
import { tableOf } from './markdown.js';

export function reportersTable(): string {
  return tableOf(['Name', 'For', 'What it holds'], reporterNames.map(rowOf));
}

function rowOf(name: (typeof reporterNames)[number]): readonly string[] {
  const [readers = '', ...holds] = reporterEntry(name).about.replace(/^for /, '').split(': ');
  return [`\`${name}\``, readers, holds.join(': ')];
}
