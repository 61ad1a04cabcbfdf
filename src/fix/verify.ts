import { auditRequest, type AuditRequest } from '../audit/audit.js';
import { reread, type Look } from '../audit/reread.js';
import type { Evaluation } from '../audit/results.js';
import { conditionsOf, readsOf } from '../conditions/tree.js';
import { fieldsFor } from '../edit/setting-changes.js';
import type { Source } from '../model/app.js';
import type { AppKind } from '../model/metadata-types.js';
import { keyOfApp, type Again } from '../audit/request.js';
import { compareText } from '../model/location.js';
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
  readonly failed: FailedChecks;
  /** What the next audit can start from; absent where this one was of everything, or something could not be read. */
  readonly look?: Look;
  /** The rules that each app of it was evaluated by, whatever had changed. */
  readonly rules: ReadonlySet<string>;
}

/** By rule and app, ordered by app. */
type FailedChecks = ReadonlyMap<string, { readonly check: Evaluation; readonly result: Result }>;

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
  let last: After | undefined;
  while (current.files.size > 0) {
    const after = await auditOf(current, comparison, last);
    last = after;
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
 * read a setting which differs. Of a later audit, only the apps that are not as the one before had them, since a verdict
 * rests on nothing but the settings of the app, which hold what it shares with others; what failed for the others is known.
 */
async function auditOf(current: Draft, comparison: DraftComparison, last?: After): Promise<After> {
  const { request, read } = comparison;
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
  const look = await reread(read, edited, request, last?.look);
  const known = knownFailures(rules, look, last);
  const report = await auditRequest({
    ...request,
    lineHashes: false,
    edited,
    observe,
    ...(look && { again: againOf(look, known, rules, comparison) }),
  });
  const failed = inAppOrder(new Map([...(known ?? []), ...failedIn(report, checks)]));
  const isSound = newErrors(comparison.before, report).size === 0;
  return { report, failed, rules, ...(look && isSound && { look }) };
}

/**
 * What failed in the audit before for apps that are as they were then. Undefined where every app is to be audited: there is no
 * such audit, or those apps were not evaluated by some rule that is asked about now.
 */
function knownFailures(
  rules: ReadonlySet<string>,
  look: Look | undefined,
  last: After | undefined,
): FailedChecks | undefined {
  if (!look || !last?.look || [...rules].some((rule) => !last.rules.has(rule))) return undefined;
  return new Map([...last.failed].filter(([, { check }]) => !look.anew.has(keyOfApp(check.app))));
}

/**
 * What is to be audited. Of apps that the run is not about, nobody knows what failed before, and nobody asked to edit them: what
 * an edit changes for those is left alone.
 */
function againOf(
  { sources, changed, anew }: Look,
  known: FailedChecks | undefined,
  rules: ReadonlySet<string>,
  { read, before }: DraftComparison,
): Again {
  const audited = new Set(before.apps.map(keyOfApp));
  const others = read.flatMap((source) => source.apps.map(keyOfApp));
  const unasked = new Set(others.filter((key) => !audited.has(key)));
  const apps = new Map(
    [...changed].filter(([key]) => !unasked.has(key) && (!known || anew.has(key))),
  );
  const unguided = before.apps.filter(({ vendors }) => vendors.length === 0).map(keyOfApp);
  return { sources, changed: apps, rules, unguided: new Set(unguided) };
}

function failedIn(report: Report, checks: readonly Evaluation[]): FailedChecks {
  const results = failing(report);
  const failed = checks.flatMap((check) => {
    const key = `${check.rule.id} ${check.app.id}`;
    const result = results.get(key);
    return result ? [[key, { check, result }] as const] : [];
  });
  return new Map(failed);
}

/** As an audit of all of them tells of apps. Those of one app stay as they are. */
function inAppOrder(failed: FailedChecks): FailedChecks {
  const appOf = ([, { check }]: readonly [string, { readonly check: Evaluation }]): string =>
    check.app.id;
  return new Map([...failed].toSorted((a, b) => compareText(appOf(a), appOf(b))));
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
  const changed = reads.filter((name) => !isKnownAlike(old?.settings[name], app.settings[name]));
  const elements = new Set(changed.flatMap((name) => elementsOf(name, app.kind)));
  const ofApp = placed.filter(({ proposal }) => proposal.app.id === app.id);
  const touching = placed.filter(({ proposal }) =>
    (proposal.changes ?? []).some(({ part, path }) => elements.has(`${part} ${path}`)),
  );
  const both = ofApp.filter((one) => touching.includes(one));
  const nearest = [both, touching, ofApp].find(({ length }) => length > 0) ?? placed;
  return nearest.map(({ proposal }) => proposal);
}

/** Whether both have the same value, or neither has one. */
function isKnownAlike(a: Setting | undefined, b: Setting | undefined): boolean {
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
  const errors = newErrors(before, after);
  const files = new Set([...errors].map((one) => one.slice(one.indexOf(' ') + 1)));
  return placed
    .filter((one) => one.files.some((file) => files.has(file)))
    .map(({ proposal }) => ({ proposal, because: 'the file could not be read any more' }));
}

/** The kind and the file of each error that came. */
function newErrors(before: Report, after: Report): ReadonlySet<string> {
  const known = errorsIn(before);
  return new Set([...errorsIn(after)].filter((one) => !known.has(one)));
}

function errorsIn({ problems }: Report): ReadonlySet<string> {
  return new Set(
    problems
      .filter(({ level }) => level === 'error')
      .map(({ kind, location }) => `${kind} ${location?.file ?? ''}`),
  );
}
