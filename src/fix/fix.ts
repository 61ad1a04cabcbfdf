import { auditRequest, type AuditRequest } from '../audit/audit.js';
import type { Evaluation } from '../audit/results.js';
import type { FactLookup } from '../conditions/evaluate.js';
import { compareText } from '../model/location.js';
import type { App, Source } from '../model/app.js';
import type { Report } from '../report/report.js';
import type { Result } from '../report/verdict.js';
import { isSettingName } from '../settings/settings.js';
import { draft, type Draft } from './draft.js';
import { proposalOf, type Proposal } from './proposals.js';
import { fixRowOf } from './rows.js';
import { verified } from './verify.js';

/** What `fix` is to do. */
export interface FixOptions {
  /** Whether a rule is meant; every rule when absent. */
  readonly isWanted?: (rule: string) => boolean;
  /** Make risky edits, and those that change only the file, too. */
  readonly unsafe: boolean;
  /** Full rule id → the value for its findings. */
  readonly values: ReadonlyMap<string, string>;
}

/** What stays to be done, and why. */
export interface Left {
  readonly proposal: Proposal;
  readonly because?: string;
}

/** Edits that fix findings, and what is left. */
export interface Fixes {
  /** The audit that found what is to be fixed. */
  readonly report: Report;
  readonly draft: Draft;
  readonly left: readonly Left[];
  /** How many findings are left alone because the configuration accepts them. */
  readonly accepted: number;
}

/**
 * Works out edits of metadata files, and proves them: the files as they would be are read and audited, each finding that an edit
 * is for has to be gone, and no other may come. Nothing is written. What the configuration accepts, and what the guide of a
 * vendor excuses, is left alone. Throws what `audit` throws.
 */
export async function fixesOf(request: AuditRequest, options: FixOptions): Promise<Fixes> {
  const { hooks, audited } = recording(() => true);
  const report = await auditRequest({ ...request, lineHashes: false, ...hooks });
  return fixesOfAudit(audited(report), request, options);
}

/** An audit that has run, with what it takes to fix its findings. */
export interface Audited {
  readonly report: Report;
  readonly failed: readonly Evaluation[];
  readonly read: readonly Source[];
}

/** What an audit is to be given so that its findings, or those that `isKept` names, can be fixed. */
export interface Recording {
  readonly hooks: Required<Pick<AuditRequest, 'observe' | 'keep'>>;
  readonly audited: (report: Report) => Audited;
}

export function recording(isKept: (check: Evaluation) => boolean): Recording {
  const failed: Evaluation[] = [];
  let read: readonly Source[] = [];
  const observe = (checks: readonly Evaluation[]): void => {
    failed.push(...checks.filter((check) => check.evaluation.verdict === 'fail' && isKept(check)));
  };
  const keep = (sources: readonly Source[]): void => {
    read = sources;
  };
  return { hooks: { observe, keep }, audited: (report) => ({ report, failed, read }) };
}

/** Whether a finding may be one that an edit fixes which no client notices. */
export function mayBeSafe({ rule }: Evaluation): boolean {
  const row = fixRowOf(rule.id);
  return row === undefined || row.class === 'safe' || row.safeWhen !== undefined;
}

/** The edits that no client notices, for reports that show them beside the findings: see `fixesByFinding`. */
export async function safeFixes(audited: Audited, request: AuditRequest): Promise<Fixes> {
  // What was asked of orgs is not asked again.
  const pulled = request.pulled ?? audited.read.filter(({ kind }) => kind === 'org');
  return fixesOfAudit(audited, { ...request, pulled }, { unsafe: false, values: new Map() });
}

/** The same for an audit that has run. */
async function fixesOfAudit(
  { report, failed, read }: Audited,
  request: AuditRequest,
  options: FixOptions,
): Promise<Fixes> {
  const results = new Map(report.results.map((result) => [findingKey(result), result]));
  const given = { values: options.values, elsewhere: useInOrgs(report) };
  const isMeant = options.isWanted ?? (() => true);
  const proposals: Proposal[] = [];
  let accepted = 0;
  for (const check of failed) {
    const result = results.get(`${check.rule.id} ${check.app.id}`);
    if (!result || !isMeant(result.rule)) continue;
    if (result.suppressed) accepted += 1;
    if (result.suppressed || result.excusedBy) continue;
    proposals.push(proposalOf(check, result, given));
  }
  const ordered = proposals.toSorted(byPriority);
  const offered = ordered.filter((one) => isOffered(one, options));
  const first = draft(offered, request);
  const { draft: proven, dropped } = await verified(first, {
    request,
    read,
    before: report,
    offered,
    followUp: (check, result) => {
      if (result.suppressed || result.excusedBy || !isMeant(result.rule)) return undefined;
      const proposal = proposalOf(check, result, given);
      return isOffered(proposal, options) ? proposal : undefined;
    },
  });
  return {
    report,
    draft: proven,
    left: [
      ...dropped.map(({ proposal, because }) => ({ proposal, because })),
      ...ordered
        .filter((one) => !isOffered(one, options))
        .map((proposal) => ({ proposal, ...(proposal.because && { because: proposal.because }) })),
    ].toSorted((a, b) => inReportOrder(a.proposal, b.proposal)),
    accepted,
  };
}

function findingKey({ rule, app }: Result): string {
  return `${rule} ${app}`;
}

function isOffered({ changes, class: kind }: Proposal, { unsafe }: FixOptions): boolean {
  if (!changes) return false;
  switch (kind) {
    case 'safe':
    case 'input':
      return true;
    case 'risky':
    case 'file':
      return unsafe;
    case 'decide':
    case 'setup':
      return false;
  }
}

/** A guide comes before security practice: what it demands is never undone. */
function byPriority(a: Proposal, b: Proposal): number {
  const rank = ({ ruleset }: Proposal): number => (ruleset.kind === 'vendor' ? 0 : 1);
  return rank(a) - rank(b) || inReportOrder(a, b);
}

function inReportOrder(a: Proposal, b: Proposal): number {
  return compareText(a.app.id, b.app.id) || compareText(a.rule.id, b.rule.id);
}

/** What the orgs of a run say of the use of an app: by kind and API name. */
function useInOrgs({ apps }: Report): (app: App) => FactLookup {
  const ofOrgs = new Map(
    apps.flatMap((app) => (app.ofOrg ? [[`${app.kind}:${app.apiName}`, app] as const] : [])),
  );
  return ({ kind, apiName }) => {
    const other = ofOrgs.get(`${kind}:${apiName}`);
    return (name) =>
      (other && isSettingName(name) && other.settings[name]) || {
        state: 'unknown',
        reason: 'no org of this run says it',
      };
  };
}
