import { usualFailOn } from '../report/severity.js';
import { auditRequest as runAudit, type AuditRequest } from '../audit/audit.js';
import { permissionsOf } from '../audit/permissions.js';
import { checkParameters } from '../audit/vendors/assign.js';
import { baselineFiles, givenBaseline } from '../cli/baseline.js';
import { readConfig } from '../cli/config.js';
import { ruleChoice } from '../cli/rule-choice.js';
import { chooseRulesets } from '../cli/rulesets.js';
import { sourceArguments } from '../cli/source-arguments.js';
import type { Config } from '../config/config.js';
import { configuredRulesets, overridden } from '../config/rulesets.js';
import { revisionAt } from '../git/revision.js';
import type { Audited } from '../fix/fix.js';
import type { Source } from '../model/app.js';
import type { ChosenRuleset } from '../model/ruleset.js';
import { UserError } from '../model/user-error.js';
import type { Report as FullReport } from '../report/report.js';
import { about, checkedOptions, type CheckedOptions } from './arguments.js';
import { loadedFrom } from './config.js';
import { clockIn, type Here } from './here.js';
import { readOrgsOf } from './orgs.js';
import { remember } from './known-reports.js';
import type { Report } from './report.js';
import { json } from '../../reporters/json.js';
import { digestOf } from '../report/digest/index.js';

/** Audits, as `audit` of the library says it. */
export async function auditIn(here: Here, given: unknown): Promise<Report> {
  const options = checkedOptions(given);
  const request = await libraryRequest(options, here);
  const { mayBeSafe, recording } = await import('../fix/fix.js');
  const { hooks, audited } = recording(mayBeSafe);
  const full = await about('sources', () => runAudit({ ...request, ...hooks }));
  const report = await dataOf(full);
  remember(report, { full, suggested: () => withReportFixes(audited(full), request) });
  return report;
}

/** The report with the edits that no client notices: for formats that show them. */
async function withReportFixes(audited: Audited, request: AuditRequest): Promise<FullReport> {
  const { safeFixes } = await import('../fix/fix.js');
  const { fixesByFinding } = await import('../fix/present.js');
  return { ...audited.report, fixes: fixesByFinding(await safeFixes(audited, request)) };
}

async function libraryRequest(options: CheckedOptions, here: Here): Promise<AuditRequest> {
  const { cwd, env } = here;
  const now = clockIn(here, options.today);
  const { version } = await import('../cli/version.js');
  const named = await about('rulesets', () => chooseRulesets(options.rulesets ?? [], cwd));
  const config = await configOption(options, named, now, here);
  const own = options.rulesets === undefined ? [] : named;
  const chosen = config ? configuredRulesets(config, own) : named;
  const rulesets = await withVendors(chosen, options, config, cwd);
  const unconfigured = await withVendors(named, options, undefined, cwd);
  const baselines = await about('baseline', () => baselineOption(options, config, cwd));
  const permissions = permissionsOf({ rulesets, config, parameters: options.parameters });
  const { pulled, paths } = await placesToRead(options, permissions, now, here);
  const revision = revisionAt({ cwd, env });
  const request: AuditRequest = {
    sources: paths,
    pulled,
    cwd,
    rulesets,
    unconfigured,
    level: options.level ?? 'recommended',
    ...(config && { config }),
    parameters: options.parameters,
    select: await selectionOption(options, [...rulesets, ...unconfigured]),
    ...(baselines && { baseline: baselines }),
    caller: {
      ...(options.failOn !== undefined && { failOn: true }),
      ...(options.baseline !== undefined && { baseline: true }),
    },
    options: {
      failOn: options.failOn ?? config?.failOn ?? usualFailOn,
      minSeverity: 'info',
      include: ['fail', 'open'],
      strict: false,
      sarifAll: false,
    },
    ignoreExcuses: false,
    lineHashes: true,
    ...(revision && { revision }),
    now,
    version,
  };
  await about('parameters', () => checkParameters(request));
  return request;
}

async function configOption(
  { config }: CheckedOptions,
  named: readonly ChosenRuleset[],
  now: Date,
  { cwd }: Here,
): Promise<Config | undefined> {
  if (typeof config === 'object') return loadedFrom(config);
  const also = named.map(({ ruleset }) => ruleset);
  return about('config', () => readConfig(config, { cwd, now, also }));
}

/** With the guides that the caller wants, where he says so: nobody else's choice counts then. */
async function withVendors(
  chosen: readonly ChosenRuleset[],
  { vendors }: CheckedOptions,
  config: Config | undefined,
  cwd: string,
): Promise<readonly ChosenRuleset[]> {
  if (vendors === undefined) return chosen;
  const standard = chosen.filter(
    ({ ruleset, onlyAssigned }) => ruleset.kind === 'standard' || onlyAssigned,
  );
  const wanted = await vendorsOf(vendors, cwd);
  const all = config
    ? wanted.map((one) => ({ ...one, ruleset: overridden(one.ruleset, config) }))
    : wanted;
  const ids = new Set(all.map(({ ruleset }) => ruleset.id));
  return [...standard.filter(({ ruleset }) => !ids.has(ruleset.id)), ...all];
}

async function vendorsOf(
  vendors: NonNullable<CheckedOptions['vendors']>,
  cwd: string,
): Promise<readonly ChosenRuleset[]> {
  if (vendors === 'none') return [];
  const named = vendors === 'auto' ? [] : vendors;
  if (vendors !== 'auto' && named.length === 0) return [];
  const found = await about('vendors', () => chooseRulesets(named, cwd));
  const guides = found.filter(({ ruleset }) => ruleset.kind === 'vendor');
  const wrong = found.find(({ ruleset }) => ruleset.kind !== 'vendor');
  if (vendors !== 'auto' && wrong)
    throw new UserError(
      `vendors: ${wrong.ruleset.id} is no ruleset of a vendor`,
      'rulesets names the standard ones',
    );
  return guides;
}

function baselineOption(
  { baseline, apps }: CheckedOptions,
  config: Config | undefined,
  cwd: string,
): AuditRequest['baseline'] {
  if (baseline === false) return undefined;
  const flags = { ...(baseline !== undefined && { read: baseline }), prune: false };
  return givenBaseline(baselineFiles(flags, config?.baseline, cwd), { apps }, cwd);
}

async function selectionOption(
  { apps, rules }: CheckedOptions,
  rulesets: readonly ChosenRuleset[],
): Promise<AuditRequest['select']> {
  if (rules.length === 0) return { apps };
  const all = rulesets.map(({ ruleset }) => ruleset);
  const isMeant = await about('rules', () => ruleChoice(rules, 'troubleshooting', all, 'the glob'));
  return { apps, rules: { globs: rules, isMeant } };
}

interface Places {
  readonly pulled: readonly Source[];
  readonly paths: readonly string[];
}

/** What is on disk, and the orgs, each read. */
async function placesToRead(
  { sources, orgs }: CheckedOptions,
  permissions: readonly string[],
  now: Date,
  here: Here,
): Promise<Places> {
  const given = await about('sources', () => sourceArguments(sources, here.cwd));
  const [report] = given.reports;
  if (report !== undefined)
    throw new UserError(`sources: ${report} is a report, not metadata`, 'formatReport shows it');
  const pulled = await about(orgs.length > 0 ? 'orgs' : 'sources', () =>
    readOrgsOf([...orgs, ...given.orgs], permissions, given.paths.length > 0, now, here),
  );
  return { paths: given.paths, pulled };
}

/** A report as `-f json` writes it, which its schema is tested to describe. */
export async function dataOf(full: FullReport): Promise<Report> {
  return JSON.parse([...json(digestOf(full))].join('')) as Report;
}
