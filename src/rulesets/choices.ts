import type { FactLookup } from '../conditions/evaluate.js';
import { conditionsOf, readsOf } from '../conditions/tree.js';
import { evaluateRule, type Failed, type RuleEvaluation } from '../conditions/evaluate-rule.js';
import type { Rule, Ruleset } from '../model/ruleset.js';
import type { Setting } from '../settings/settings.js';
import type { Parameters } from './parameters.js';
import { parameterTextsOf } from './placeholders.js';
import { parameterPrefix } from './scope.js';
import { madeFrom, plainRule, specialise } from './specialise.js';

/** More ways than this to choose missing parameters are not tried: the rule stays open. */
const maxWays = 32;

/** A rule with parameters put in, and the facts with those parameters. */
export interface Special {
  readonly rule: Rule;
  readonly facts: FactLookup;
}

export interface Agreed extends Special {
  readonly evaluation: RuleEvaluation;
}

/**
 * What a rule comes to that is open for want of parameters, where it comes to the same with every value that they can
 * have; undefined where that differs, or where a parameter can have any value.
 */
export function agreedEvaluation(
  { rule, facts }: Special,
  { parameters }: Ruleset,
  { values, possible }: Pick<Parameters, 'values' | 'possible'>,
): Agreed | undefined {
  const names = missingIn(rule, facts);
  const options = names.map((name) => parameters[name]?.values ?? []);
  const count = options.reduce((product, { length }) => product * length, 1);
  if (names.length === 0 || count === 0 || count > maxWays) return undefined;
  const agreed: Agreed[] = [];
  for (const way of waysOf(names, options)) {
    const texts = Object.entries(way).map(([name, value]) =>
      parameterTextsOf(name, parameters[name] ?? {}, value),
    );
    const special = specialise(plainRule(rule), Object.assign({}, values, way, ...texts), possible);
    const chosen: FactLookup = (name) => factOf(way, name) ?? facts(name);
    const evaluation = evaluateRule(special, chosen);
    if (evaluation.verdict === 'open') return undefined;
    if (agreed[0] && agreed[0].evaluation.verdict !== evaluation.verdict) return undefined;
    agreed.push({ rule: special, facts: chosen, evaluation });
  }
  return withAllEvidence(agreed);
}

/** The parameters that a rule reads and nobody knows. */
function missingIn(rule: Rule, facts: FactLookup): readonly string[] {
  const read = new Set(conditionsOf(rule).flatMap(readsOf));
  return [...read]
    .filter((name) => name.startsWith(parameterPrefix) && facts(name).state === 'unknown')
    .map((name) => name.slice(parameterPrefix.length));
}

type Way = Readonly<Record<string, string>>;

function waysOf(
  [name, ...names]: readonly string[],
  [own = [], ...options]: readonly (readonly string[])[],
): readonly Way[] {
  if (name === undefined) return [{}];
  const rest = waysOf(names, options);
  return own.flatMap((value) => rest.map((way) => ({ [name]: value, ...way })));
}

function factOf(way: Way, fact: string): Setting | undefined {
  const value = fact.startsWith(parameterPrefix)
    ? way[fact.slice(parameterPrefix.length)]
    : undefined;
  return value === undefined ? undefined : { state: 'known', value, origin: 'derived' };
}

/** What fails with every value fails for each of their reasons, one of which it would be enough to fix. */
function withAllEvidence(agreed: readonly Agreed[]): Agreed | undefined {
  const [first] = agreed;
  if (first?.evaluation.verdict !== 'fail') return first;
  const failures = agreed.flatMap(({ evaluation }): readonly Failed[] =>
    evaluation.verdict === 'fail' ? [evaluation] : [],
  );
  const all = failures.flatMap(({ evidence }) => evidence);
  const unique = new Map(all.map((one) => [`${one.setting} ${one.expected}`, one]));
  const proofs = failures.flatMap((failed) => failed.proofs);
  const any = agreed.map(({ rule }) => rule.require);
  return {
    ...first,
    rule: madeFrom(plainRule(first.rule), { ...first.rule, require: { any } }),
    evaluation: { verdict: 'fail', evidence: [...unique.values()], proofs },
  };
}
