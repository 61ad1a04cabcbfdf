// What failed, as work to do: in the order of the report or the most severe first, and what is about the whole org once.
import { groupBy } from '../../model/lists.js';
import { keptOr } from '../../model/once-for.js';
import { sourcesByApp, type Report, type ReportApp } from '../report.js';
import { reaches, severityRank } from '../severity.js';
import { statuses, statusOf, type Result } from '../verdict.js';

/** A result as work to do: what is about the org occurs once, for all the apps that share it. */
export interface Finding {
  readonly result: Result;
  /** The ids of its apps. */
  readonly apps: readonly string[];
  /** The id of its source. */
  readonly source: string;
}

/** The results that were asked for, by verdict and by severity; the others are only counted. */
export function listedResults(report: Report): readonly Result[] {
  const { include, minSeverity } = report.options;
  return report.results.filter(
    ({ verdict, severity }) => include.includes(verdict) && reaches(severity, minSeverity),
  );
}

/** Whether a result is a failure that asks for something now. */
export function isActive(result: Result): boolean {
  return result.verdict === 'fail' && statusOf(result) === 'active';
}

/** Without what other findings tell as well. */
export function withoutEchoes(results: readonly Result[]): readonly Result[] {
  return results.filter((one) => statusOf(one) !== 'echo');
}

/** The rules that a finding tells as well, by the app and the rule of the finding. */
export function echoesByFinding(
  results: readonly Result[],
): ReadonlyMap<string, readonly string[]> {
  const echoes = results.filter((one) => statusOf(one) === 'echo');
  const groups = groupBy(echoes, ({ app, echo }) => `${app} ${echo}`);
  return new Map([...groups].map(([key, list]) => [key, list.map(({ rule }) => rule)]));
}

/** Whether somebody decided to live with a result for now, or knew it before. */
export function isAccepted(result: Result): boolean {
  const status = statusOf(result);
  return status === 'suppressed' || status === 'baselined';
}

export function isAboutOrg({ about }: Result): boolean {
  return about === 'org';
}

/** Findings about a source as a whole, under what they are about. */
export interface SharedFindings {
  readonly title: string;
  readonly findings: readonly Finding[];
}

/**
 * Findings that every app of a source shares: those that a settings file of the org states, and those that files of the apps
 * state alike, which are no settings of the org. A part without findings is not there.
 */
export function sharedParts(
  findings: readonly Finding[],
  app: (id: string) => Pick<ReportApp, 'files'> | undefined,
): readonly SharedFindings[] {
  const isInApp = ({ result, apps }: Finding): boolean =>
    apps.some((id) => app(id)?.files.includes(result.location.file));
  const inApps = findings.filter(isInApp);
  const isOfSeveral = inApps.some(({ apps }) => apps.length > 1);
  const inAppsTitle = isOfSeveral ? 'The same for several apps' : 'The app as a whole';
  const parts = [
    { title: 'Settings of the whole org', findings: findings.filter((one) => !isInApp(one)) },
    { title: inAppsTitle, findings: inApps },
  ];
  return parts.filter((part) => part.findings.length > 0);
}

export function bySeverity(a: Result, b: Result): number {
  return severityRank(a.severity) - severityRank(b.severity);
}

const verdictOrder = ['fail', 'open', 'pass', 'notApplicable'] as const;

/** The order of an action plan: what failed before what is undecided, what asks for something before what is accepted. */
export function byUrgency(a: Result, b: Result): number {
  return (
    verdictOrder.indexOf(a.verdict) - verdictOrder.indexOf(b.verdict) ||
    statuses.indexOf(statusOf(a)) - statuses.indexOf(statusOf(b)) ||
    bySeverity(a, b)
  );
}

/** What fails because of the org's own settings, whatever the app: the most severe first. */
export function orgFindings(listed: readonly Result[]): readonly Result[] {
  return listed
    .filter((result) => isAboutOrg(result) && result.verdict === 'fail' && !isAccepted(result))
    .toSorted(bySeverity);
}

/**
 * Results with each finding about the org once, where the first one is: once for each source of the report. Apps whose
 * finding is of another verdict or severity, or accepted in another way, share it among themselves.
 */
export function withoutRepeats(results: readonly Result[], { apps }: Report): readonly Finding[] {
  const sourceOf = sourcesByApp(apps);
  const shared = new Map<string, Finding & { readonly apps: string[] }>();
  for (const result of results) {
    const source = sourceOf(result.app);
    const key = isAboutOrg(result) ? sharedFindingKey(result, source) : `${shared.size}`;
    keptOr(shared, key, () => ({ result, apps: [], source })).apps.push(result.app);
  }
  return [...shared.values()];
}

function sharedFindingKey(result: Result, source: string): string {
  const { fingerprint, verdict, severity, suppressed, baselined } = result;
  const { reason, owner, expires } = suppressed ?? {};
  return JSON.stringify([
    source,
    fingerprint,
    verdict,
    severity,
    reason,
    owner,
    expires,
    baselined,
  ]);
}
