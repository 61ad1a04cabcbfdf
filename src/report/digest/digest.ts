// What a report says, worked out once for all reporters. Reporters lay it out, and import nothing of the audit but this.
import { inventoryOf } from '../../inventory/inventory.js';
import type { Inventory } from '../inventory.js';
import type { Report, ReportApp, Style } from '../report.js';
import { statusOf, type Result } from '../verdict.js';
import { actionOf, type Action, ruleTexts, type RuleTexts } from './rule-texts.js';
import { acceptedOf, type Accepted } from './accepted.js';
import {
  appChecks,
  appDigests,
  type AppChecks,
  type AppDigest,
  findingsByRule,
  type RuleDigest,
} from './groups.js';
import { countsBySource, reportCounts, type Counts, type SourceCounts } from './counts.js';
import {
  concerning,
  deadlineDigests,
  type DeadlineDigest,
  dutyOf,
  sinceOf,
  type Duty,
} from './deadlines.js';
import {
  bySeverity,
  byUrgency,
  echoesByFinding,
  isAboutOrg,
  isActive,
  listedResults,
  orgFindings,
  withoutEchoes,
  withoutRepeats,
  type Finding,
} from './findings.js';
import { decidersOf, type Decider, undecidedOf, type Undecided } from './undecided.js';
import {
  headerOf,
  leftOutByFlags,
  leftOutTexts,
  type Header,
  isMilderProblem,
  termsOf,
  type Terms,
} from './header.js';
import { gapsOf, warningsOf, type Gap, type TitledProblem } from './problems.js';

/** Each part is made when a reporter first asks for it, and kept. */
export interface Digest {
  /** The report itself: data formats write it as it is. */
  readonly report: Report;
  readonly header: Header;
  /** What was asked for and not audited. */
  readonly gaps: readonly Gap[];
  /** What makes a verdict doubtful; without what made the audit milder. */
  readonly warnings: readonly TitledProblem[];
  /** What made the audit milder, one for each cause. */
  readonly milder: readonly TitledProblem[];
  /** Both, in the order of the report. */
  readonly allWarnings: readonly TitledProblem[];
  readonly terms: Terms;
  readonly counts: Counts;
  readonly countsBySource: readonly SourceCounts[];
  /** The results that were asked for, as they are. */
  readonly listed: readonly Result[];
  /** What asks for something now, in the order of the report; what is about an org once. */
  readonly findings: readonly Finding[];
  /** The same, the most severe first. */
  readonly worstFirst: readonly Finding[];
  /** The same by rule, the most severe rules first. */
  readonly rules: readonly RuleDigest[];
  /** Everything that was asked for, accepted and undecided as well, the most urgent first; what is about an org once. */
  readonly plan: readonly Finding[];
  /** What fails because of an org's own settings, excused or not, once; the most severe first. */
  readonly orgFindings: readonly Finding[];
  /** Listed checks that only an org's settings decide, whatever their verdict, but for excused ones; once. */
  readonly orgChecks: readonly Finding[];
  /** Every app, one row each. */
  readonly inventory: Inventory;
  /** The apps, the most severe first. */
  readonly apps: readonly AppDigest[];
  /** What changes on which day and concerns something of the report, the next day first. */
  readonly deadlines: readonly DeadlineDigest[];
  /** The same with what concerns nothing. */
  readonly allDeadlines: readonly DeadlineDigest[];
  readonly accepted: Accepted;
  readonly undecided: Undecided;
  /** What would decide undecided checks, the most useful first. */
  readonly deciders: readonly Decider[];
  /** What is counted but not shown, or shown but does not count. */
  readonly leftOut: readonly string[];
  /** What the flags of the caller leave out; for formats without a header. */
  readonly byFlags: readonly string[];
  /** The apps in the order of the report, one by one. */
  appChecks(): Iterable<AppChecks>;
  /** An app by its id. */
  app(id: string): ReportApp | undefined;
  /** What is said of a rule by its id, be it known or not. */
  rule(id: string): RuleTexts;
  /** What to do about a finding. */
  action(result: Result): Action;
  /** Who answers for a finding, and until when. */
  duty(result: Result): Duty;
  /** The day of the first report that has a finding; undefined where no earlier reports were asked for. */
  since(result: Result): string | undefined;
  /** The rules that a finding tells as well. */
  alsoTold(result: Result): readonly string[];
}

/** Gives the report's text, or its parts one after the other where all of it may be too long for memory. */
export type Reporter = (digest: Digest, style: Style) => string | Iterable<string>;

/** The digest of a report. */
export function digestOf(report: Report): Digest {
  const apps = once(() => new Map(report.apps.map((app) => [app.id, app])));
  const rules = once(() => ruleTexts(report));
  const echoes = once(() => echoesByFinding(report.results));
  const digest: Digest = withParts(
    {
      report,
      appChecks: () => appChecks(report, withoutEchoes(digest.listed)),
      app: (id: string) => apps().get(id),
      rule: (id: string) => rules()(id),
      alsoTold: ({ app, rule }: Result) => echoes().get(`${app} ${rule}`) ?? [],
      duty: (result: Result) => dutyOf(report, result, apps().get(result.app)),
      since: (result: Result) => sinceOf(report, result, apps().get(result.app)),
      action: (result: Result) => actionOf(result, digest.rule(result.rule)),
    },
    {
      header: () => headerOf(report),
      gaps: () => gapsOf(report),
      allWarnings: () => warningsOf(report),
      warnings: () => digest.allWarnings.filter((one) => !isMilderProblem(one)),
      milder: () => digest.allWarnings.filter(isMilderProblem),
      terms: () => termsOf(report),
      counts: () => reportCounts(report),
      countsBySource: () => countsBySource(report),
      listed: () => listedResults(report),
      findings: () => withoutRepeats(digest.listed.filter(isActive), report),
      worstFirst: () => digest.findings.toSorted((a, b) => bySeverity(a.result, b.result)),
      inventory: () => inventoryOf(report, { asked: [], quick: false, compare: false }),
      rules: () => findingsByRule(digest.worstFirst, (rule) => digest.rule(rule).finding),
      plan: () => withoutRepeats(withoutEchoes(digest.listed).toSorted(byUrgency), report),
      orgFindings: () => withoutRepeats(orgFindings(withoutEchoes(digest.listed)), report),
      orgChecks: () => withoutRepeats(withoutEchoes(digest.listed).filter(isOrgCheck), report),
      apps: () => appDigests(report, withoutEchoes(digest.listed)),
      deadlines: () => digest.allDeadlines.filter(concerning),
      allDeadlines: () => deadlineDigests(report),
      accepted: () => acceptedOf(report),
      undecided: () => undecidedOf(report),
      deciders: () => decidersOf(report),
      leftOut: () => leftOutTexts(report, digest.listed.filter(isFail).length),
      byFlags: () => leftOutByFlags(report),
    },
  );
  return digest;
}

function isOrgCheck(result: Result): boolean {
  return isAboutOrg(result) && statusOf(result) !== 'excused';
}

function isFail({ verdict }: Result): boolean {
  return verdict === 'fail';
}

function once<T>(make: () => T): () => T {
  let made: readonly [T] | undefined;
  return () => (made ??= [make()])[0];
}

/** An object whose parts are made when they are first asked for: a run of one format pays for that one. */
function withParts<O extends object, P extends object>(
  own: O,
  parts: { readonly [K in keyof P]: () => P[K] },
): O & P {
  const getters = Object.entries<() => unknown>(parts).map(([name, make]) => [
    name,
    { get: once(make), enumerable: true },
  ]);
  return Object.defineProperties(own, Object.fromEntries(getters) as PropertyDescriptorMap) as O &
    P;
}
