import { auditRequest, type AuditRequest } from '../audit/audit.js';
import { reread } from '../audit/reread.js';
import type { Evaluation } from '../audit/results.js';
import { conditionsOf, readsOf } from '../conditions/tree.js';
import { fieldsFor } from '../edit/setting-changes.js';
import type { Source } from '../model/app.js';
import type { AppKind } from '../model/metadata-types.js';
import type { Report } from '../report/report.js';
import { severityRank } from '../report/severity.js';
import type { Result } from '../report/verdict.js';
import { effectiveFlags } from '../settings/effective.js';
import { isSettingName, type Setting, type SettingName } from '../settings/settings.js';
import { redraft, type Draft, type Refused } from './draft.js';
import type { Proposal } from './proposals.js';
import { sometimesSafe } from './rows.js';

/** What a draft is compared with, and what may be done about findings that an edit brings. */
export interface DraftComparison {
  readonly request: AuditRequest;
  /** What that audit read. */
  readonly read: readonly Source[];
  /** The audit of the files as they are. */
  readonly before: Report;
  /** What was to be fixed at first, also what came to nothing. */
  readonly offered: readonly Proposal[];
  /** What would fix a finding that an edit brings, or that became safe to fix by one, where this run may do it. */
  readonly followUp: (check: Evaluation, result: Result) => Proposal | undefined;
}

/** A proposal that goes, with the finding that it is held to bring. */
interface FaultyProposal extends Refused {
  readonly brings?: string;
}

/** A draft that holds what it says, and what had to be left out of it for that. */
export interface Verified {
  readonly draft: Draft;
  readonly dropped: readonly Refused[];
}

/** An audit of the files as they would be. */
interface After {
  readonly report: Report;
  readonly failed: ReadonlyMap<string, { readonly check: Evaluation; readonly result: Result }>;
}

/**
 * Audits the files as they would be. A proposal whose finding is still there goes, and so does one that brings a finding or an
 * error; what an edit brings and another edit fixes is fixed as well, and so is what only an edit made safe to fix: a second
 * run has nothing to do. Then the rest is audited again.
 */
export async function verified(first: Draft, comparison: DraftComparison): Promise<Verified> {
  let faulty: readonly FaultyProposal[] = [];
  const known = new Set(failing(comparison.before).keys());
  const tried = new Set(comparison.offered.map(proposalKey));
  let current = first;
  while (current.files.size > 0) {
    const after = await auditOf(current, comparison);
    const followers = followUps(after, comparison, tried);
    const faults =
      followers.length > 0 ? [] : faultyProposals(current, comparison.before, after, known);
    const settled = faults.length === 0 && followers.length === 0;
    const acquitted = settled ? faulty.filter(({ brings }) => isBrought(brings, after, known)) : [];
    if (settled && acquitted.length === 0) break;
    if (settled) for (const key of after.failed.keys()) known.add(key);
    faulty = [...faulty.filter((one) => !acquitted.includes(one)), ...faults];
    const gone = new Set(faults.map(({ proposal }) => proposal));
    current = redraft(current, gone, [...followers, ...acquitted.map(({ proposal }) => proposal)]);
  }
  return withoutIdle(current, [...faulty, ...current.refused]);
}

/** A finding that an edit was blamed for, and that came by an edit which stays. */
function isBrought(key: string | undefined, after: After, known: ReadonlySet<string>): boolean {
  return key !== undefined && after.failed.has(key) && !known.has(key);
}

/** Proposals of which nothing is left to do: another edit does the same, or the file says it already. */
function withoutIdle(current: Draft, dropped: readonly Refused[]): Verified {
  const isIdle = ({ files }: Draft['placed'][number]): boolean =>
    !files.some((one) => current.files.has(one));
  const idle = current.placed
    .filter(isIdle)
    .map(({ proposal }) => ({ proposal, because: 'no element of the files would change' }));
  const placed = current.placed.filter((one) => !isIdle(one));
  return { draft: { ...current, placed }, dropped: [...dropped, ...idle] };
}

/**
 * Only what the edits concern is read and evaluated again, where that can be told: the apps of the files, by the rules that
 * read a setting which differs.
 */
async function auditOf(current: Draft, { request, read }: DraftComparison): Promise<After> {
  const changed = [...current.files.values()].map(({ path, after }) => [path, after] as const);
  const edited = new Map([...(request.edited ?? []), ...changed]);
  const checks: Evaluation[] = [];
  const observe = (all: readonly Evaluation[]): void => {
    checks.push(...all.filter(({ evaluation }) => evaluation.verdict === 'fail'));
  };
  const rules = new Set([
    ...current.placed.map(({ proposal }) => proposal.rule.id),
    ...sometimesSafe,
  ]);
  const again = await reread(read, edited, request);
  const report = await auditRequest({
    ...request,
    lineHashes: false,
    edited,
    observe,
    ...(again && { again: { ...again, rules } }),
  });
  const results = failing(report);
  const failed = checks.flatMap((check) => {
    const key = `${check.rule.id} ${check.app.id}`;
    const result = results.get(key);
    return result ? [[key, { check, result }] as const] : [];
  });
  return { report, failed: new Map(failed) };
}

function proposalKey({ rule, app }: Pick<Proposal, 'rule' | 'app'>): string {
  return `${rule.id} ${app.id}`;
}

function failing({ results }: Report): ReadonlyMap<string, Result> {
  return new Map(
    results
      .filter(({ verdict }) => verdict === 'fail')
      .map((result) => [`${result.rule} ${result.app}`, result]),
  );
}

/** Findings that are new. What a guide demands may be what security practice advises against: that is told, at severity info. */
function broughtBy(
  after: After,
  known: ReadonlySet<string>,
): readonly (readonly [string, { readonly check: Evaluation; readonly result: Result }])[] {
  return [...after.failed].filter(([key, { result }]) => !known.has(key) && !result.excusedBy);
}

function followUps(
  after: After,
  { followUp }: DraftComparison,
  tried: Set<string>,
): readonly Proposal[] {
  return [...after.failed].flatMap(([key, { check, result }]) => {
    if (tried.has(key)) return [];
    const proposal = followUp(check, result);
    if (!proposal) return [];
    tried.add(key);
    return [proposal];
  });
}

function faultyProposals(
  current: Draft,
  before: Report,
  after: After,
  known: ReadonlySet<string>,
): readonly FaultyProposal[] {
  const still = current.placed
    .filter(({ proposal }) => after.failed.has(proposalKey(proposal)))
    .map(({ proposal }) => ({ proposal, because: 'the finding would still be there' }));
  const suspects = current.placed.filter(
    ({ proposal }) => !still.some((one) => one.proposal === proposal),
  );
  return [
    ...still,
    ...bringing(suspects, before, after, known),
    ...breaking(suspects, before, after.report),
  ];
}

/** For each app with new findings, the one that most likely brought the first of them. */
function bringing(
  placed: Draft['placed'],
  before: Report,
  after: After,
  known: ReadonlySet<string>,
): readonly FaultyProposal[] {
  const found = new Map<Proposal, Result>();
  const apps = new Set<string>();
  for (const [, { check, result }] of broughtBy(after, known)) {
    if (apps.has(result.app)) continue;
    const suspects = suspectsOf(placed, check, before);
    const culprit = suspects.at(-1);
    if (culprit && isAcceptedFollowUp(culprit, result)) continue;
    apps.add(result.app);
    if (culprit) found.set(culprit, result);
  }
  return [...found].map(([proposal, { rule, app }]) => ({
    proposal,
    because: `the edit would bring a finding of ${rule}`,
    brings: `${rule} ${app}`,
  }));
}

/** An app as its guide demands may have findings that it did not have, as long as they are milder than the demand. */
function isAcceptedFollowUp({ ruleset, result }: Proposal, brought: Result): boolean {
  const isMilder = severityRank(brought.severity) > severityRank(result.severity);
  return ruleset.kind === 'vendor' && isMilder;
}

/** Those that change what the rule reads of the app and what has changed; else those of the app; else all. The last is the first to go. */
function suspectsOf(
  placed: Draft['placed'],
  { rule, app }: Evaluation,
  before: Report,
): readonly Proposal[] {
  const old = before.apps.find(({ id }) => id === app.id);
  const reads = conditionsOf(rule).flatMap(readsOf).filter(isSettingName);
  const changed = reads.filter((name) => !isSameSetting(old?.settings[name], app.settings[name]));
  const elements = new Set(changed.flatMap((name) => elementsOf(name, app.kind)));
  const ofApp = placed.filter(({ proposal }) => proposal.app.id === app.id);
  const touching = placed.filter(({ proposal }) =>
    (proposal.changes ?? []).some(({ part, path }) => elements.has(`${part} ${path}`)),
  );
  const both = ofApp.filter((one) => touching.includes(one));
  const nearest = [both, touching, ofApp].find(({ length }) => length > 0) ?? placed;
  return nearest.map(({ proposal }) => proposal);
}

function isSameSetting(a: Setting | undefined, b: Setting | undefined): boolean {
  const valueOf = (one: Setting | undefined): unknown =>
    one?.state === 'known' ? one.value : undefined;
  return JSON.stringify(valueOf(a)) === JSON.stringify(valueOf(b));
}

/** The elements of a setting, and those of the switches behind an effective flag. */
function elementsOf(name: SettingName, kind: AppKind): readonly string[] {
  const names = [name, ...(effectiveFlags.get(name) ?? []), ...(basis[name] ?? [])];
  return names.flatMap((one) => fieldsFor(one, kind)).map(({ part, path }) => `${part} ${path}`);
}

/** What derived settings are worked out from, as far as edits change it. */
export const basis: Readonly<Partial<Record<SettingName, readonly SettingName[]>>> = {
  authorizationCodeFlow: ['callbackUrls', 'clientCredentialsFlowSetting'],
  callbackHosts: ['callbackUrls'],
  malformedCallbackUrls: ['callbackUrls'],
  plainHttpCallbackUrls: ['callbackUrls'],
  shortSchemeCallbackUrls: ['callbackUrls'],
  userInfoCallbackUrls: ['callbackUrls'],
  wildcardCallbackUrls: ['callbackUrls'],
  permittedProfileNames: ['permittedProfiles'],
  refreshTokenDays: ['refreshTokenPolicy', 'idleRefreshTokenLimit'],
  sessionTimeoutSet: ['sessionTimeoutMinutes'],
  highAssuranceRequired: ['sessionLevel'],
  trustedIpAddressCount: ['trustedIpRanges'],
  overlappingIpRanges: ['trustedIpRanges'],
};

/** A file that could be read and could not be any more: nothing of it is done. */
function breaking(placed: Draft['placed'], before: Report, after: Report): readonly Refused[] {
  const errors = (report: Report): ReadonlySet<string> =>
    new Set(
      report.problems
        .filter(({ level }) => level === 'error')
        .map(({ kind, location }) => `${kind} ${location?.file ?? ''}`),
    );
  const known = errors(before);
  const files = new Set(
    [...errors(after)]
      .filter((one) => !known.has(one))
      .map((one) => one.slice(one.indexOf(' ') + 1)),
  );
  return placed
    .filter((one) => one.files.some((file) => files.has(file)))
    .map(({ proposal }) => ({ proposal, because: 'the file could not be read any more' }));
}
