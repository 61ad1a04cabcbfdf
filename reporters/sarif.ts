// SARIF 2.1.0 as GitHub code scanning and the SARIF multitool want it.
import type { Log, Result as SarifResult, Run } from 'sarif';
import type { AppKind, Digest } from '../src/report/digest/index.js';
import type { Report, Summary } from '../src/report/report.js';
import type { Result } from '../src/report/verdict.js';
import { jsonText } from '../src/report/text/plain-text.js';
import { describeNotAudited, notAudited, describeRules } from './sarif/rules.js';
import {
  invocation,
  notificationDescriptors,
  notificationsOf,
  maxResults,
  fittingLog,
  oversize,
  uploadable,
  worst,
} from './sarif/notifications.js';
import { toolGuid, toolUri } from './sarif/own-uris.js';
import { relativeUri, repositoryRoot, sourceRoot } from './sarif/parts.js';
import { describeResult } from './sarif/results.js';
import { createHash } from 'node:crypto';

/**
 * The report as a SARIF log with one run, in pieces; of results that GitHub would refuse, only as many as it takes. For 5,000
 * apps it is 40 MB long, and need not stand in memory at once.
 */
export function* sarif(digest: Digest): Generator<string> {
  const wanted = uploadable(digest);
  let results = worst(wanted, maxResults - notAudited(digest.report).length);
  const parts = (): Iterable<string> => logParts(digest, results, wanted.length);
  for (;;) {
    const fitting = fittingLog(parts());
    if (fitting) return yield* fitting;
    const factor = oversize(parts());
    if (factor <= 1) return yield* parts();
    results = worst(results, Math.floor((results.length / factor) * 0.9));
  }
}

function* logParts(digest: Digest, results: readonly Result[], wanted: number): Generator<string> {
  const { head, all, tail } = sarifRun(digest, results, wanted);
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ ...head, results: [], ...tail }],
  };
  // A line feed in a value is escaped, so that only a key of the run stands like this.
  const [before = '', after = ''] = jsonText(log, 2).split(`\n${' '.repeat(6)}"results": []`);
  yield `${before}\n${' '.repeat(6)}"results": [`;
  let separator = '';
  for (const result of all) {
    yield `${separator}${indentedResult(`\n${jsonText(result, 2)}`)}`;
    separator = ',';
  }
  yield `${separator === '' ? ']' : `\n${' '.repeat(6)}]`}${after}\n`;
}

/** As deep as a result stands in the log. */
function indentedResult(text: string): string {
  return text.replaceAll('\n', `\n${' '.repeat(8)}`);
}

interface LogParts {
  readonly head: Omit<Run, 'results' | 'properties'>;
  readonly all: Iterable<SarifResult>;
  readonly tail: Pick<Run, 'properties'>;
}

function sarifRun(digest: Digest, results: readonly Result[], wanted: number): LogParts {
  const { report } = digest;
  const gaps = notAudited(report);
  const rules = describeRules(report, results, gaps);
  const { fixes, lineHashes, snippets } = report;
  const context = {
    rules,
    kinds: kindsOfApps(report),
    lineHashes,
    snippets,
    ...(fixes && { fixes }),
  };
  const notifications = notificationsOf(digest, results.length, wanted);
  const id = automationId(report);
  const head = {
    tool: {
      driver: {
        name: report.tool.name,
        guid: toolGuid,
        informationUri: toolUri,
        semanticVersion: report.tool.version,
        rules: [...rules.descriptors],
        notifications: notificationDescriptors(notifications),
      },
    },
    invocations: [invocation(report, notifications)],
    ...(id !== undefined && { automationDetails: { id } }),
    ...provenance(report),
    columnKind: 'utf16CodeUnits' as const,
  };
  const properties = { ...counts(report.summary), excuses: digest.accepted.demands };
  return { head, all: described(), tail: { properties } };

  function* described(): Generator<SarifResult> {
    for (const gap of gaps) yield describeNotAudited(gap, rules.index, lineHashes);
    for (const result of results) yield describeResult(result, context);
  }
}

function kindsOfApps({ apps }: Report): ReadonlyMap<string, AppKind> {
  return new Map(apps.map(({ id, kind }) => [id, kind]));
}

/**
 * Where the files come from. Paths start at the current folder: where that is not the root of the repository, the log says
 * where in it they start.
 */
function provenance({
  revision,
}: Report): Pick<Run, 'versionControlProvenance' | 'originalUriBaseIds'> {
  if (revision === undefined) return {};
  const { repositoryUri, revisionId, branch, folder } = revision;
  const mappedTo = { uriBaseId: folder === undefined ? sourceRoot : repositoryRoot };
  return {
    versionControlProvenance: [{ repositoryUri, revisionId, ...(branch && { branch }), mappedTo }],
    ...(folder !== undefined && {
      originalUriBaseIds: {
        [sourceRoot]: {
          uri: `${relativeUri(folder).replace(/\/$/, '')}/`,
          uriBaseId: repositoryRoot,
        },
        [repositoryRoot]: { description: { text: 'The root of the repository.' } },
      },
    }),
  };
}

/** Every check is counted, listed or not: a log without results still says what was looked at. */
function counts(summary: Summary): Record<string, number | boolean> {
  const { apps, checks, pass, fail, open, notApplicable } = summary;
  const { suppressed, baselined, excused, incomplete } = summary;
  const verdicts = { apps, checks, pass, fail, open, notApplicable };
  return { ...verdicts, suppressed, baselined, excused, incomplete };
}

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
