import { isMeant, appNamesOf, type App, type AppGlobs } from '../model/app.js';
import { compareText, formatLocation, type Location } from '../model/location.js';
import { byPlace, problem, type Problem, type SwitchedOffCounts } from '../report/problem.js';
import type { ReportApp } from '../report/report.js';
import { keptOr, onceFor } from '../model/once-for.js';
import type { Rule, Ruleset } from '../model/ruleset.js';
import type { Config } from '../config/config.js';
import { anyRuleFinder } from '../rulesets/overrides.js';
import { isAboutAllApps, type AuditRequest } from './request.js';
import type { Evaluation } from './results.js';

/** The checks that one override switches off. */
export interface SwitchedOff {
  readonly location: Location;
  readonly rules: Set<string>;
  readonly apps: Set<string>;
}

/** Remembers a check that an override switches off, by the place of the override. */
export function addSwitchedOff(
  seen: Map<string, SwitchedOff>,
  { app, rule, evaluation }: Evaluation,
): void {
  if (evaluation.verdict !== 'notApplicable') return;
  const location = 'because' in evaluation ? evaluation.switchedOff : undefined;
  if (!location) return;
  const key = formatLocation(location);
  const one = seen.get(key) ?? { location, rules: new Set(), apps: new Set() };
  one.rules.add(rule.id);
  one.apps.add(app.id);
  seen.set(key, one);
}

/** What overrides switched off, a note for each of them. */
export function switchedOffNotes(seen: ReadonlyMap<string, SwitchedOff>): readonly Problem[] {
  const notes = [...seen.values()].map(({ location, rules, apps }) =>
    switchedOffNote(location, { rules: [...rules].toSorted(compareText), apps: apps.size }),
  );
  return byPlace(notes);
}

/** What one override switched off. */
export function switchedOffNote(
  location: Location | undefined,
  { rules, apps }: SwitchedOffCounts,
): Problem {
  const what = rules.length > 3 ? `${rules.length} rules are` : enumerate(rules);
  const where = apps === 1 ? '1 app' : `${apps} apps`;
  const message = `${what} switched off for ${where}`;
  return { ...problem('rule-switched-off', message, location), counts: { rules, apps } };
}

/** Notes of overrides and of `.forceignore` that are told as milder already need no second word. */
export function withoutTold(
  problems: readonly Problem[],
  milder: readonly Problem[],
): readonly Problem[] {
  const told = new Set(
    milder.flatMap(({ location }) => (location ? formatLocation(location) : [])),
  );
  const changes: readonly string[] = [
    'rule-switched-off',
    'rule-changed',
    'files-left-out',
    'replaced-at-deployment',
  ];
  return problems.filter(
    ({ kind, location }) =>
      !changes.includes(kind) || !location || !told.has(formatLocation(location)),
  );
}

/** What the overrides of the config change without switching it off: what a rule demands, or how bad it is to fail it. */
export function changedNotes(
  config: Config | undefined,
  found: readonly App[],
): readonly Problem[] {
  return (config?.overrides ?? [])
    .filter(anyAppFinder(found))
    .flatMap(({ rule, app, severity, value, location }) => {
      const changes = [
        ...(severity === undefined || severity === 'off' ? [] : [`has severity ${severity}`]),
        ...(value === undefined ? [] : [`demands ${JSON.stringify(value)}`]),
      ];
      if (changes.length === 0) return [];
      const where = app === undefined ? 'every app' : `"${app}"`;
      return [problem('rule-changed', `"${rule}" ${changes.join(' and ')} for ${where}`, location)];
    });
}

function enumerate(rules: readonly string[]): string {
  return `${rules.join(', ')} ${rules.length === 1 ? 'is' : 'are'}`;
}

/** What the entries of a config are held against. */
export interface Ran {
  /** All apps of the sources. */
  readonly found: readonly App[];
  readonly evaluated: readonly ReportApp[];
  /** The rulesets that evaluated anything, and the standard ones. */
  readonly rulesets: readonly Ruleset[];
}

/** A note for everything that the config says of apps that are not there, of rules that did not run, of vendors without apps. */
export function withoutEffect(request: AuditRequest, ran: Ran): readonly Problem[] {
  const { config, rulesets } = request;
  if (!config || ran.found.length === 0) return [];
  const flagged = rulesets.some(({ explicit }) => explicit);
  return byPlace([
    ...unmatchedAppNotes(config, ran.found),
    ...unmatchedRuleNotes(config, rulesOfRun(request, ran)),
    ...(isAboutAllApps(request) && !flagged ? vendorNotes(config, ran.evaluated) : []),
  ]);
}

/** Of some of the apps nobody can tell which vendors the others have. */
function rulesOfRun(request: AuditRequest, { rulesets }: Ran): readonly Rule[] {
  const chosen = isAboutAllApps(request) ? [] : request.rulesets.map(({ ruleset }) => ruleset);
  return [...rulesets, ...chosen].flatMap(({ rules }) => rules);
}

function unmatchedAppNotes({ apps, overrides }: Config, found: readonly App[]): readonly Problem[] {
  const isThere = anyAppFinder(found);
  const globs = [
    ...apps.map(({ match, org, location }) => ({ app: match, org, location })),
    ...overrides.map(({ app = '*', org, location }) => ({ app, org, location })),
  ];
  return globs
    .filter(({ app, org }) => !isThere({ app, ...(org !== undefined && { org }) }))
    .map(({ app, org, location }) => {
      const where = org === undefined ? '' : ` in an org "${org}"`;
      return configNote(`no app is called "${app}"${where}`, location);
    });
}

/** Tells whether an entry is about one of the apps: each glob is held against them once. */
const anyAppFinder = onceFor((apps: readonly App[]) => {
  const known = new Map<string, boolean>();
  const names = new Set(apps.flatMap(appNamesOf));
  return (entry: AppGlobs): boolean => {
    const { app = '*', org } = entry;
    if (org === undefined && names.has(app)) return true;
    const key = JSON.stringify([app, org ?? null]);
    return keptOr(known, key, () => apps.some((one) => isMeant(one, entry)));
  };
});

function unmatchedRuleNotes({ overrides }: Config, rules: readonly Rule[]): readonly Problem[] {
  const isThere = anyRuleFinder(rules);
  return overrides
    .filter(({ rule }) => !isThere(rule))
    .map(({ rule, location }) => configNote(`no rule of this run is called "${rule}"`, location));
}

function vendorNotes(
  { rulesets = [], vendors }: Config,
  evaluated: readonly ReportApp[],
): readonly Problem[] {
  const named = [...rulesets, ...(typeof vendors === 'string' ? [] : vendors)];
  const matched = new Set(evaluated.flatMap((app) => app.vendors.map(({ ruleset }) => ruleset)));
  return named
    .filter(({ ruleset: { kind, id } }) => kind === 'vendor' && !matched.has(id))
    .map(({ ruleset: { id, title }, location }) =>
      configNote(`no app looks like one for ${title}, so ${id} judged nothing`, location),
    );
}

function configNote(message: string, location: Location): Problem {
  return problem('config-without-effect', message, location);
}
