import { conditionsOf, type FactLookup } from '../engine/conditions.js';
import { conflictingDemands, conflictsAmong, type Conflict } from '../engine/conflicts.js';
import { excuseFor } from '../engine/excuses.js';
import { createJudge, type Judge } from '../engine/judge.js';
import { loadOperators } from '../engine/operators.js';
import { appId, type App } from '../model/app.js';
import { keptOr, onceFor } from '../model/once-for.js';
import type { VendorMatch } from '../model/report.js';
import { rulesetOf, type Rule, type Ruleset } from '../model/ruleset.js';
import { agreedJudgement } from '../rulesets/choices.js';
import { isSettingName, type Setting } from '../model/settings.js';
import { withoutDoubles } from './doubles.js';
import type { AuditRequest } from './request.js';
import type { Check, Inapplicable } from './results.js';
import {
  assignVendors,
  detectionLoader,
  givenFor,
  prepare,
  recognisingConditions,
  vendorScreen,
  type Assignment,
  type Prepared,
} from './vendors.js';

/** Everything judged about one app. */
export interface JudgedApp {
  readonly app: App;
  readonly vendors: readonly VendorMatch[];
  readonly checks: readonly Check[];
}

/**
 * Judges one app after the other, so that only one app's checks are in memory at a time. `found` are all apps of the
 * sources: those of one name are numbered among them, whichever of them are judged.
 */
export async function* judgeApps(
  apps: readonly App[],
  request: AuditRequest,
  found: readonly App[] = apps,
): AsyncGenerator<JudgedApp> {
  const judge = await createJudge([]);
  await loadOperators(recognisingConditions(request));
  const screen = vendorScreen(request);
  const readyToDetect = detectionLoader(request);
  const ready = new Set<Ruleset>();
  const today = dateFact(request.now);
  const occurrences = occurrencesOf(found);
  for (const app of apps) {
    const occurrence = occurrences.get(app.id) ?? 1;
    const facts = factsOf(app, today);
    const parameters = givenFor(app, request);
    const candidates = screen(facts);
    await readyToDetect(facts, candidates);
    const standard = request.rulesets
      .filter(({ ruleset }) => ruleset.kind === 'standard')
      .map(({ ruleset }) => prepare(ruleset, { app, facts, parameters }));
    const vendors = assignVendors({ app, facts, parameters }, request, candidates);
    await makeReady([...standard, ...vendors], ready);
    yield await judgeApp({ app, occurrence, facts, judge }, standard, vendors);
  }
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

function factsOf(app: App, today: Setting): FactLookup {
  return (name) => {
    if (name === 'today') return today;
    return isSettingName(name) ? app.settings[name] : noSuchFact;
  };
}

interface Subject {
  readonly app: App;
  readonly occurrence: number;
  readonly facts: FactLookup;
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
  const excused = matched.length === 0 ? checks : checks.map((one) => withExcuse(one, matched));
  return {
    app: subject.app,
    vendors: matched.flatMap(({ match }) => match ?? []),
    checks: [...excused, ...settleConflicts(subject, vendorChecks, matched)],
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

type Reasons = readonly (Inapplicable | undefined)[];

const reasonsOf = onceFor((_: readonly Rule[]) => new Map<string, Reasons>());

/** Why each of the rules is not for apps of a kind, whatever their settings are. */
function whyNotAny(ruleset: Ruleset, rules: readonly Rule[], app: App): Reasons {
  const key = `${app.kind} ${app.ofOrg ? 'org' : 'files'}`;
  return keptOr(reasonsOf(rules), key, () => rules.map((rule) => whyNot(ruleset, rule, app)));
}

function whyNot(ruleset: Ruleset, rule: Rule, app: App): Inapplicable | undefined {
  const { switchedOff } = rule;
  if (switchedOff) {
    const because = `Does not apply: switched off by ${switchedOff.file}:${switchedOff.startLine}.`;
    return { verdict: 'notApplicable', because, switchedOff };
  }
  if (!ruleset.appliesTo.includes(app.kind)) {
    const because = `Does not apply: ${ruleset.title} is not about apps of this kind.`;
    return { verdict: 'notApplicable', because };
  }
  if (rule.needs !== 'org' || app.ofOrg) return undefined;
  return { verdict: 'notApplicable', because: 'Does not apply to files: it needs an org.' };
}

/** What is switched off neither excuses a finding nor contradicts another guide. */
function isOn({ switchedOff }: Rule): boolean {
  return switchedOff === undefined;
}

function unmatched(
  { app, occurrence }: Subject,
  { ruleset, rules, facts }: Assignment,
): readonly Check[] {
  const because = `Does not apply: nothing says that this app is for ${ruleset.title}.`;
  const judgement: Inapplicable = { verdict: 'notApplicable', because };
  return rules.map((rule) => ({ app, occurrence, ruleset, rule, facts, judgement }));
}

/** Adds the vendor's rule that demands what a standard rule forbids. */
function withExcuse(one: Check, matched: readonly Assignment[]): Check {
  if (one.judgement.verdict !== 'fail') return one;
  for (const { ruleset, rules, facts } of matched) {
    const rule = excuseFor(one.rule, rules.filter(isOn), facts);
    if (rule) return { ...one, excuse: { ruleset, rule } };
  }
  return one;
}

/** Replaces the failures of two guides that cannot both be followed by one finding that names both. */
function settleConflicts(
  subject: Subject,
  checks: readonly Check[],
  matched: readonly Assignment[],
): readonly Check[] {
  if (matched.length < 2) return checks;
  const rules = matched.flatMap((assignment) => assignment.rules.filter(isOn));
  const conflicts = conflictsAmong(rules, lookupOf(subject.facts, matched));
  const sides = new Set(conflicts.flatMap(({ first, second }) => [first.rule, second.rule]));
  const rest = checks.filter(
    ({ rule, judgement }) => judgement.verdict !== 'fail' || !sides.has(rule.id),
  );
  return [...rest, ...conflicts.map((conflict) => conflictCheck(subject, conflict, matched))];
}

/** Settings and the parameters of all matching vendors. */
function lookupOf(facts: FactLookup, matched: readonly Assignment[]): FactLookup {
  return (name) => {
    if (!name.startsWith('param.')) return facts(name);
    const found = matched.map((assignment) => assignment.facts(name));
    return found.find((setting) => setting.state === 'known') ?? facts(name);
  };
}

function conflictCheck(
  subject: Subject,
  conflict: Conflict,
  matched: readonly Assignment[],
): Check {
  const [first, second] = [conflict.first, conflict.second].map(({ ruleset }) =>
    matched.find((assignment) => assignment.ruleset.id === ruleset),
  );
  const titles = [first, second].map((one) => one?.ruleset.title ?? '').join(' and ');
  const title = `The guides of ${titles} contradict each other (${conflict.first.rule}, ${conflict.second.rule})`;
  const { app, occurrence, facts } = subject;
  const rule: Rule = { ...conflictingDemands, title };
  const ruleset = vendorsRuleset(rule);
  const judgement = { verdict: 'fail', evidence: conflict.evidence } as const;
  return { app, occurrence, ruleset, rule, facts, judgement };
}

/** The ruleset of what is reported about vendors together. */
export function vendorsRuleset(rule: Rule): Ruleset {
  return {
    id: rulesetOf(rule.id),
    title: 'Vendors together',
    kind: 'standard',
    sources: [],
    coverage: 'full',
    appliesTo: ['externalClientApp', 'connectedApp'],
    parameters: {},
    rules: [rule],
  };
}
