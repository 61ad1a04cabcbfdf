import type { FactLookup } from '../engine/conditions.js';
import type { VendorMatch } from '../model/report.js';
import type { Condition, Rule, Ruleset } from '../model/ruleset.js';
import { UserError } from '../model/user-error.js';
import { matchVendor, parametersFor, unusedParameters } from '../rulesets/match.js';
import { specialise } from '../rulesets/specialise.js';
import type { AuditRequest } from './request.js';

/** A ruleset as it is for one app: parameters known or asked for, rules filled in. */
export interface Prepared {
  readonly ruleset: Ruleset;
  readonly rules: readonly Rule[];
  readonly facts: FactLookup;
}

/** A vendor's ruleset for one app. */
export interface Assignment extends Prepared {
  /** Absent where a ruleset that the user named is not about the app. */
  readonly match?: VendorMatch;
}

/** Fills the parameters of a ruleset in for one app. */
export function prepare(
  ruleset: Ruleset,
  facts: FactLookup,
  parameters: AuditRequest['parameters'],
): Prepared {
  if (Object.keys(ruleset.parameters).length === 0) return { ruleset, rules: ruleset.rules, facts };
  const found = parametersFor(ruleset, facts, parameters);
  return {
    ruleset,
    rules: ruleset.rules.map((rule) => specialise(rule, found.values)),
    facts: (name) => found.facts[name] ?? facts(name),
  };
}

/** What is asked about every app before any rule is judged: whether it is a vendor's, and what parameters it shows. */
export function recognisingConditions({ rulesets }: AuditRequest): readonly Condition[] {
  return rulesets.flatMap(({ ruleset: { match, parameters } }) => [
    ...(match ? [match] : []),
    ...Object.values(parameters).flatMap(({ detect }) => detect.map(({ when }) => when)),
  ]);
}

/**
 * The vendor rulesets for an app: those that recognise it, and those that the user named. A named one judges an app
 * that it does not recognise only when the user also names the app: then the user says what the app is for.
 */
export function assignVendors(facts: FactLookup, request: AuditRequest): readonly Assignment[] {
  const { rulesets, parameters, select } = request;
  return rulesets.flatMap(({ ruleset, explicit }): readonly Assignment[] => {
    if (ruleset.kind !== 'vendor') return [];
    const match = matchVendor(ruleset, facts, parameters);
    if (!match && !explicit) return [];
    const prepared = prepare(ruleset, facts, parameters);
    const chosen = select.apps.length > 0 ? chosenMatch(ruleset, facts, parameters) : undefined;
    const said = match ?? chosen;
    return [said ? { ...prepared, match: said } : prepared];
  });
}

function chosenMatch(
  ruleset: Ruleset,
  facts: FactLookup,
  parameters: AuditRequest['parameters'],
): VendorMatch {
  const { values } = parametersFor(ruleset, facts, parameters);
  return { ruleset: ruleset.id, because: 'chosen with --ruleset and --app', parameters: values };
}

/** Refuses parameters that no ruleset has, and values that a parameter cannot have. Throws UserError. */
export function checkParameters({ parameters, rulesets }: AuditRequest): void {
  const all = rulesets.map(({ ruleset }) => ruleset);
  const [unused] = unusedParameters(parameters, all);
  if (unused !== undefined) {
    const names = all.flatMap(({ id, parameters: own }) =>
      Object.keys(own).map((name) => `${id}.${name}`),
    );
    const hint = names.length > 0 ? `parameters: ${names.join(', ')}` : 'no ruleset has parameters';
    throw new UserError(`no ruleset has a parameter "${unused}"`, hint);
  }
  const nothing: FactLookup = () => ({ state: 'unknown', reason: 'no app' });
  const mistakes = all.flatMap((ruleset) => parametersFor(ruleset, nothing, parameters).mistakes);
  if (mistakes.length > 0) throw new UserError(mistakes.map((one) => `--param ${one}`).join('\n'));
}
