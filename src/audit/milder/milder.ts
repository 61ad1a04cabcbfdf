// What makes a run milder is derived: what it would say without configuration, baseline and rulesets of one's own, minus
// what it says. No list of the ways to do that could be complete.
import { conflictingDemands } from '../../rulesets/rules-of-results.js';
import type { App, Source } from '../../model/app.js';
import { groupBy } from '../../model/lists.js';
import { formatRange, startOf, type Location } from '../../model/location.js';
import { type Fate, reaches, usualFailOn } from '../../report/severity.js';
import type { Problem } from '../../report/problem.js';
import { sourcesByApp, type ReportApp } from '../../report/report.js';
import { statusOf, type Result } from '../../report/verdict.js';
import type { EvaluatedApp } from '../evaluate-apps.js';
import type { AuditRequest } from '../request.js';
import { isOrgWide, severityOf } from '../results.js';
import { causeOf, replacementOf, overrideSubject, type Cause } from './causes.js';
import { lossesOfApp, type Loss } from './losses.js';
import { ownGuidesReference, referenceOf, wholeApp, wholeReference } from './reference.js';
import { lostCounts, milderProblem, newLosses, type Losses, type Lost } from './tell.js';

/** Collects what a run loses. */
export interface Milder {
  /** Told of each app once it is evaluated. */
  readonly compare: (evaluated: EvaluatedApp) => Promise<void>;
  /** Told of apps that no package directory holds: the first file of all of them, and the place that says so. */
  readonly compareOutside: (
    apps: readonly App[],
    told: { readonly file: string; readonly place: Location },
  ) => Promise<void>;
  /** Told of apps that a deployment calls otherwise than their files do. */
  readonly compareReplaced: (apps: readonly App[]) => Promise<void>;
  /** What made the run milder, once its results are settled. */
  readonly problems: (results: readonly Result[], apps: readonly ReportApp[]) => readonly Problem[];
}

/** What a run is about: all apps of its sources, also those that it does not evaluate. */
export interface Around {
  readonly found: readonly App[];
  readonly sources: readonly Pick<Source, 'leftOut' | 'replacedApps'>[];
}

export function createMilder(request: AuditRequest, { found, sources }: Around): Milder {
  const reference = referenceOf(request, found);
  const guides = ownGuidesReference(request, found);
  const losses = newLosses();
  const { ignoreExcuses, options } = request;
  const terms = { strict: options.strict, ignoreExcuses };
  const blamed = { request, patternText: patternTexts(sources) };
  const { rules } = request.select;
  const isMeant = ({ before }: Loss): boolean => rules?.isMeant(before.rule.id) ?? true;
  const tell = (lost: readonly Loss[], evaluated: EvaluatedApp): void => {
    for (const one of lost.filter(isMeant)) addLoss(losses, one, causeOf(one, evaluated, blamed));
  };
  const compareGone = async (apps: readonly App[], causeIn: (app: App) => Cause) => {
    if (apps.length === 0) return;
    const evaluate = await wholeReference(request);
    for (const app of apps) {
      const lost = lossesOfApp(await evaluate(wholeApp(app)), undefined, terms);
      for (const one of lost.filter((loss) => isMeant(loss) && !isOrgWide(loss.before)))
        addLoss(losses, one, causeIn(app));
    }
  };
  return {
    compare: async (evaluated) => {
      const app = wholeApp(evaluated.app);
      const [shipped, own] = [await reference(evaluated.app), await guides];
      if (shipped) tell(lossesOfApp(await shipped(app), evaluated, terms), evaluated);
      if (own) tell(guideLosses(await own(app), evaluated, terms), evaluated);
    },
    compareOutside: async (apps, { file, place }) => {
      const what = `apps are in no package directory, ${file} first`;
      const cause = { what, location: place, byCaller: request.caller?.files === true };
      await compareGone(apps, () => cause);
    },
    compareReplaced: (apps) =>
      compareGone(apps, ({ asWritten }) => {
        const place = replacementOf(asWritten?.values[0]);
        return { what: 'a replacement', byCaller: false, ...place };
      }),
    problems: (results, apps) => {
      const sourceOf = sourcesByApp(apps);
      for (const result of results) addAccepted(losses, result, { request, sourceOf });
      return [...thresholdProblem(results, { request, sourceOf }), ...losses.problems()];
    },
  };
}

/** What guides of one's own lost; that two guides contradict each other is told of the one that does. */
function guideLosses(
  before: EvaluatedApp,
  now: EvaluatedApp,
  terms: Parameters<typeof lossesOfApp>[2],
): readonly Loss[] {
  const conflicts = now.checks.filter(({ rule }) => rule.id === conflictingDemands.id);
  return lossesOfApp(before, now, terms).filter(
    ({ before: { rule } }) =>
      rule.id !== conflictingDemands.id &&
      !conflicts.some(({ rule: { title } }) => title?.includes(rule.id)),
  );
}

/** What each pattern of `.forceignore` leaves out of all sources. */
function patternTexts(sources: Around['sources']): (by: Location) => string {
  const files = sources.flatMap(({ leftOut = [] }) => leftOut);
  const groups = groupBy(files, ({ by }) => formatRange(by));
  return (by) => {
    const names = [...new Set(groups.get(formatRange(by))?.map(({ file }) => file))];
    const all = names.length === 1 ? `${names[0]}` : `${names.length} files, ${names[0]} first`;
    return `a pattern leaves out ${all} (--no-forceignore reads all)`;
  };
}

function addLoss(losses: Losses, { before, fate }: Loss, cause: Cause): void {
  const { app, rule } = before;
  const source = isOrgWide(before) ? { source: app.source } : {};
  const finding = `${app.id} ${rule.id} ${rule.title ?? ''}`;
  losses.add(cause, { finding, rule: rule.id, severity: severityOf(before), fate, ...source });
}

interface Settled {
  readonly request: AuditRequest;
  /** The source of an app, by its id. */
  readonly sourceOf: (app: string) => string;
}

/** What a suppression or the baseline takes away, whoever demands it. */
function addAccepted(losses: Losses, result: Result, { request, sourceOf }: Settled): void {
  const { verdict } = result;
  if (verdict !== 'fail' && !(verdict === 'open' && request.options.strict)) return;
  const accepted = acceptedBy(result, request);
  if (!accepted) return;
  const [fate, cause] = accepted;
  losses.add(cause, lostOf(result, fate, sourceOf));
}

function lostOf(result: Result, fate: Fate, sourceOf: Settled['sourceOf']): Lost {
  const { rule, severity, fingerprint, app, about } = result;
  const source = about === 'org' ? { source: sourceOf(app) } : {};
  return { finding: `${fingerprint} ${app}`, rule, severity, fate, ...source };
}

function acceptedBy(result: Result, request: AuditRequest): readonly [Fate, Cause] | undefined {
  const { caller, config, baseline } = request;
  const files = caller?.files === true;
  const location = result.suppressed?.location;
  const status = statusOf(result);
  if (status === 'suppressed') {
    const entry = config?.suppressions.find((one) => one.location === location);
    const what = `the suppression of ${entry ? overrideSubject(entry) : result.rule}`;
    return ['suppressed', { what, ...(location && { location }), byCaller: files }];
  }
  if (status !== 'baselined' || !baseline || baseline.adopt) return undefined;
  const byCaller = files || caller?.baseline === true;
  const cause = { what: 'the baseline', location: startOf(baseline.file), byCaller };
  return ['known from the baseline', cause];
}

/** A higher threshold than the usual one, where a file says so. */
function thresholdProblem(
  results: readonly Result[],
  { request, sourceOf }: Settled,
): readonly Problem[] {
  const { config, caller, options } = request;
  const { failOn } = options;
  const said = config?.failOn;
  if (!config || caller?.failOn || said !== failOn || reaches(usualFailOn, failOn)) return [];
  const below = results.filter(
    ({ verdict, severity }) =>
      verdict === 'fail' && reaches(severity, usualFailOn) && !reaches(severity, failOn),
  );
  const lost = below
    .filter((one) => ['active', 'excused', 'echo'].includes(statusOf(one)))
    .map((one) => lostOf(one, 'below the threshold', sourceOf));
  const what = `failOn is ${failOn}, not ${usualFailOn}`;
  const location = config.places?.failOn ?? startOf(config.file);
  const cause = { location, byCaller: caller?.files === true };
  return [milderProblem(cause, { what, lost: lostCounts(lost), threshold: true })];
}
