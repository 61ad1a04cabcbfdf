import { onceForText } from '../model/once-for.js';
import { isFactReference, type ConditionValue } from '../model/ruleset.js';
import type { SettingValue } from '../settings/settings.js';
import {
  decorators,
  isDecoratorName,
  type DecoratorName,
  isOperatorName,
  operatorNamed,
  type OperatorName,
} from './operators/table.js';
import { isList, type Evaluator } from './operators/operand.js';

export { checkOperator, factTypeOf, type FactType } from './operators/check.js';
export type { Evaluator } from './operators/operand.js';
export { operators } from './operators/table.js';
export { decorators } from './operators/table.js';

/**
 * The function behind an operator with its decorators, `everyFact:not:like`. Operators on dates want today's date as
 * third argument. Throws for names that `checkOperator` refuses.
 */
export const evaluatorOf = onceForText((operator): Evaluator => {
  const { chain, base } = splitOperator(operator);
  return chain.reduceRight<Evaluator>(
    (next, name) => decorators[name](next),
    operatorNamed(base).evaluate,
  );
});

/** Whether an operator needs today's date. */
export const isDated = onceForText(
  (operator: string): boolean => operatorNamed(splitOperator(operator).base).dated === true,
);

/** The value of an operator that takes none, such as `isEmpty`; rulesets may leave it out. */
export function impliedValue(operator: string): true | undefined {
  const base = operator.split(':').at(-1) ?? '';
  return isOperatorName(base) && operatorNamed(base).value === 'nothing' ? true : undefined;
}

/**
 * Which entries of a list are to blame for an operator that is false: those that make it false all alone, where without
 * any entry it would be true. So the forbidden ones of `containsNone`, the extra ones of `containsOnly`, the bad ones of
 * `everyFact:…`; and nothing for `containsAll`, which misses something.
 */
export function offending(
  operator: string,
  found: SettingValue,
  wanted: SettingValue,
  today?: string,
): readonly number[] {
  const holds = evaluatorOf(operator);
  if (!isList(found) || !holds([], wanted, today)) return [];
  return found.flatMap((entry, at) => (holds([entry], wanted, today) ? [] : [at]));
}

/** The opposite of an operator. */
export function negated(operator: string): string {
  return operator.startsWith('not:') ? operator.slice('not:'.length) : `not:${operator}`;
}

/** Operator and value in words: `containsAll api, web`. */
export function operatorInWords(operator: string, value: ConditionValue): string {
  if (isFactReference(value)) return `${operator} ${value.fact}`;
  if (impliedValue(operator)) return operator;
  if (!isList(value)) return `${operator} ${value === '' ? '""' : String(value)}`;
  return `${operator} ${value.length > 0 ? value.join(', ') : '(nothing)'}`;
}

function splitOperator(operator: string): { chain: readonly DecoratorName[]; base: OperatorName } {
  const names = operator.split(':');
  const base = names.pop() ?? '';
  const chain = names.filter(isDecoratorName);
  if (!isOperatorName(base) || chain.length < names.length) {
    throw new Error(`unknown operator "${operator}"`);
  }
  return { chain, base };
}
