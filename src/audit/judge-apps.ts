import { conditionsOf, type FactLookup } from '../engine/conditions.js';
import { createJudge, type Judge } from '../engine/judge.js';
import { loadOperators } from '../engine/operators.js';
import { appId, type App } from '../model/app.js';
import type { VendorMatch } from '../model/report.js';
import { onceFor } from '../model/once-for.js';
import type { Rule, Ruleset } from '../model/ruleset.js';
import { agreedJudgement } from '../rulesets/choices.js';
import { isSettingName, type Setting, type Settings } from '../model/settings.js';
import { settleConflicts, withDemand, type Judged } from './demands.js';
import { withoutDoubles } from './doubles.js';
import { unmatched, whyNotAny } from './inapplicable.js';
import { givenFor, prepare, type Prepared } from './prepare.js';
import type { AuditRequest } from './request.js';
import type { Check } from './results.js';
import {
  assignVendors,
  detectionLoader,
  recognisingConditions,
  vendorScreen,
  type Assignment,
} from './vendors.js';

/** Everything judged about one app. */
export interface JudgedApp {
  readonly app: App;
  readonly vendors: readonly VendorMatch[];
  readonly checks: readonly Check[];
}

/** Judges one app after the other, so that only one app's checks are in memory at a time; `found` as in `createAppJudge`. */
export async function* judgeApps(
  apps: readonly App[],
  request: AuditRequest,
  found: readonly App[] = apps,
): AsyncGenerator<JudgedApp> {
  const judge = await createAppJudge(request, found);
  for (const app of apps) yield await judge(app);
}

/** Judges an app by the rulesets of a run. */
export type AppJudge = (app: App) => Promise<JudgedApp>;

/**
 * Gets everything ready that the apps of a run share. `found` are all apps of the sources: those of one name are numbered
 * among them, whichever of them are judged.
 */
export async function createAppJudge(
  request: AuditRequest,
  found: readonly App[],
): Promise<AppJudge> {
  const judge = await createJudge([]);
  await loadOperators(recognisingConditions(request));
  const screen = vendorScreen(request);
  const readyToDetect = detectionLoader(request);
  const ready = new Set<Ruleset>();
  const today = dateFact(request.now);
  const occurrences = occurrencesOf(found);
  return async (app) => {
    const occurrence = occurrences.get(app.id) ?? 1;
    const facts = factsOf(app.settings, today);
    const parameters = givenFor(app, request);
    const candidates = screen(facts);
    await readyToDetect(facts, candidates);
    const standard = request.rulesets
      .filter(({ ruleset }) => ruleset.kind === 'standard')
      .map(({ ruleset }) => prepare(ruleset, { app, facts, parameters }))
      .flatMap((prepared) => readingAll(prepared, app, today));
    const vendors = assignVendors({ app, facts, parameters }, request, candidates);
    await makeReady([...standard, ...vendors], ready);
    return judgeApp({ app, occurrence, facts, judge }, standard, vendors);
  };
}

/** The number of each app among those of its name, from 1, by id. */
function occurrencesOf(apps: readonly App[]): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  return new Map(
    apps.map(({ id, kind, apiName }) => {
      const name = appId(kind, apiName);
      const occurrence = (seen.get(name) ?? 0) + 1;
      seen.set(name, occurrence);
      return [id, occurrence];
    }),
  );
}

/** Most vendors' rulesets are about none of the apps: what their rules need is loaded when one is about an app. */
async function makeReady(prepared: readonly Prepared[], ready: Set<Ruleset>): Promise<void> {
  for (const { ruleset } of prepared) {
    if (ready.has(ruleset)) continue;
    ready.add(ruleset);
    await loadOperators(ruleset.rules.flatMap(conditionsOf));
  }
}

function dateFact(now: Date): Setting {
  return { state: 'known', value: now.toISOString().slice(0, 10), origin: 'derived' };
}

const noSuchFact: Setting = { state: 'unknown', reason: 'there is no such setting' };

function factsOf(settings: Settings, today: Setting): FactLookup {
  return (name) => {
    if (name === 'today') return today;
    return isSettingName(name) ? settings[name] : noSuchFact;
  };
}

/** Rules about secrets read what `.forceignore` leaves out: it keeps a file from deployment, not from git. */
function readingAll(prepared: Prepared, { leftOut }: App, today: Setting): readonly Prepared[] {
  if (!leftOut) return [prepared];
  const { secrets, others } = bySecrets(prepared.rules);
  const facts = factsOf(leftOut.settings, today);
  return [
    { ...prepared, rules: secrets, facts },
    { ...prepared, rules: others },
  ].filter(({ rules }) => rules.length > 0);
}

const bySecrets = onceFor((rules: readonly Rule[]) => ({
  secrets: rules.filter(isAboutSecrets),
  others: rules.filter((rule) => !isAboutSecrets(rule)),
}));

function isAboutSecrets({ id }: Rule): boolean {
  return id.startsWith('secrets/');
}

interface Subject extends Judged {
  readonly judge: Judge;
}

async function judgeApp(
  subject: Subject,
  standard: readonly Prepared[],
  assignments: readonly Assignment[],
): Promise<JudgedApp> {
  const { kind } = subject.app;
  const matched = withoutDoubles(
    assignments.filter(({ match }) => match !== undefined),
    kind,
  );
  const strangers = assignments.filter(({ match }) => match === undefined);
  const checks = await checkAll(subject, withoutDoubles(standard, kind));
  const vendorChecks = await checkAll(subject, matched);
  vendorChecks.push(...strangers.flatMap((stranger) => unmatched(subject, stranger)));
  const compared = matched.length === 0 ? checks : checks.map((one) => withDemand(one, matched));
  return {
    app: subject.app,
    vendors: matched.flatMap(({ match }) => match ?? []),
    checks: [...compared, ...settleConflicts(subject, vendorChecks, matched)],
  };
}

async function checkAll(
  { app, occurrence, judge }: Subject,
  rulesets: readonly Prepared[],
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const { ruleset, rules, facts, parameters } of rulesets) {
    const ask = judge.judgeAmong(rules, facts);
    const reasons = whyNotAny(ruleset, rules, app);
    for (let at = 0; at < rules.length; at += 1) {
      const rule = rules[at];
      if (!rule) continue;
      const judgement = reasons[at] ?? ask(at);
      // Most judgements are there at once; waiting for each would cost more than all the judging.
      const settled = judgement instanceof Promise ? await judgement : judgement;
      const agreed =
        settled.verdict === 'open' && parameters
          ? await agreedJudgement({ rule, facts }, ruleset, parameters, judge)
          : undefined;
      const check = { app, occurrence, ruleset, rule, facts, judgement: settled };
      checks.push(agreed ? { ...check, ...agreed } : check);
    }
  }
  return checks;
}
