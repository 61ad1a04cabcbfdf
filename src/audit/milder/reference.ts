// What a run would say of the same apps without its configuration and without rulesets of one's own.
import type { App } from '../../model/app.js';
import { rulesetOf, type ChosenRuleset, type Ruleset } from '../../model/ruleset.js';
import { entriesFor } from '../../config/apps.js';
import { originOf, shippedRuleset, shippedRulesets } from '../../rulesets/shipped.js';
import { createAppEvaluator, type AppEvaluator } from '../evaluate-apps.js';
import type { AuditRequest } from '../request.js';

/** Gives what evaluates an app; undefined for an app of which the run says the same in any case. */
export type ReferenceRun = (app: App) => Promise<AppEvaluator> | undefined;

/** `found` are all apps of the sources. */
export function referenceOf(request: AuditRequest, found: readonly App[]): ReferenceRun {
  const own = ownRulesets(request);
  const all = withoutConfig(request, own);
  const isKept = keptIn(request, own);
  const changed = all.filter((one) => !isKept(one));
  const vendors = all.filter((one) => !isStandard(one));
  const part = [...changed.filter(isStandard), ...vendors];
  const { config } = request;
  // A guide of one's own may excuse what standard rules find, and contradict other guides.
  const everywhere = [...changed, ...request.rulesets.filter(({ ruleset }) => own.has(ruleset.id))];
  const evaluates = evaluatesOf(request, found);
  return (app) => {
    if (app.leftOut || app.asWritten) return evaluates(all);
    if (everywhere.some((one) => !isStandard(one))) return evaluates(all);
    if (config && entriesFor(app, config).length > 0) return evaluates(all);
    return changed.length > 0 ? evaluates(part) : undefined;
  };
}

/** Evaluates apps that are not in the run at all. */
export function wholeReference(request: AuditRequest): Promise<AppEvaluator> {
  const rulesets = withoutConfig(request, ownRulesets(request));
  return evaluatesOf(request, [])(rulesets);
}

/**
 * Evaluates by guides of one's own, apart: they are no part of what is shipped, excuse nothing and contradict nobody here.
 * Undefined where there are none.
 */
export function ownGuidesReference(
  request: AuditRequest,
  found: readonly App[],
): Promise<AppEvaluator> | undefined {
  const { config, rulesets } = request;
  const vendors = typeof config?.vendors === 'object' ? config.vendors : [];
  const configured = rulesets.some(({ explicit }) => explicit)
    ? []
    : [...(config?.rulesets ?? []), ...vendors].map(({ ruleset }) => implicit(ruleset));
  const guides = [...rulesetsAsShipped(request), ...configured].filter(
    (one) => !isStandard(one) && originOf(one.ruleset) === 'own',
  );
  return guides.length > 0 ? evaluatesOf(request, found)(guides) : undefined;
}

/** An app as it is without `.forceignore` and replacements. */
export function wholeApp({ leftOut, asWritten, ...app }: App): App {
  if (!leftOut && !asWritten) return app;
  const settings = { ...(leftOut ?? app).settings, ...asWritten?.settings };
  return { ...app, ...(asWritten && { asWritten }), settings };
}

/** Evaluates for lists of rulesets, each made when it is first needed. */
function evaluatesOf(
  { config: _, ...request }: AuditRequest,
  found: readonly App[],
): (rulesets: readonly ChosenRuleset[]) => Promise<AppEvaluator> {
  const made = new Map<readonly ChosenRuleset[], Promise<AppEvaluator>>();
  return (rulesets) => {
    const evaluate =
      made.get(rulesets) ?? createAppEvaluator({ ...request, rulesets }, { found, sources: [] });
    made.set(rulesets, evaluate);
    return evaluate;
  };
}

/** The rulesets that the flags of a run name, else all that are shipped: as they are before any override. */
function rulesetsAsShipped({
  unconfigured,
  config,
  rulesets,
}: AuditRequest): readonly ChosenRuleset[] {
  return unconfigured ?? (config ? shippedRulesets.map(implicit) : rulesets);
}

function implicit(ruleset: Ruleset): ChosenRuleset {
  return { ruleset, explicit: false, origin: originOf(ruleset) };
}

/** The ids of rulesets that are not as they are shipped, also where one of them takes the id of a shipped one. */
function ownRulesets(request: AuditRequest): ReadonlySet<string> {
  const rulesets = [...rulesetsAsShipped(request), ...(request.config?.rulesets ?? [])];
  const own = rulesets.filter(({ ruleset }) => originOf(ruleset) === 'own');
  return new Set(own.map(({ ruleset }) => ruleset.id));
}

/**
 * What is shipped, as it is shipped; and before it one's own standard rulesets, of which only what they demand themselves
 * counts: of a rule that two rulesets have, the later one's is evaluated.
 */
function withoutConfig(request: AuditRequest, ids: ReadonlySet<string>): readonly ChosenRuleset[] {
  const chosen = rulesetsAsShipped(request);
  const isExplicit = request.rulesets.some(({ explicit }) => explicit);
  const configured = isExplicit ? [] : (request.config?.rulesets ?? []);
  const own = [...configured.map(({ ruleset }) => implicit(ruleset)), ...chosen].filter(
    ({ ruleset }) => ids.has(ruleset.id) && ruleset.kind === 'standard',
  );
  const shipped = chosen.filter(({ ruleset }) => !ids.has(ruleset.id));
  const taken = new Set(shipped.map(({ ruleset }) => ruleset.id));
  const borrowed = lenders(own.map(({ ruleset }) => ruleset)).filter(({ id }) => !taken.has(id));
  const others = own.filter(({ ruleset }) => !shippedRuleset(ruleset.id));
  return [...others, ...borrowed.map(implicit), ...shipped];
}

/** The shipped rulesets whose rules one's own rulesets have. */
function lenders(own: readonly Ruleset[]): readonly Ruleset[] {
  const ids = own.flatMap(({ rules }) => rules.map((rule) => rulesetOf(rule.id)));
  return [...new Set(ids)].flatMap((id) => shippedRuleset(id) ?? []);
}

function isStandard({ ruleset }: ChosenRuleset): boolean {
  return ruleset.kind === 'standard';
}

/** Tells whether a ruleset evaluates in the run as it would without a configuration. */
function keptIn(
  { rulesets }: AuditRequest,
  own: ReadonlySet<string>,
): (chosen: ChosenRuleset) => boolean {
  // Of two with one id the first counts.
  const byId = new Map(rulesets.toReversed().map((one) => [one.ruleset.id, one] as const));
  const ownOnes = rulesets.filter((one) => own.has(one.ruleset.id));
  return ({ ruleset }) => {
    const now = byId.get(ruleset.id);
    if (now?.ruleset !== ruleset || now.onlyAssigned) return false;
    const others = ownOnes.filter((one) => one.ruleset !== ruleset);
    return !others.some((one) => one.ruleset.rules.some(({ id }) => rulesetOf(id) === ruleset.id));
  };
}
