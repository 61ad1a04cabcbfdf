import { type FactLookup, loadOperators } from '../conditions/evaluate.js';
import { confirmFailure } from '../conditions/confirm.js';
import {
  evaluateRule,
  explainEvaluation,
  type RuleEvaluation,
} from '../conditions/evaluate-rule.js';
import { conditionsOf } from '../conditions/tree.js';
import { evaluationMessage } from '../conditions/words/messages.js';
import type { Example, Rule, Ruleset } from '../model/ruleset.js';
import type { Setting, SettingValue } from '../settings/settings.js';
import type { Verdict } from '../report/verdict.js';
import { loadDetection, parametersFor, type Given } from './parameters.js';
import { oneOrMore } from './placeholders.js';
import { specialise } from './specialise.js';

/** The day on which examples are evaluated that do not name `today`: they are to give the same answer for ever. */
export const exampleDay = '2026-11-21';

/** An example whose verdict is not what it says. */
export interface ExampleFailure {
  readonly rule: string;
  /** Position among the rule's examples, from 0. */
  readonly index: number;
  readonly title?: string;
  readonly expected: Verdict;
  readonly found: Verdict;
  /** What an audit would say. */
  readonly message: string;
  /** What is wrong with the example's parameters, or why the rule could not be evaluated. */
  readonly reason?: string;
}

/** Evaluates every example of every rule of a ruleset. */
export async function runExamples(ruleset: Ruleset): Promise<readonly ExampleFailure[]> {
  const failures: ExampleFailure[] = [];
  for (const rule of ruleset.rules) {
    for (const [index, example] of rule.examples.entries()) {
      const { evaluation, diagnostics, message } = await evaluateExample(ruleset, rule, example);
      const reason = [...diagnostics, reasonOf(evaluation)].filter(Boolean).join('; ');
      const { title, verdict: expected } = example;
      const found = evaluation.verdict;
      if (found === expected && reason === '') continue;
      const named = title === undefined ? {} : { title };
      const told = reason === '' ? {} : { reason };
      failures.push({ rule: rule.id, index, ...named, expected, found, message, ...told });
    }
  }
  return failures;
}

export interface EvaluatedExample {
  readonly evaluation: RuleEvaluation;
  /** What is wrong with the example's parameters. */
  readonly diagnostics: readonly string[];
  /** What an audit would say. */
  readonly message: string;
}

/** Evaluates one example of a rule. */
export async function evaluateExample(
  ruleset: Ruleset,
  rule: Rule,
  example: Example,
): Promise<EvaluatedExample> {
  const settings = exampleFacts(example.settings);
  await loadDetection(ruleset);
  await loadOperators(conditionsOf(rule));
  const parameters = parametersFor(ruleset, settings, givenIn(example));
  const all: FactLookup = (name) => parameters.facts[name] ?? settings(name);
  const special = specialise(rule, parameters.values, parameters.possible);
  const evaluation = evaluateRule(special, all);
  if (evaluation.verdict === 'fail') await confirmFailure(special, evaluation);
  const kind = example.settings['kind'] === 'connectedApp' ? 'connectedApp' : 'externalClientApp';
  const evidence = explainEvaluation(evaluation, special, all);
  const message = evaluationMessage({ rule: special, ruleset, kind }, evaluation, evidence);
  return { evaluation, diagnostics: parameters.diagnostics, message };
}

/** The settings of an example as facts; what it does not name is unknown. */
export function exampleFacts(settings: Example['settings']): FactLookup {
  return (name) => {
    const value = Object.hasOwn(settings, name) ? settings[name] : undefined;
    if (value !== undefined) return knownValue(value);
    return name === 'today' ? knownValue(exampleDay) : notNamed;
  };
}

function knownValue(value: SettingValue): Setting {
  return { state: 'known', value, origin: 'stated' };
}

const notNamed: Setting = { state: 'unknown', reason: 'not in this example' };

function givenIn({ parameters = {} }: Example): Given {
  return new Map(Object.entries(parameters).map(([name, value]) => [name, oneOrMore(value)]));
}

function reasonOf(evaluation: RuleEvaluation): string | undefined {
  return 'problem' in evaluation ? evaluation.problem?.message : undefined;
}
