import { builtInOperators, dateOperators, listOperators, rangeOperators } from './comparisons.js';
import { type Operator, listOperand, isList, type Evaluator } from './operand.js';
import { textOperators } from './texts.js';

/** The one table of operators: checking, evaluating and documenting rules all follow it. */
export const operators = {
  ...builtInOperators,
  ...listOperators,
  ...textOperators,
  ...dateOperators,
  ...rangeOperators,
} as const satisfies Readonly<Record<string, Operator>>;

export type OperatorName = keyof typeof operators;

/** Whether a text is the name of an operator, without decorators. */
export function isOperatorName(name: string): name is OperatorName {
  return Object.hasOwn(operators, name);
}

/** An operator of the table, with the general type. */
export function operatorNamed(name: OperatorName): Operator {
  return operators[name];
}

/**
 * json-rules-engine's decorators, with its exact semantics: on something that is no list `someFact` and `everyFact` are
 * false, on an empty list `everyFact` is true, and `someValue` and `everyValue` throw without a list.
 */
export const decorators = {
  someFact: (next) => (found, wanted, today) =>
    isList(found) && found.some((entry) => next(entry, wanted, today)),
  everyFact: (next) => (found, wanted, today) =>
    isList(found) && found.every((entry) => next(entry, wanted, today)),
  someValue: (next) => (found, wanted, today) =>
    listOperand(wanted).some((entry) => next(found, entry, today)),
  everyValue: (next) => (found, wanted, today) =>
    listOperand(wanted).every((entry) => next(found, entry, today)),
  swap: (next) => (found, wanted, today) => next(wanted, found, today),
  not: (next) => (found, wanted, today) => !next(found, wanted, today),
} as const satisfies Readonly<Record<string, (next: Evaluator) => Evaluator>>;

export type DecoratorName = keyof typeof decorators;

/** Whether a text is the name of a decorator. */
export function isDecoratorName(name: string): name is DecoratorName {
  return Object.hasOwn(decorators, name);
}
