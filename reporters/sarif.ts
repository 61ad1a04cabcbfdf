// SARIF 2.1.0 as GitHub code scanning and the SARIF multitool want it.
import type { Log, Run } from 'sarif';
import type { AppKind } from '../src/model/app.js';
import type { Report, Summary } from '../src/model/report.js';
import { severityRank } from '../src/model/severity.js';
import type { Result } from '../src/model/verdict.js';
import { listedResults } from './listed.js';
import { jsonText } from './plain-text.js';
import { invocation, notificationDescriptors, notificationsOf } from './sarif/notifications.js';
import { sourceRoot } from './sarif/place.js';
import { describeResult } from './sarif/results.js';
import { generalAdvice } from './sarif/general-advice.js';
import { describeRules } from './sarif/rules.js';

/** More results than this in one run make GitHub refuse the upload. */
export const maxResults = 25_000;

/** The report as a SARIF log with one run. */
export function sarif(report: Report): string {
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run(report)],
  };
  return `${jsonText(log, 2)}\n`;
}

function run(report: Report): Run {
  const wanted = uploadable(report);
  const results = worst(wanted);
  const rules = describeRules(report, results);
  const context = { rules, kinds: kindsOf(report), lineHashes: report.lineHashes };
  const notifications = notificationsOf(report, wanted.length - results.length);
  return {
    tool: {
      driver: {
        name: report.tool.name,
        // The standard wants a page about the tool: the one that says what it checks for.
        informationUri: generalAdvice,
        semanticVersion: report.tool.version,
        rules: [...rules.descriptors],
        notifications: notificationDescriptors(notifications),
      },
    },
    invocations: [invocation(report, notifications)],
    automationDetails: { id: automationId(report) },
    ...provenance(report),
    columnKind: 'utf16CodeUnits',
    results: results.map((result) => describeResult(result, context)),
    properties: counts(report.summary),
  };
}

function kindsOf({ apps }: Report): ReadonlyMap<string, AppKind> {
  return new Map(apps.map(({ id, kind }) => [id, kind]));
}

/** GitHub opens an alert for an excused result, whatever its suppressions say; hence only on request. */
function uploadable(report: Report): readonly Result[] {
  const listed = listedResults(report);
  return report.options.sarifAll ? listed : listed.filter(({ excusedBy }) => !excusedBy);
}

/** As many results as GitHub takes, the worst ones, in their own order. */
function worst(results: readonly Result[]): readonly Result[] {
  if (results.length <= maxResults) return results;
  const kept = new Set(results.toSorted((a, b) => weight(a) - weight(b)).slice(0, maxResults));
  return results.filter((result) => kept.has(result));
}

function weight({ verdict, severity }: Result): number {
  return severityRank(severity) + (verdict === 'fail' ? 0 : 100);
}

/**
 * `category/`: what stands before the last slash is GitHub's category, and an upload replaces the one before it with
 * the same category. So audits of several sources of one repository need several categories.
 */
function automationId({ sources }: Report): string {
  const names = sources.map(({ id }) => id.replace(/[^\w.-]+/g, '-').replace(/^-|-$/g, ''));
  const name = names.filter(Boolean).join('+').slice(0, 200);
  return name === '' ? 'ecaudit/' : `ecaudit/${name}/`;
}

function provenance({ revision }: Report): Pick<Run, 'versionControlProvenance'> {
  if (revision === undefined) return {};
  const { repositoryUri, revisionId, branch } = revision;
  const mappedTo = { uriBaseId: sourceRoot };
  return {
    versionControlProvenance: [{ repositoryUri, revisionId, ...(branch && { branch }), mappedTo }],
  };
}

/** Every check is counted, listed or not: a log without results still says what was looked at. */
function counts(summary: Summary): Record<string, number | boolean> {
  const { apps, checks, pass, fail, open, notApplicable } = summary;
  const { suppressed, baselined, excused, incomplete } = summary;
  const verdicts = { apps, checks, pass, fail, open, notApplicable };
  return { ...verdicts, suppressed, baselined, excused, incomplete };
}
