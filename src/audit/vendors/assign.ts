import { extended } from '../../model/extended.js';
import type { FactLookup } from '../../conditions/evaluate.js';
import type { VendorMatch, ReportApp } from '../../report/report.js';
import type { ChosenRuleset, Condition, Ruleset } from '../../model/ruleset.js';
import { UserError } from '../../model/user-error.js';
import type { Excusing } from '../../report/verdict.js';
import { captures, loadDetection } from '../../rulesets/parameters.js';
import {
  callbacksOfApp,
  isByNameAlone,
  matchVendor,
  recognises,
  parametersFor,
  parameterDiagnostics,
} from '../../rulesets/match.js';
import { onceFor } from '../../model/once-for.js';
import { vendorOf } from '../../config/apps.js';
import { prepareRuleset, type Client, type Prepared } from '../prepare.js';
import { keyOfApp, type AuditRequest } from '../request.js';
import { readsOf } from '../../conditions/tree.js';
import type { App } from '../../model/app.js';
import type { SettingName } from '../../settings/settings.js';
import { mayExcuse, type AssignedGuides, type Caller } from './exceptions.js';
import { problem, type Problem } from '../../report/problem.js';
import { nearestVendors } from '../../rulesets/nearest-vendors.js';
import { newest } from '../../rulesets/sources.js';

/** A vendor's ruleset for one app. */
export interface Assignment extends Prepared {
  readonly origin: ChosenRuleset['origin'];
  /** Absent where a ruleset that the user named is not about the app. */
  readonly match?: VendorMatch;
  /** Whether what it demands excuses findings about the app. */
  readonly excusing: Excusing;
  /** Whether the user names the ruleset, or says that the app is the vendor's. */
  readonly isNamed: boolean;
  /** Whether nothing but a name says so, though the callbacks are known: everybody may call an app so. */
  readonly isByName?: boolean;
}

/** What is asked about every app before any rule is evaluated: whether it is a vendor's, and what parameters it shows. */
export function recognisingConditions({ rulesets }: AuditRequest): readonly Condition[] {
  return rulesets.flatMap(({ ruleset: { match, parameters } }) => [
    ...(match ? [match] : []),
    ...Object.values(parameters).flatMap(({ detect }) =>
      detect.flatMap((one) => ('when' in one ? [one.when] : [])),
    ),
  ]);
}

/**
 * Makes ready to look for parameters of vendors' guides in an app. What captures them loads slowly, so that it is only
 * loaded for the first app that a guide with such parameters is about.
 */
export function detectionLoader({
  rulesets,
  config,
}: AuditRequest): (facts: FactLookup) => Promise<void> | undefined {
  const capturing = rulesets.filter(({ ruleset }) => captures(ruleset));
  const assigned = assignedVendors(config);
  const named = capturing.find(({ ruleset, explicit }) => explicit || assigned.has(ruleset.id));
  let isReady = capturing.length === 0;
  return (facts) => {
    if (isReady) return undefined;
    const found = named ?? capturing.find(({ ruleset }) => recognises(ruleset, facts));
    if (!found) return undefined;
    isReady = true;
    return loadDetection(found.ruleset);
  };
}

/** The ids of the vendors' rulesets that the config says some app is for. */
function assignedVendors(config: AuditRequest['config']): ReadonlySet<string> {
  const vendors = config?.apps.map(({ vendor }) => vendor) ?? [];
  return new Set(
    vendors.flatMap((vendor) => (typeof vendor === 'object' ? [vendor.ruleset.id] : [])),
  );
}

/**
 * Whether no guide is about an app in a second look, because none was in the first and nothing has changed that `assignVendors`
 * reads: guides recognise an app by the settings of their conditions, by its callbacks and by its kind; the configuration
 * knows it by its name, which stays. Of a ruleset that somebody names, more is asked.
 */
export function staysUnguided(request: AuditRequest): (app: App) => boolean {
  const { again, rulesets } = request;
  if (!again?.unguided || rulesets.some(({ explicit }) => explicit)) return () => false;
  const read = new Set<string>(recognisingConditions(request).flatMap(readsOf));
  for (const name of ['kind', 'callbackUrls'] satisfies SettingName[]) read.add(name);
  return (app) => {
    const key = keyOfApp(app);
    const changed = again.changed.get(key);
    if (!changed || again.unguided?.has(key) !== true) return false;
    return ![...changed].some((name) => read.has(name));
  };
}

/**
 * The vendor rulesets for an app: those that recognise it, or the one that the config gives it, and those that the user
 * named. A named one is applied to an app that it does not recognise only when the user also names the app: then the user says
 * what the app is for.
 */
export function assignVendors(client: Client, request: AuditRequest): readonly Assignment[] {
  const recognised = (ruleset: Ruleset): VendorMatch | undefined =>
    matchVendor(ruleset, client.facts, client.parameters);
  const isAssigned =
    request.config !== undefined && vendorOf(client.app, request.config) !== undefined;
  return guidesAmong(request.rulesets).flatMap((chosen): readonly Assignment[] => {
    // Hardly any guide is about an app of which nobody says whose it is.
    if (!chosen.explicit && !isAssigned && !recognises(chosen.ruleset, client.facts)) return [];
    const said = assignmentOf(chosen, client, request);
    const match = vendorMatch(chosen, client, said, recognised);
    if (!match && !chosen.explicit) return [];
    const isNamed = chosen.explicit || said !== undefined;
    const prepared = prepareRuleset(chosen.ruleset, client);
    const guide = { origin: chosen.origin, isNamed, ...prepared };
    if (!match) return [{ excusing: notForIt, ...guide }];
    const assigned = typeof said === 'object' ? { assigned: said } : {};
    const excusing = mayExcuse(extended(guide, assigned), callerOf(chosen, client, request));
    const isByName = said === undefined && isWeaklyKnown(chosen.ruleset, client);
    return [{ match: extended(match, { excuses: excusing }), excusing, isByName, ...guide }];
  });
}

const guidesAmong = onceFor((rulesets: readonly ChosenRuleset[]) =>
  rulesets.filter(({ ruleset }) => ruleset.kind === 'vendor'),
);

/** Whether the name says that an app is a vendor's, and its callbacks, which are known, do not. */
function isWeaklyKnown(ruleset: Ruleset, { facts, parameters }: Client): boolean {
  const callbacks = callbacksOfApp(ruleset, facts, parameters);
  return callbacks === 'not named' && isByNameAlone(ruleset, facts);
}

const notForIt: Excusing = { by: 'nothing', because: 'nothing says that the app is for it' };

function callerOf(
  { explicit }: ChosenRuleset,
  { parameters: allParameters }: Client,
  { parameters }: AuditRequest,
): Caller {
  return { named: explicit, parameters, allParameters };
}

/** Who says that an app is a vendor's, where somebody says anything of it. */
function assignmentOf(
  { ruleset, explicit }: ChosenRuleset,
  { app }: Client,
  { config, select }: AuditRequest,
): AssignedGuides | 'other' | undefined {
  // What the command line says of an app by its name beats what the config says of it.
  if (explicit && select.apps.length > 0) return { by: 'caller' };
  const said = config && vendorOf(app, config);
  if (!said) return undefined;
  const { vendor, location } = said;
  if (vendor === 'none') return 'other';
  const isMeantOne = [ruleset.id, ruleset.replaces].includes(vendor.ruleset.id);
  if (!isMeantOne) return 'other';
  return { by: 'configuration', location };
}

function vendorMatch(
  { ruleset, onlyAssigned }: ChosenRuleset,
  client: Client,
  said: AssignedGuides | 'other' | undefined,
  recognise: (ruleset: Ruleset) => VendorMatch | undefined,
): VendorMatch | undefined {
  if (said === 'other') return undefined;
  if (said?.by === 'configuration') {
    const { file, startLine } = said.location;
    return matchBecause(`the entry at ${file}:${startLine}`, ruleset, client);
  }
  const recognised = onlyAssigned ? undefined : recognise(ruleset);
  if (recognised || !said) return recognised;
  return matchBecause('chosen with --ruleset and --app', ruleset, client);
}

function matchBecause(
  because: string,
  ruleset: Ruleset,
  { facts, parameters }: Client,
): VendorMatch {
  const { values } = parametersFor(ruleset, facts, parameters);
  return { ruleset: ruleset.id, because, parameters: values };
}

/** Refuses parameters that no ruleset has, and values that a parameter cannot have. Throws UserError. */
export function checkParameters({ parameters, rulesets }: AuditRequest): void {
  const all = rulesets.map(({ ruleset }) => ruleset);
  const diagnostics = parameterDiagnostics(parameters, all);
  if (diagnostics.length > 0) throw new UserError(diagnostics.map((one) => `--param ${one}`));
}

/**
 * Says of the apps that no guide is about which ones they are nearest to, in a run that looks for vendors. Apps that the
 * config says are no vendor's stay as they are.
 */
export function withNearest(
  apps: readonly ReportApp[],
  { rulesets, config }: AuditRequest,
): readonly ReportApp[] {
  const looked = rulesets.filter(({ ruleset, explicit, onlyAssigned }) => {
    return ruleset.kind === 'vendor' && !explicit && !onlyAssigned;
  });
  if (looked.length === 0) return apps;
  const nearest = nearestVendors(looked.map(({ ruleset }) => ruleset));
  return apps.map((app) => {
    if (app.vendors.length > 0 || (config && vendorOf(app, config))) return app;
    const { callbackHosts, callbackUrls } = app.settings;
    const hosts = callbackHosts.state === 'known' ? callbackHosts.value : [];
    const urls = callbackUrls.state === 'known' ? callbackUrls.value : [];
    const near = nearest({ names: [app.apiName, app.label], hosts, urls });
    return extended(app, { nearestVendors: near });
  });
}

/** A note for every guide that evaluated an app and was read more than a year ago. */
export function oldGuides(rulesets: Iterable<Ruleset>, now: Date): readonly Problem[] {
  const yearAgo = new Date(now);
  yearAgo.setUTCFullYear(yearAgo.getUTCFullYear() - 1);
  const oldest = yearAgo.toISOString().slice(0, 10);
  return [...rulesets].flatMap(({ id, title, kind, sources }) => {
    const read = kind === 'vendor' ? newest(sources, 'read') : undefined;
    if (read === undefined || read >= oldest) return [];
    const message = `${title} (${id}) was last read on ${read}, more than a year ago: the guide may demand something else by now`;
    return [problem('old-guide', message)];
  });
}
