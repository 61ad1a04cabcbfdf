import type { Diff, AppDifference, OrgDifference } from '../../src/diff/diff.js';
import type { Style } from '../../src/report/report.js';
import { diffHtml } from './html.js';
import { diffMarkdown } from './markdown.js';
import { diffTable } from './table.js';
import type { FindingDifference } from '../../src/diff/findings.js';
import { jsonText } from '../../src/report/text/plain-text.js';
import { sideOfFinding } from './words.js';

/** What differs, as data. */
function diffJson(diff: Diff): string {
  const { tool, generatedAt, incomplete, drift, before, after, problems, apps, org, summary } =
    diff;
  return `${jsonText(
    {
      schemaVersion: '1',
      tool,
      generatedAt,
      incomplete,
      ...(drift && { drift }),
      before,
      after,
      problems,
      apps: apps.map((app) => appDifferenceData(app, diff)),
      ...(org.length > 0 && { org: org.map((one) => orgDifferenceData(one, diff)) }),
      summary,
    },
    2,
  )}\n`;
}

function appDifferenceData(app: AppDifference, diff: Diff): object {
  const { id, kind, apiName, label, change, from, to, settings, findings, changedBy } = app;
  const told = findings.map((one) => findingDifferenceData(one, diff));
  return { id, kind, apiName, label, change, from, to, settings, findings: told, changedBy };
}

function orgDifferenceData(
  { before, after, settings, findings }: OrgDifference,
  diff: Diff,
): object {
  return {
    before,
    after,
    settings,
    findings: findings.map((one) => findingDifferenceData(one, diff)),
  };
}

/** Message and place are of the side that has the finding now, or had it. */
function findingDifferenceData(finding: FindingDifference, diff: Diff): object {
  return { ...finding, source: sideOfFinding(finding, diff) };
}

/** The formats of `diff`, the default first. */
export const diffReporters = {
  table: diffTable,
  json: diffJson,
  markdown: diffMarkdown,
  html: diffHtml,
} as const satisfies Readonly<Record<string, (diff: Diff, style: Style) => string>>;
