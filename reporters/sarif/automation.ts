import { createHash } from 'node:crypto';
import type { Report } from '../../src/report/report.js';

/**
 * The id of the run. What stands before its last slash is GitHub's category, and an upload replaces the one before it with
 * the same category: audits of several sources of one repository need several, and one of some apps, rules or severities
 * must not close the alerts of the whole one. Undefined where the uploader gives the category of a whole audit: GitHub's
 * upload sets it in logs that have none
 * (https://github.com/github/codeql-action/blob/main/src/upload-lib.ts, populateRunAutomationDetails).
 */
export function automationId(report: Report): string | undefined {
  const { sarifCategory } = report.options;
  const parts = partialParts(report);
  if (sarifCategory !== undefined && parts.length === 0) return undefined;
  const category = slug(sarifCategory ?? '') || categoryOf(report);
  return `${[category, ...parts].join('/')}/`;
}

function categoryOf({ sources }: Report): string {
  const name = sources
    .map(({ id }) => slug(id))
    .filter(Boolean)
    .join('+')
    .slice(0, 200);
  return name === '' ? 'ecaudit' : `ecaudit/${name}`;
}

/** What makes it an audit of a part, each once for all that it was given. */
function partialParts({ partial = [], options: { minSeverity } }: Report): readonly string[] {
  const parts = partial.map(({ by, values }) =>
    by === 'changed-since' ? by : [by, ...values].join(' '),
  );
  const severities = minSeverity === 'info' ? [] : [`min-severity ${minSeverity}`];
  return [...parts, ...severities].map(shortened);
}

/** Two globs may look alike as a slug, and must not be alike. */
function shortened(part: string): string {
  const text = slug(part);
  if (text === part.replace(' ', '-') && text.length <= 40) return text;
  return `${text.slice(0, 40)}-${createHash('sha256').update(part).digest('hex').slice(0, 8)}`;
}

function slug(text: string): string {
  return text.replace(/[^\w.-]+/g, '-').replace(/^-|-$/g, '');
}
