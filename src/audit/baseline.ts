import { extended } from '../model/extended.js';
import { appId, type App, type Source } from '../model/app.js';
import type { Baseline, BaselineUse, KnownFinding, KnownSource } from '../report/baseline.js';
import { timesEach } from '../model/lists.js';
import { keptOr } from '../model/once-for.js';
import { compareText } from '../model/location.js';
import type { Problem } from '../report/problem.js';
import type { ReportApp } from '../report/report.js';
import type { Rule } from '../model/ruleset.js';
import { UserError } from '../model/user-error.js';
import type { Result } from '../report/verdict.js';
import { baselineNotes, risenFindings, unmatchedSources } from './baseline-notes.js';
import { compare, type BaselineComparison, type Names } from './compare.js';
import {
  knownFindingKey,
  folderIn,
  knownFindings,
  type Subjects,
  knownSource,
  matchSources,
  sourceKey,
  sourcesOfBaseline,
  type SourceMatch,
} from './known-findings.js';
import type { GivenBaseline } from './request.js';

/** What a baseline is held against. */
export interface BaselineInput {
  readonly sources: readonly Pick<Source, 'id' | 'org'>[];
  /** Whether the run is one of several over several sources. */
  readonly several: boolean;
  /** All apps of the sources, evaluated or not. */
  readonly found: readonly Pick<App, 'kind' | 'apiName' | 'source' | 'folder'>[];
  readonly apps: readonly ReportApp[];
  /** Every rule that ran. */
  readonly rules: readonly Rule[];
  /** Whether everything could be read: else nobody can tell what is gone. */
  readonly sound: boolean;
  /** Whether the run was about every rule of the configuration. */
  readonly everyRule: boolean;
}

export interface Baselined {
  readonly results: readonly Result[];
  readonly use: BaselineUse;
  readonly problems: readonly Problem[];
}

/** Throws UserError for a baseline that does not know of which source its findings are, in a run over several. */
export function refuseUnsourced({ file, known }: GivenBaseline, sources: number): void {
  if (known.version !== '1' || sources < 2) return;
  throw new UserError(
    `the baseline ${file} is of version 1, which does not say of which source a finding is, and this run has several`,
    `write it anew with --write-baseline ${file}`,
  );
}

/** Marks the results that the baseline has, or all of them where it adopts today's, and tells what is gone. */
export function applyBaseline(
  results: readonly Result[],
  { file, known: before, adopt }: GivenBaseline,
  evaluated: BaselineInput,
): Baselined {
  const subjects = subjectsOf(evaluated);
  const today = knownFindings(results, subjects);
  const matches = matchSources(
    sourcesOfBaseline(before),
    [...subjects.sources.values()],
    evaluated.several,
  );
  const names = namesInBaseline(evaluated, matches, today);
  const compared = compare(today.values(), before.findings, names);
  const isSeen = scopeOfRun(evaluated, matches);
  const gone = inBaselineOrder(
    compared.left.filter((one) => !compared.worse.has(one) && isSeen(one)),
  );
  const next = nextOf(before, { adopt, results, today, compared, gone, subjects, matches });
  const known = new Set([...compared.known.keys()].map(knownFindingKey));
  const isKnown = (result: Result): boolean => {
    if (result.suppressed || (result.verdict !== 'fail' && result.verdict !== 'open')) return false;
    const source = subjects.apps.get(result.app)?.source ?? '';
    const key = knownFindingKey({ source, fingerprint: result.fingerprint });
    return today.has(key) && (adopt || known.has(key));
  };
  const use = {
    file,
    version: before.version,
    findings: before.findings.length,
    gone,
    unsettled: unsettledFindings(compared, gone, evaluated, matches),
    rose: risenFindings(compared),
    sources: unmatchedSources(before, matches, subjects),
    next,
  };
  return {
    results: results.map((one) =>
      isKnown(one) ? extended(one, { baselined: true as const }) : one,
    ),
    use,
    problems: baselineNotes(use, matches),
  };
}

function subjectsOf({ sources, apps }: BaselineInput): Subjects {
  return {
    apps: new Map(apps.map((app) => [app.id, app])),
    sources: new Map(sources.map((source) => [source.id, knownSource(source)])),
  };
}

type Matches = ReadonlyMap<string, SourceMatch>;

/** A renamed rule is the same rule, and a source of the baseline is the one of the run that it is. */
function namesInBaseline(
  { found, rules }: BaselineInput,
  matches: Matches,
  today: ReadonlyMap<string, KnownFinding>,
): Names {
  const current = currentIds(rules);
  const settings = new Map([...today.values()].map((one) => [one.fingerprint, one.settings]));
  const own = new Set(today.values());
  const subjectOf = (one: KnownFinding): string =>
    `${one.app}\n${placeInSource(one, matches, own)}`;
  const homes = new Map<string, Set<string>>();
  for (const app of found) {
    const subject = `${appId(app.kind, app.apiName)}\n= ${app.source}`;
    keptOr(homes, subject, () => new Set<string>()).add(folderIn(app));
  }
  return {
    subjectOf,
    homes,
    keyOf: (one) => {
      const about = one.settings ?? settings.get(one.fingerprint) ?? [];
      return `${current(one.rule)}\n${about.join()}\n${subjectOf(one)}`;
    },
  };
}

/** Where a finding is: in a source of the run, or in one of the baseline that is not in the run. */
function placeInSource(
  one: KnownFinding,
  matches: Matches,
  own: ReadonlySet<KnownFinding>,
): string {
  if (own.has(one)) return `= ${one.source}`;
  const match = matches.get(sourceKey(one));
  return match ? `= ${match.today.source}` : `? ${sourceKey(one)}`;
}

function currentIds(rules: readonly Rule[]): (rule: string) => string {
  const ids = new Map(rules.flatMap(({ id, aliases }) => aliases.map((alias) => [alias, id])));
  return (rule) => ids.get(rule) ?? rule;
}

/** Whether a finding would have been found if it were still there: its app was evaluated, or is in its source no more. */
function scopeOfRun(
  { sound, everyRule, found, apps, rules }: BaselineInput,
  matches: Matches,
): (finding: KnownFinding) => boolean {
  const current = currentIds(rules);
  const ran = new Set(rules.map(({ id }) => id));
  const there = new Set(found.flatMap(subjectsIn));
  const evaluated = new Set(apps.flatMap(subjectsIn));
  // What is about the org, an app may say that was not evaluated.
  const some = timesEach(apps.map(({ source }) => source));
  for (const [source, all] of timesEach(found.map((app) => app.source)))
    if (some.get(source) !== all) evaluated.delete(`org ${source}`);
  return (finding) => {
    const match = matches.get(sourceKey(finding));
    if (!sound || !match || (!everyRule && !ran.has(current(finding.rule)))) return false;
    const subject = `${finding.app} ${match.today.source}`;
    return evaluated.has(subject) || !there.has(subject);
  };
}

function subjectsIn({ kind, apiName, source }: Pick<App, 'kind' | 'apiName' | 'source'>) {
  return [`${appId(kind, apiName)} ${source}`, `org ${source}`];
}

interface BaselineOutcome {
  readonly adopt: boolean;
  readonly results: readonly Result[];
  readonly today: ReadonlyMap<string, KnownFinding>;
  readonly compared: BaselineComparison;
  readonly gone: readonly KnownFinding[];
  readonly subjects: Subjects;
  readonly matches: Matches;
}

/** The file after the run: sources by their names of today, so that it stays one source by whatever name it comes. */
function nextOf(before: Baseline, outcome: BaselineOutcome): Baseline {
  const { adopt, compared, matches, subjects } = outcome;
  const gone = new Set(outcome.gone);
  const renamed = <T extends KnownSource>(one: T): T => {
    const match = matches.get(sourceKey(one));
    return match ? extended(one, match.today) : one;
  };
  const unseen = compared.left.filter((one) => !gone.has(one) && !compared.worse.has(one));
  const kept = adopt ? unseen : before.findings.filter((one) => !gone.has(one));
  const findings = [...(adopt ? adopted(outcome) : []), ...kept.map(renamed)];
  const sources = [
    ...[...sourcesOfBaseline(before).values()].map(renamed),
    ...(adopt ? subjects.sources.values() : []),
  ];
  const each = new Map(sources.map((one) => [sourceKey(one), one]));
  return {
    version: '2',
    sources: [...each].toSorted(([a], [b]) => compareText(a, b)).map(([, one]) => one),
    findings: inBaselineOrder(findings),
  };
}

/** What is about the org, and not in this part of its apps: other parts may have it. */
function unsettledFindings(
  { left, worse }: BaselineComparison,
  gone: readonly KnownFinding[],
  { sound }: BaselineInput,
  matches: Matches,
): readonly KnownFinding[] {
  const out = new Set(gone);
  return left.filter(
    (one) =>
      sound && one.app === 'org' && !worse.has(one) && !out.has(one) && matches.has(sourceKey(one)),
  );
}

/** Today's findings. What is only suppressed comes back when that ends. */
function adopted({ results, today, compared, subjects }: BaselineOutcome): readonly KnownFinding[] {
  const suppressed = new Set(
    results.flatMap(({ suppressed: why, app, fingerprint }) => {
      const source = subjects.apps.get(app)?.source ?? '';
      return why ? [knownFindingKey({ source, fingerprint })] : [];
    }),
  );
  return [...today.values()].filter(
    (one) => compared.known.has(one) || !suppressed.has(knownFindingKey(one)),
  );
}

function inBaselineOrder(findings: readonly KnownFinding[]): readonly KnownFinding[] {
  return findings.toSorted(
    (a, b) =>
      compareText(a.source, b.source) ||
      compareText(a.app, b.app) ||
      compareText(a.rule, b.rule) ||
      compareText(a.folder ?? '', b.folder ?? '') ||
      compareText(a.fingerprint, b.fingerprint),
  );
}
