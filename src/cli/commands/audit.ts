import { usualFailOn } from '../../report/severity.js';
import {
  auditRequest as runAudit,
  type AuditRequest,
  type CallersOwn,
  type Selection,
} from '../../audit/audit.js';
import { permissionsOf } from '../../audit/permissions.js';
import { diskFiles } from '../../documents/files.js';
import type { Report } from '../../report/report.js';
import type { ChosenRuleset } from '../../model/ruleset.js';
import type { TextFiles } from '../../model/location.js';
import { UserError } from '../../model/user-error.js';
import type { Config } from '../../config/config.js';
import { configuredRulesets, withoutReplaced } from '../../config/rulesets.js';
import { saltKeysWith } from '../../metadata/part-keys.js';
import { defaultSources } from '../../metadata/source.js';
import type { ReporterName } from '../../../reporters/index.js';
import { parseFlags, type AuditFlags } from '../audit-flags.js';
import { baselineFiles, givenBaseline, updateBaseline, type BaselineFiles } from '../baseline.js';
import { readConfig } from '../config.js';
import { chooseFrameworks } from '../controls.js';
import { checkApart } from '../destinations.js';
import { auditExitCode } from '../exit-codes.js';
import { historian } from '../history.js';
import { type Io, tell } from '../io.js';
import type { ReadingDepth } from '../orgs.js';
import { fleetOf, readFleet, withFleet, type Fleet } from '../fleet.js';
import { progressOn } from '../progress.js';
import { refuseNameless, withOrgSources } from '../source-arguments.js';
import { ruleChoice } from '../rule-choice.js';
import { chooseRulesets } from '../rulesets.js';
import { untilWritten } from '../signals.js';
import { version } from '../version.js';
import { writeReports } from '../write-reports.js';

/** Checks apps and writes reports. Answers with the exit code. */
export async function auditSources(
  written: readonly string[],
  flags: Readonly<Record<string, unknown>>,
  io: Io,
): Promise<number> {
  const keyDigests = saltKeys(io);
  const { sources, flags: parsed } = withOrgSources(written, parseFlags(flags));
  const fleet = fleetOf(sources, parsed, io.cwd);
  const planned = await planOf(sources, withFleet(parsed, fleet), io);
  const withHistory = await historian(flags['history'], io);
  const { request } = planned;
  checkTargets(planned, parsed, io.cwd);
  const report = await withHistory(
    await auditWithFixes({ ...request, keyDigests }, fleet, parsed, io),
  );
  if (parsed.options.withUsers) refuseNameless(report);
  const done = await untilWritten(io, async () => {
    await writeReports(report, parsed, io);
    return updateBaseline(planned.baseline, report, io.cwd);
  });
  if (done !== undefined && !parsed.quiet) tell(io, `ecaudit: ${done}`);
  return auditExitCode(report);
}

/** Fewer characters could be guessed, and with them who has which key. */
const shortestSalt = 16;

/** Whether reports of this run are to be compared by consumer keys with others of the same salt. Throws UserError. */
function saltKeys({ env }: Io): boolean {
  const salt = env['ECAUDIT_KEY_SALT'] ?? '';
  if (salt === '') return false;
  if (salt.length < shortestSalt)
    throw new UserError(
      `ECAUDIT_KEY_SALT has fewer than ${shortestSalt} characters`,
      'take a long random text, the same in every job whose reports are merged',
    );
  saltKeysWith(salt);
  return true;
}

/**
 * Reads and evaluates what a command other than `audit` works on, which may adapt the request before. Throws UserError as
 * `audit` does.
 */
export async function reportOf(
  written: readonly string[],
  given: AuditFlags,
  io: Io,
  adapt: (request: AuditRequest) => AuditRequest = (request) => request,
  depth: ReadingDepth = {},
): Promise<Report> {
  const { sources, flags } = withOrgSources(written, given);
  const fleet = fleetOf(sources, flags, io.cwd);
  const { request } = await planOf(sources, withFleet(flags, fleet), io);
  return runOf(adapt(request), fleet, flags, io, depth);
}

/** What a command that audits more than once works on, with its orgs read. Throws UserError as `audit` does. */
export async function requestWithOrgs(
  written: readonly string[],
  given: AuditFlags,
  io: Io,
): Promise<AuditRequest> {
  const { sources, flags } = withOrgSources(written, given);
  const fleet = fleetOf(sources, flags, io.cwd);
  const { request } = await planOf(sources, withFleet(flags, fleet), io);
  const progress = progressOn(io, flags.quiet);
  const permissions = permissionsOf(request);
  const pulled = await readFleet(fleet, { flags, permissions, now: request.now, progress, io });
  progress.done();
  const options = { ...request.options, include: ['fail', 'open'] as const };
  return { ...request, options, pulled };
}

/** Reports that show edits beside the findings. */
const showsEdits: ReadonlySet<string> = new Set(['sarif', 'rdjson']);

/** The audit, with the edits that no client notices where a report shows them. */
async function auditWithFixes(
  request: AuditRequest,
  fleet: Fleet,
  flags: AuditFlags,
  io: Io,
): Promise<Report> {
  const { withEventLogs } = flags;
  const depth = { withUsers: flags.options.withUsers === true, withEventLogs };
  if (!flags.formats.some(({ reporter }) => showsEdits.has(reporter)))
    return runOf(request, fleet, flags, io, depth);
  const { mayBeSafe, recording, safeFixes } = await import('../../fix/fix.js');
  const { fixesByFinding } = await import('../../fix/present.js');
  const { hooks, audited } = recording(mayBeSafe);
  const report = await runOf({ ...request, ...hooks }, fleet, flags, io, depth);
  const fixes = fixesByFinding(await safeFixes(audited(report), request));
  return { ...report, fixes, ...(await byteColumns(report, flags, io)) };
}

/** rdjson counts columns in bytes: of places behind letters of other scripts they are others. */
async function byteColumns(
  { results, problems }: Report,
  { formats }: AuditFlags,
  { cwd }: Io,
): Promise<Pick<Report, 'byteColumns'>> {
  if (!formats.some(({ reporter }) => reporter === 'rdjson')) return {};
  const { byteColumnsOf } = await import('../../metadata/snippets.js');
  const places = [...results, ...problems].flatMap(({ location }) => location ?? []);
  return { byteColumns: byteColumnsOf(places, cwd) };
}

/** Reads the orgs, then runs the audit. */
async function runOf(
  request: AuditRequest,
  fleet: Fleet,
  flags: AuditFlags,
  io: Io,
  depth: ReadingDepth = {},
): Promise<Report> {
  const progress = progressOn(io, flags.quiet);
  const pulled = await readFleet(fleet, {
    flags,
    depth,
    permissions: permissionsOf(request),
    now: request.now,
    progress,
    io,
  });
  const report = await runAudit({ ...request, pulled, progress: progress.update });
  progress.done();
  return report;
}

/** What the command line and the configuration ask for. Throws UserError. */
export async function requestOfFlags(
  sources: readonly string[],
  flags: AuditFlags,
  io: Io,
): Promise<AuditRequest> {
  return (await planOf(sources, flags, io)).request;
}

/** Every report has a file of its own, which is none that the run reads or that is its baseline. Throws UserError. */
function checkTargets({ request, baseline }: Plan, { formats }: AuditFlags, cwd: string): void {
  const reports = formats.flatMap(({ file }) => file ?? []);
  const { read, write } = baseline;
  const inputs = [read, request.config?.file].filter(
    (file) => file !== undefined && file !== write,
  );
  checkApart([...reports, ...(write === undefined ? [] : [write])], cwd, inputs);
}

interface Plan {
  readonly request: AuditRequest;
  readonly baseline: BaselineFiles;
}

async function planOf(sources: readonly string[], flags: AuditFlags, io: Io): Promise<Plan> {
  const { configFrom } = flags;
  const files = configFrom === undefined ? diskFiles : await filesOf(configFrom, flags, io);
  const named = await chooseRulesets(flags.rulesets, io.cwd, files);
  const now = clockOf(io);
  const select = await selectionOfFlags(flags, io);
  const config = await readConfig(flags.config, {
    cwd: io.cwd,
    now,
    also: named.map(({ ruleset }) => ruleset),
    files,
  });
  if (flags.verbose && !flags.quiet) tell(io, `ecaudit: configuration: ${config?.file ?? 'none'}`);
  const baselines = baselineFiles(flags.baseline, config?.baseline, io.cwd, files);
  const baseline = givenBaseline(baselines, select, io.cwd, files);
  const chosen = rulesetsOf(config, named, flags.rulesets.length > 0);
  const controls = await chooseFrameworks(flags.controls, chosen.rulesets);
  const request = {
    ...(await sourcesToAudit(sources, flags, io, files)),
    cwd: io.cwd,
    ...forceignoreOf(flags, files),
    ...(configFrom !== undefined && { configFrom }),
    ...chosen,
    level: flags.level,
    unconfigured: named,
    caller: callersOwn(flags),
    ...(controls.length > 0 && { controls }),
    parameters: flags.parameters,
    select: { ...select, ...ruleSelection(flags, [...chosen.rulesets, ...named]) },
    ...(baseline && { baseline }),
    options: { ...flags.options, failOn: flags.failOn ?? config?.failOn ?? usualFailOn },
    ignoreExcuses: flags.ignoreExcuses,
    ...(await quotingNeeds(flags, io)),
    now,
    version,
  };
  return { request, baseline: baselines };
}

/** The rules that `--rule` means. Throws UserError for a glob that no rule is like. */
function ruleSelection(
  { rules }: AuditFlags,
  rulesets: readonly ChosenRuleset[],
): Pick<Selection, 'rules'> {
  if (rules.length === 0) return {};
  // At their lowest level: which ones run by their level is another flag's.
  const isMeant = ruleChoice(
    rules,
    'troubleshooting',
    rulesets.map(({ ruleset }) => ruleset),
  );
  return { rules: { globs: rules, isMeant } };
}

/** The files of the repository at a revision. Throws UserError. */
async function filesOf(
  ref: string,
  { baseline }: AuditFlags,
  { cwd, env }: Io,
): Promise<TextFiles> {
  if (baseline.prune)
    throw new UserError('--prune-baseline would write what --config-from reads at a revision');
  const { filesAt } = await import('../../git/files-at.js');
  return filesAt(ref, { cwd, env }, diskFiles);
}

/** What to do with `.forceignore`. */
function forceignoreOf(
  { forceignore, configFrom }: AuditFlags,
  files: TextFiles,
): Pick<AuditRequest, 'forceignore'> {
  if (!forceignore) return { forceignore: 'off' };
  if (configFrom === undefined) return {};
  return { forceignore: fileTextIn(files) };
}

/** Of what may make the run milder: what the flags say. */
function callersOwn({ failOn, baseline, configFrom }: AuditFlags): CallersOwn {
  return {
    ...(failOn !== undefined && { failOn: true }),
    ...(baseline.read !== undefined && { baseline: true }),
    ...(configFrom !== undefined && { files: true }),
  };
}

/** Without a SOURCE and without an org, the project around the current folder. */
async function sourcesToAudit(
  sources: readonly string[],
  { orgs, orgsFile, configFrom }: AuditFlags,
  { cwd }: Io,
  files: TextFiles,
): Promise<Pick<AuditRequest, 'sources' | 'outside'>> {
  const named = sources.length > 0 || orgs.length > 0 || orgsFile !== undefined;
  if (named) return { sources };
  return configFrom === undefined ? defaultSources(cwd) : defaultSources(cwd, fileTextIn(files));
}

/** The text of a file, where there is one. */
function fileTextIn(files: TextFiles): (path: string) => string | undefined {
  return (path) => (files.isFile(path) ? files.text(path) : undefined);
}

async function selectionOfFlags(
  { select, changedSince }: AuditFlags,
  { cwd, env }: Io,
): Promise<AuditRequest['select']> {
  if (changedSince === undefined) return select;
  const { changesSince } = await import('../../git/changes.js');
  return { ...select, changes: changesSince(changedSince, { cwd, env }) };
}

/** The reports that show texts of files. */
const quoting: ReadonlySet<ReporterName> = new Set(['json', 'rdjson', 'sarif']);

/** What only these reports need to know of files and repository: of json, `merge` makes sarif without opening a file. */
async function quotingNeeds(
  { formats }: AuditFlags,
  { cwd, env }: Io,
): Promise<Pick<AuditRequest, 'lineHashes' | 'revision'>> {
  if (!formats.some(({ reporter }) => quoting.has(reporter))) return { lineHashes: false };
  const { revisionAt } = await import('../../git/revision.js');
  const revision = revisionAt({ cwd, env });
  return { lineHashes: true, ...(revision && { revision }) };
}

function rulesetsOf(
  config: Config | undefined,
  named: readonly ChosenRuleset[],
  byFlags: boolean,
): Pick<AuditRequest, 'rulesets' | 'config'> {
  if (!config) return { rulesets: withoutReplaced(named) };
  return { config, rulesets: configuredRulesets(config, byFlags ? named : []) };
}

/** The time of a run; https://reproducible-builds.org/specs/source-date-epoch: seconds since 1970. Throws UserError. */
export function clockOf(io: Io): Date {
  const epoch = io.env['SOURCE_DATE_EPOCH'];
  if (epoch === undefined || epoch === '') return io.now();
  if (/^\d{1,12}$/.test(epoch)) return new Date(Number(epoch) * 1000);
  throw new UserError(`SOURCE_DATE_EPOCH is "${epoch}", not a number of seconds`);
}
