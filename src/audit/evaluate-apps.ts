import { extended } from '../model/extended.js';
import { createFactLookup, type FactLookup, loadOperators } from '../conditions/evaluate.js';
import { conditionsOf, readsOf } from '../conditions/tree.js';
import { createConfirmation, type Confirmation } from '../conditions/confirm.js';
import { evaluateRule } from '../conditions/evaluate-rule.js';
import { appId, type App, type Source } from '../model/app.js';
import type { VendorMatch } from '../report/report.js';
import { keptOr, onceFor } from '../model/once-for.js';
import type { Rule, Ruleset } from '../model/ruleset.js';
import type { SettingName } from '../settings/settings.js';
import {
  inBestEdition,
  settleConflicts,
  withDemand,
  withSameDemands,
  type Evaluated,
} from './vendors/demands.js';
import { withoutOverriddenRules, givenFor, prepareRuleset, type Prepared } from './prepare.js';
import { orgKeyOf, type Evaluation, type Inapplicable } from './results.js';
import { decidable, onceUndecided, unmatchedChecks, whyNotAny } from './inapplicable.js';
import { keyOfApp, type Again, type AuditRequest } from './request.js';
import {
  assignVendors,
  detectionLoader,
  recognisingConditions,
  staysUnguided,
  type Assignment,
} from './vendors/assign.js';

/** Everything evaluated about one app. */
export interface EvaluatedApp {
  readonly app: App;
  readonly vendors: readonly VendorMatch[];
  readonly checks: readonly Evaluation[];
}

/** Evaluates one app after the other, so that only one app's checks are in memory at a time. */
export async function* evaluateApps(
  apps: readonly App[],
  request: AuditRequest,
  surroundings: AppContext = { found: apps, sources: [] },
): AsyncGenerator<EvaluatedApp> {
  const evaluate = await createAppEvaluator(request, surroundings);
  for (const app of apps) yield await evaluate(app);
}

/** Evaluates an app by the rulesets of a run. */
export type AppEvaluator = (app: App) => Promise<EvaluatedApp>;

/**
 * Gets everything ready that the apps of a run share. Apps of one name in one source are numbered among all that were
 * found, whichever of them are evaluated.
 */
export async function createAppEvaluator(
  request: AuditRequest,
  { found, sources }: AppContext,
): Promise<AppEvaluator> {
  const confirmation = createConfirmation();
  await loadOperators(recognisingConditions(request));
  const readyToDetect = detectionLoader(request);
  const isUnguided = staysUnguided(request);
  const ready = new Set<Ruleset>();
  const today = request.now.toISOString().slice(0, 10);
  const occurrences = occurrencesOf(found);
  const orgs = new Map(sources.map(({ id, org }) => [id, orgKeyOf(org)]));
  return async (app) => {
    const occurrence = { of: occurrences.get(app.id) ?? 1, org: orgs.get(app.source) };
    const facts = createFactLookup(app.settings, today);
    const parameters = givenFor(app, request);
    const unguided = isUnguided(app);
    // Without a guide nothing is captured for one.
    if (!unguided) await readyToDetect(facts);
    const client = { app, facts, parameters, level: request.level };
    const standard = request.rulesets
      .filter(({ ruleset }) => ruleset.kind === 'standard')
      .map(({ ruleset }) => prepareRuleset(ruleset, client))
      .flatMap((prepared) => readingAll(prepared, app, today));
    const vendors = unguided ? [] : assignVendors(client, request);
    await makeReady([...standard, ...vendors], ready);
    const evaluated = evaluateApp(
      { app, occurrence, facts, again: request.again },
      standard,
      vendors,
      today,
    );
    await confirmFailures(evaluated.checks, confirmation);
    return evaluated;
  };
}

/** In a second look, the rules that read what has changed. Parameters that are found in the app may have changed, too. */
function concernedRules(prepared: Prepared, { app, again }: Subject): Prepared {
  const finds = Object.values(prepared.ruleset.parameters).some(({ detect }) => detect.length > 0);
  const changed = again?.changed.get(keyOfApp(app));
  if (!again || !changed || finds) return prepared;
  const names = [...changed].join(' ');
  const rules = keptOr(concernedBy(again)(prepared.rules), names, () =>
    prepared.rules.filter((rule) => again.rules.has(rule.id) || readsAny(rule, changed)),
  );
  return { ...prepared, rules };
}

/** Edits change the same settings of many apps, and a ruleset has the same list of rules for most of them. */
const concernedBy = onceFor((_: Again) =>
  onceFor((__: readonly Rule[]) => new Map<string, readonly Rule[]>()),
);

function readsAny(rule: Rule, names: ReadonlySet<string>): boolean {
  return conditionsOf(rule).some((condition) => readsOf(condition).some((name) => names.has(name)));
}

/** What apps are found in. */
export interface AppContext {
  /** All apps of the sources, ordered by id. */
  readonly found: readonly App[];
  readonly sources: readonly Pick<Source, 'id' | 'org'>[];
}

/** The number of each app among those of its name in its source, from 1 in the order of their folders, by id. */
function occurrencesOf(apps: readonly App[]): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  return new Map(
    apps.map(({ id, kind, apiName, source }) => {
      const name = `${appId(kind, apiName)} ${source}`;
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

/** Rules about secrets read what `.forceignore` leaves out: it keeps a file from deployment, not from git. */
function readingAll(prepared: Prepared, { leftOut }: App, today: string): readonly Prepared[] {
  if (!leftOut) return [prepared];
  const { secrets, others } = bySecrets(prepared.rules);
  const facts = createFactLookup(leftOut.settings, today);
  return [
    { ...prepared, rules: secrets, facts },
    { ...prepared, rules: others },
  ].filter(({ rules }) => rules.length > 0);
}

const bySecrets = onceFor((rules: readonly Rule[]) => ({
  secrets: rules.filter(isSecretRule),
  others: rules.filter((rule) => !isSecretRule(rule)),
}));

function isSecretRule({ id }: Rule): boolean {
  return id.startsWith('secrets/');
}

/** What only an org knows as a rule may stand in files now and then, as user provisioning does. */
function isAnsweredByFiles(rule: Rule, facts: FactLookup): boolean {
  if (rule.switchedOff) return false;
  const reads = readsOf(rule.require);
  return reads.every((name) => inFilesNowAndThen.has(name) && facts(name).state === 'known');
}

const inFilesNowAndThen: ReadonlySet<string> = new Set<SettingName>([
  'userProvisioning',
  'blocked',
]);

/** json-rules-engine has the last word on every finding. */
async function confirmFailures(
  checks: readonly Evaluation[],
  confirmation: Confirmation,
): Promise<void> {
  for (const { rule, evaluation } of checks) {
    if (evaluation.verdict === 'fail') await confirmation.confirm(rule, evaluation);
  }
}

/** An app to evaluate, for the first time or again. */
interface Subject extends Evaluated {
  readonly again: Again | undefined;
}

function evaluateApp(
  subject: Subject,
  standard: readonly Prepared[],
  assignments: readonly Assignment[],
  today: string,
): EvaluatedApp {
  const { kind } = subject.app;
  const recognised = assignments.filter(({ match }) => match !== undefined);
  const matched = withoutOverriddenRules(
    inBestEdition(recognised, (guide) => checkAll(subject, [guide])),
    kind,
  );
  const strangers = assignments.filter(({ match }) => match === undefined);
  const own = withoutOverriddenRules(standard, kind);
  const checks = checkAll(
    subject,
    own.map((prepared) => concernedRules(prepared, subject)),
  );
  const vendorChecks = [
    // A guide of one's own may have taken rules of secrets/* over.
    ...checkAll(
      subject,
      matched.flatMap((prepared) => readingAll(prepared, subject.app, today)),
    ),
    ...strangers.flatMap((stranger) => unmatchedChecks(subject, stranger)),
  ];
  const limited = withLimits(vendorChecks, matched);
  const told = matched.length === 0 ? limited : withSameDemands(limited, checks);
  const compared = matched.length === 0 ? checks : checks.map((one) => withDemand(one, matched));
  return {
    app: subject.app,
    vendors: matched.flatMap(({ match }) => match ?? []),
    checks: onceUndecided([...compared, ...settleConflicts(subject, told, matched)], subject.app),
  };
}

/** What a guide that is only known by a name demands is medium at most. */
function withLimits(
  checks: readonly Evaluation[],
  matched: readonly Assignment[],
): readonly Evaluation[] {
  const byName = matched.filter(({ isByName }) => isByName).map(({ ruleset }) => ruleset);
  if (byName.length === 0) return checks;
  return checks.map((one) =>
    byName.includes(one.ruleset) ? extended(one, { atMost: 'medium' as const }) : one,
  );
}

function checkAll(subject: Evaluated, rulesets: readonly Prepared[]): readonly Evaluation[] {
  return rulesets.flatMap((prepared) => {
    const reasons = whyNotAny(prepared.ruleset, prepared.rules, subject.app);
    return prepared.rules.map((rule, at) => evaluateRuleFor(subject, prepared, rule, reasons[at]));
  });
}

/** An app that is switched off need not be as a guide demands until it is switched on. */
function offFor({ kind }: Ruleset, facts: FactLookup): Inapplicable | undefined {
  if (kind !== 'vendor') return undefined;
  const enabled = facts('pluginEnabled');
  return enabled.state === 'known' && enabled.value === false ? switchedOffApp : undefined;
}

const switchedOffApp: Inapplicable = {
  verdict: 'notApplicable',
  because: 'Does not apply: the app is switched off in its policies; the guide needs it on.',
};

function evaluateRuleFor(
  { app, occurrence }: Evaluated,
  { ruleset, facts }: Prepared,
  rule: Rule,
  inapplicable: Inapplicable | undefined,
): Evaluation {
  const isFor = inapplicable && rule.needs === 'org' && isAnsweredByFiles(rule, facts);
  const reason = isFor ? undefined : inapplicable;
  const evaluation = reason ?? offFor(ruleset, facts) ?? decidable(evaluateRule(rule, facts), app);
  return { app, occurrence, ruleset, rule, facts, evaluation };
}
