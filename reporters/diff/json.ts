import type { AppDifference, Diff, OrgDifference } from '../../src/diff/diff.js';
import { jsonText } from '../../src/report/text/plain-text.js';

/** What differs, as data. */
export function diffJson(diff: Diff): string {
  const { tool, generatedAt, incomplete, before, after, problems, apps, org, summary } = diff;
  return `${jsonText(
    {
      schemaVersion: '1',
      tool,
      generatedAt,
      incomplete,
      before,
      after,
      problems,
      apps: apps.map(appData),
      ...(org.length > 0 && { org: org.map(orgData) }),
      summary,
    },
    2,
  )}\n`;
}

function appData({
  id,
  kind,
  apiName,
  label,
  change,
  from,
  to,
  settings,
  findings,
}: AppDifference) {
  return { id, kind, apiName, label, change, from, to, settings, findings };
}

function orgData({ before, after, settings, findings }: OrgDifference) {
  return { before, after, settings, findings };
}
