import { extended } from '../model/extended.js';
import { refuseUnsourced } from './baseline.js';
import { withoutCredentials, quotablePlaces } from './credentials.js';
import {
  coverageOf,
  tallyApp,
  resultsInOrder,
  newTally,
  summaryOfTally,
  type Tally,
  inTellingOrder,
} from './tally.js';
import { oldGuides, withNearest, checkParameters } from './vendors/assign.js';
import { changedNotes, switchedOffNotes, withoutEffect, withoutTold } from './config-notes.js';
import { findingNotes, levelNotes, ruleNotes, rulesetNotes, partialOf } from './left-out.js';
import { createMilder, type Milder } from './milder/milder.js';
import { rulesAtLevel, usualLevel } from './prepare.js';
import { evaluateApps } from './evaluate-apps.js';
import { isOneOfSeveral, keyOfApp, type AuditRequest } from './request.js';
import { selectApps, type Selected } from './select.js';
import { applyExceptions } from './apply-exceptions.js';
import { withDates } from '../deadlines/of-rule.js';
import { described } from '../conditions/words/messages.js';
import { isMeant, type Source } from '../model/app.js';
import type { Evaluation } from './results.js';
import { compareText } from '../model/location.js';
import { eachOnce, problem, type Problem } from '../report/problem.js';
import type { Report, ReportApp, ReportSource } from '../report/report.js';
import type { Ruleset } from '../model/ruleset.js';
import type { Result } from '../report/verdict.js';
import { readOutside, readSource, eachFileOnce, type Apart } from './read-source.js';
import { withEvidence } from '../evidence/evidence.js';
import { keysOfSources, sameKeyProblems, withSharedKeys } from '../evidence/shared.js';

export { isAboutAllApps } from './request.js';
export type { AuditRequest, CallersOwn, GivenBaseline, OnProgress, Selection } from './request.js';

/**
 * One run: read the sources, choose the apps, evaluate each by the rulesets given, and report. Throws UserError for a
 * SOURCE that does not exist; trouble with what is in it is in the report's problems.
 */
export async function auditRequest(request: AuditRequest): Promise<Report> {
  const own = request.rulesets.filter(({ origin }) => origin === 'own');
  return withoutCredentials(await runAudit(request), new Set(own.map(({ ruleset }) => ruleset.id)));
}

async function runAudit(request: AuditRequest): Promise<Report> {
  checkParameters(request);
  const { sources, problems: overlaps } = await sourcesWithKeys(request);
  request.keep?.(sources);
  if (request.baseline)
    refuseUnsourced(request.baseline, isOneOfSeveral(request) ? 2 : sources.length);
  const selected = selectedOf(sources, request);
  const tally = newTally();
  const surroundings = { found: selected.found, sources };
  const milder = createMilder(request, surroundings);
  const { rules } = request.select;
  const isAsked = ({ rule }: Evaluation): boolean => rules?.isMeant(rule.id) === true;
  for await (const evaluated of evaluateApps(selected.apps, request, surroundings)) {
    const asked = rules ? { ...evaluated, checks: evaluated.checks.filter(isAsked) } : evaluated;
    tallyApp(tally, asked, request);
    request.observe?.(evaluated.checks);
    await milder.compare(evaluated);
    request.progress?.('evaluating', tally.apps.length, selected.apps.length);
    await request.pause?.();
  }
  await tellOutside(request, milder);
  await tellReplaced(request, milder, sources);
  const ran = ranRulesets(tally.rulesets, request);
  const atLevel = withTexts(ran, request);
  const rulesets = withMeant(atLevel, request);
  const off = rulesOff(ran, atLevel);
  const found = foundProblems(request, { sources, overlaps, selected, tally, ran });
  const settled = applyExceptions(resultsInOrder(tally.results), {
    request,
    sources,
    all: selected.found,
    rulesets,
    ran,
    apps: tally.apps,
    found,
  });
  const results = settled.results;
  const milderProblems = milder.problems(results, tally.apps);
  const problems = inTellingOrder([
    ...withoutTold(found, milderProblems),
    ...settled.problems,
    ...milderProblems,
  ]);
  const unsettled = unsettledByShard(request, settled.unsettled, { selected, tally, ran });
  return {
    tool: { name: 'ecaudit', version: request.version },
    generatedAt: request.now.toISOString(),
    ...(request.config && { config: request.config.file }),
    ...(request.configFrom !== undefined && { configFrom: request.configFrom }),
    sources: sources.map(reportSource),
    ...(request.select.shard && { shard: request.select.shard }),
    ...partialOf(request),
    ...leftOutOfRun(request, { ...selected, off }, results),
    rulesets,
    level: { lowest: request.level ?? usualLevel, off },
    summary: summaryOfTally(tally, results, problems, request.options.strict),
    ...(settled.baseline && { baseline: settled.baseline }),
    ...(request.controls && { controls: coverageOf(request.controls, rulesets, tally.rules) }),
    apps: withOwners(withNearest(tally.apps, request), request),
    results,
    problems,
    ...(unsettled.length > 0 && { unsettled }),
    ...dutiesOfRun(request),
    options: request.options,
    lineHashes: new Map(),
    ...(request.lineHashes &&
      (await quotes(results, [...problems, ...unsettled], { apps: tally.apps, request }))),
    ...(request.revision && { revision: request.revision }),
  };
}

interface AuditRun {
  readonly sources: readonly Source[];
  /** What two sources both hold. */
  readonly overlaps: readonly Problem[];
  readonly selected: Selected;
  readonly tally: Tally;
  /** With the rules of every level, and those that no flag means: an entry about one of them is no mistake. */
  readonly ran: readonly Ruleset[];
}

/** What is odd about the sources, the request and the rulesets, in the order of a run. */
function foundProblems(
  request: AuditRequest,
  { sources, overlaps, selected, tally, ran }: AuditRun,
): readonly Problem[] {
  return [
    // Sources may share a file, such as the project file of two package directories.
    ...eachOnce([...sources.flatMap((source) => source.problems), ...overlaps]),
    ...(sources.length > 1 ? sameKeyProblems(keysOfSources(sources)) : []),
    ...selected.problems,
    ...vendorsWithoutApps(request, tally.apps),
    ...withoutEffect(request, { found: selected.found, evaluated: tally.apps, rulesets: ran }),
    ...switchedOffNotes(tally.switchedOff),
    ...changedNotes(request.config, selected.found),
    ...oldGuides(tally.rulesets.values(), request.now),
    ...tally.problems,
  ];
}

/** Apart from the run, which would hold what was read before keys were compared, and with it all settings twice. */
async function sourcesWithKeys(request: AuditRequest): Promise<Apart> {
  const { sources, problems } = await allSources(request);
  return { sources: withSharedKeys(sources, request.keyDigests === true), problems };
}

async function allSources(request: AuditRequest): Promise<Apart> {
  if (request.again) return { sources: request.again.sources, problems: [] };
  const { sources, problems } = await readSources(request);
  const { pulled = [], alsoRead, edited = new Map<string, Uint8Array>() } = request;
  const more = [...pulled, ...(alsoRead?.(edited) ?? [])];
  return { sources: [...sources, ...more.map(withEvidence)], problems };
}

/** The apps that are asked for; in a second look, those that changed, whatever they are called now. */
function selectedOf(sources: readonly Source[], { again, select }: AuditRequest): Selected {
  if (!again) return selectApps(sources, select);
  const { found } = selectApps(sources, { apps: [] });
  return { found, apps: found.filter((app) => again.changed.has(keyOfApp(app))), problems: [] };
}

async function readSources({
  sources,
  cwd,
  progress,
  forceignore,
  edited,
}: AuditRequest): Promise<Apart> {
  const read: Source[] = [];
  for (const path of sources) {
    const report = (done: number, total: number): void => progress?.('reading', done, total);
    const source = await readSource(path, cwd, { progress: report, forceignore, edited });
    if (!read.some(({ id }) => id === source.id)) read.push(source);
  }
  return eachFileOnce(read, cwd);
}

/** What becomes of the apps of a project that no package directory holds: nobody else looks at them. */
async function tellOutside(request: AuditRequest, milder: Milder): Promise<void> {
  const { outside, cwd, forceignore, select } = request;
  if (!outside || request.again) return;
  const source = await readOutside(outside, cwd, forceignore);
  const files = source.apps.flatMap((app) => app.files).toSorted(compareText);
  const { apps } = selectApps([source], select);
  await milder.compareOutside(apps, { file: files[0] ?? '', place: outside.place });
}

/** What becomes of apps whose names a deployment replaces: under their own they are not there. */
async function tellReplaced(
  { select }: AuditRequest,
  milder: Milder,
  sources: readonly Source[],
): Promise<void> {
  const away = sources.flatMap(({ replacedApps = [], ...source }) =>
    replacedApps.length > 0 ? [{ ...source, apps: replacedApps }] : [],
  );
  if (away.length > 0) await milder.compareReplaced(selectApps(away, select).apps);
}

/** What a shard does not tell, since other shards may have what entries of the configuration are about: a merge knows. */
function unsettledByShard(
  request: AuditRequest,
  ofSuppressions: readonly Problem[],
  { selected, tally, ran: rulesets }: Pick<AuditRun, 'selected' | 'tally' | 'ran'>,
): readonly Problem[] {
  const { shard, ...select } = request.select;
  if (shard?.of !== 'apps') return [];
  const ran = { found: selected.found, evaluated: tally.apps, rulesets };
  const told = new Set(withoutEffect(request, ran).map(({ message }) => message));
  const ofEntries = withoutEffect({ ...request, select }, ran).filter(
    ({ message }) => !told.has(message),
  );
  return [...ofEntries, ...ofSuppressions].filter(({ kind }) => kind !== 'suppression-expired');
}

/** How soon findings are due. */
function dutiesOfRun({ config }: AuditRequest): Pick<Report, 'due'> {
  return config?.due ? { due: config.due } : {};
}

/** Who answers for each app: the first entry of the configuration that fits it. */
function withOwners(apps: readonly ReportApp[], { config }: AuditRequest): readonly ReportApp[] {
  const { owners = [] } = config ?? {};
  if (owners.length === 0) return apps;
  return apps.map((app) => {
    const named = owners.find((one) => isMeant(app, one));
    return named ? extended(app, { owner: named.owner }) : app;
  });
}

function leftOutOfRun(
  { rulesets, options, caller, select, level }: AuditRequest,
  { leftOut = [], off }: Pick<Selected, 'leftOut'> & { readonly off: number },
  results: readonly Result[],
): Pick<Report, 'leftOut'> {
  const ofRules = [
    ...rulesetNotes(rulesets),
    ...ruleNotes(select.rules),
    ...levelNotes(level, off),
  ];
  const findings = findingNotes(results, options, caller?.failOn === true);
  const all = [...leftOut, ...ofRules, ...findings];
  return all.length > 0 ? { leftOut: all } : {};
}

function reportSource(source: Source): ReportSource {
  const { id, kind, apps, files, ignored, unread, org, setupChanges } = source;
  const why = unread === undefined ? {} : { unread };
  const asked = { ...(org && { org }), ...(setupChanges && { setupChanges }) };
  return { id, kind, apps: apps.length, files, ignored, ...why, ...asked };
}

/** A vendor's ruleset that the user named and that evaluated nothing: that must not look like a clean audit. */
function vendorsWithoutApps(
  { rulesets, select }: AuditRequest,
  apps: readonly ReportApp[],
): readonly Problem[] {
  // The vendor's app may be in another shard.
  if (apps.length === 0 || select.shard) return [];
  const matched = new Set(apps.flatMap(({ vendors }) => vendors.map(({ ruleset }) => ruleset)));
  return rulesets
    .filter(
      ({ ruleset, explicit }) => explicit && ruleset.kind === 'vendor' && !matched.has(ruleset.id),
    )
    .map(({ ruleset: { id, title } }) => {
      const message = `no app looks like one for ${title}, so ${id} judged nothing; --app NAME says which app it is`;
      return problem('no-vendor-app', message);
    });
}

/** The rulesets that evaluated an app, and those that the user named. */
function ranRulesets(
  ran: ReadonlyMap<string, Ruleset>,
  { rulesets }: AuditRequest,
): readonly Ruleset[] {
  const named = rulesets.filter(({ ruleset, explicit }) => explicit || ruleset.kind === 'standard');
  const all = new Map([...ran, ...named.map(({ ruleset }) => [ruleset.id, ruleset] as const)]);
  return [...all.values()].toSorted((a, b) => compareText(a.id, b.id));
}

/** Rulesets with the rules that ran, each described, and the dates of the platform in the texts. */
function withTexts(rulesets: readonly Ruleset[], { now, level }: AuditRequest): readonly Ruleset[] {
  const today = now.toISOString().slice(0, 10);
  return rulesets.map((ruleset) => ({
    ...ruleset,
    rules: rulesAtLevel(ruleset, level).map((rule) => withDates(described(rule, ruleset), today)),
  }));
}

/** Rulesets with those of their rules that the run is about. */
function withMeant(
  rulesets: readonly Ruleset[],
  { select: { rules } }: AuditRequest,
): readonly Ruleset[] {
  if (!rules) return rulesets;
  return rulesets
    .map((ruleset) => ({ ...ruleset, rules: ruleset.rules.filter(({ id }) => rules.isMeant(id)) }))
    .filter((ruleset) => ruleset.rules.length > 0);
}

/** How many rules are off by their level: of standard rulesets, for those of a guide depend on the apps that are there. */
function rulesOff(all: readonly Ruleset[], ran: readonly Ruleset[]): number {
  const count = (rulesets: readonly Ruleset[]): number =>
    rulesets.reduce((sum, { kind, rules }) => sum + (kind === 'standard' ? rules.length : 0), 0);
  return count(all) - count(ran);
}

/** What SARIF and JSON show of the files, read again now that the places are known. */
async function quotes(
  results: readonly Result[],
  problems: readonly Problem[],
  { apps, request: { cwd } }: Pick<Report, 'apps'> & { readonly request: AuditRequest },
): Promise<Pick<Report, 'lineHashes' | 'snippets'>> {
  const { quotedFiles } = await import('../metadata/snippets.js');
  const places = [...results, ...problems].flatMap(({ location }) => location ?? []);
  return quotedFiles(places, quotablePlaces(results, apps), cwd);
}
