import { usualFailOn } from '../../report/severity.js';
import { plainText } from '../../report/text/plain-text.js';
import { problemTitles } from '../../report/digest/problems.js';
import { auditRequest, type AuditRequest } from '../../audit/audit.js';
import { permissionsOf } from '../../audit/permissions.js';
import { configuredRulesets } from '../../config/rulesets.js';
import { resolve } from 'node:path';
import { writeWhole } from '../../documents/staged-file.js';
import { unwritten, UserError } from '../../model/user-error.js';
import { callShape, type CallShape } from '../../org/client/shapes.js';
import { timesEach } from '../../model/lists.js';
import type { Source } from '../../model/app.js';
import type { Report } from '../../report/report.js';
import { shippedRulesets } from '../../rulesets/shipped.js';
import { readConfig } from '../config.js';
import { codeWithoutFindings, exitCodes } from '../exit-codes.js';
import type { Io } from '../io.js';
import { orgNames, readOrg } from '../orgs.js';
import { patienceOf } from '../patience.js';
import { untilInterrupted } from '../signals.js';
import { version } from '../version.js';
import type { RawFlags } from '../flags.js';

/** Says what an audit would see: of the configuration and, with --org, of an org. Answers with the exit code. */
export async function doctor(flags: RawFlags, io: Io): Promise<number> {
  const patience = patienceOf(flags);
  const config = await readConfig(undefined, { cwd: io.cwd, also: [], now: io.now() });
  const head = [`ecaudit ${version}`, `Configuration: ${config?.file ?? 'none'}`];
  const [org] = orgNames(typeof flags['org'] === 'string' ? [flags['org']] : []);
  const bundle = typeof flags['bundle'] === 'string' ? flags['bundle'] : undefined;
  if (bundle === '' || (bundle !== undefined && org === undefined))
    throw new UserError(
      bundle === '' ? '--bundle names no file' : '--bundle is about the calls to an org',
      'for example --org prod --bundle calls.json',
    );
  if (org === undefined) {
    io.stdout.write(`${[...head, '--org ALIAS says what an org lets you see.'].join('\n')}\n`);
    return exitCodes.clean.code;
  }
  const rulesets = config ? configuredRulesets(config) : [];
  const permissions = permissionsOf({ rulesets, config });
  const shapes: CallShape[] = [];
  const seen = (call: Parameters<typeof callShape>[0]): void => void shapes.push(callShape(call));
  const source = await untilInterrupted(io, (interrupted) =>
    readOrg(
      org,
      { patience, permissions, now: io.now(), interrupted, withSetupChanges: true, seen },
      io,
    ),
  )
    // Also where the log-in is refused: that may be what the bug is about.
    .finally(() => writeBundle(bundle, shapes, io));
  const report = await auditRequest({ ...request(io), sources: [], pulled: [source] });
  const lines = [...head, ...diagnosis(org, report), ...changesLines(source)];
  io.stdout.write(`${lines.map(plainText).join('\n')}\n`);
  return codeWithoutFindings(report.summary.incomplete);
}

/** The shapes of calls and answers, to be attached to a bug. Throws UnwrittenError. */
function writeBundle(file: string | undefined, calls: readonly CallShape[], { cwd }: Io): void {
  if (file === undefined) return;
  try {
    writeWhole(resolve(cwd, file), `${JSON.stringify({ calls }, undefined, 2)}\n`);
  } catch (cause) {
    throw unwritten(`the bundle ${file}`, cause);
  }
}

function request(io: Io): Omit<AuditRequest, 'sources'> {
  return {
    cwd: io.cwd,
    rulesets: shippedRulesets.map((ruleset) => ({ ruleset, explicit: false, origin: 'shipped' })),
    parameters: new Map(),
    select: { apps: [] },
    options: { failOn: usualFailOn, minSeverity: 'info', include: ['open'], strict: false },
    ignoreExcuses: false,
    lineHashes: false,
    now: io.now(),
    version,
  };
}

/** What the org did not show, and what that costs. */
function diagnosis(org: string, report: Report): readonly string[] {
  const { summary, problems, apps } = report;
  const seen = apps.map(({ settings }) =>
    settings.seenIn.state === 'known' ? settings.seenIn.value : 'metadata',
  );
  const times = (where: string): number => seen.filter((one) => one === where).length;
  const diagnostics = problems.filter(({ level }) => level !== 'note');
  return [
    `Org ${org}: ${apps.length} apps: ${times('metadata')} with metadata, ${times('rows')} installed, ${times('tokens')} known only by use`,
    '',
    ...(diagnostics.length === 0
      ? ['Everything that was asked for was answered.']
      : ['What the org did not show:']),
    ...diagnostics.map(
      ({ kind, level, message }) => `- ${level}: ${problemTitles[kind]}: ${message}`,
    ),
    '',
    `${summary.open} of ${summary.checks} checks cannot be decided${summary.open === 0 ? '.' : ', because:'}`,
    ...costs(report),
    ...(diagnostics.length === 0
      ? []
      : ['', 'docs/orgs.md has the permission set that shows everything.']),
    '',
    ...notAskedFor(),
  ];
}

/** What `diff --with-users` can say of who changed an app. */
function changesLines({ setupChanges }: Source): readonly string[] {
  if (!setupChanges) return [];
  return [
    '',
    `Who changed apps is shown (SetupAuditTrail, ${setupChanges.length} entries of 180 days): diff --with-users tells it.`,
  ];
}

/** What an org could tell besides, and what it takes: asked for by a flag, or not at all. */
const furtherEvidence = [
  'OAuth users of External Client Apps without tokens or log-ins (Connect REST API, one call an app): ecaudit pull --with-users or inventory --with-users',
  'API calls of apps (ApiTotalUsageEventLog, else EventLogFile; permission View Event Log Object Data or View Event Log Files): ecaudit pull, audit or inventory --with-event-logs',
  'sessions (AuthSession; permission Manage Users): not read, since a session does not name its app',
  'who changed apps (SetupAuditTrail): ecaudit diff --with-users',
  'policies that block logins (TransactionSecurityPolicy; Event Monitoring licence): not read',
  'scopes of installed apps (TenantSecurityConnectedApp; Security Center licence): not read',
  'versions of packages (InstalledSubscriberPackage; permission Download AppExchange Packages): not read',
] as const;

function notAskedFor(): readonly string[] {
  return ['Not asked for by default:', ...furtherEvidence.map((one) => `- ${one}`)];
}

/** How many checks each reason leaves undecided, most first. */
function costs({ results, apps }: Report): readonly string[] {
  const byId = new Map(apps.map((app) => [app.id, app]));
  const reasons = results.flatMap(({ app, evidence }) => {
    const settings = byId.get(app)?.settings;
    const own = evidence.flatMap(({ setting }) => {
      const found = settings?.[setting as keyof typeof settings];
      return found?.state === 'unknown' ? [found.reason] : [];
    });
    return [...new Set(own)];
  });
  return [...timesEach(reasons)]
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([reason, count]) => `- ${count} ${count === 1 ? 'check' : 'checks'}: ${reason}`);
}
