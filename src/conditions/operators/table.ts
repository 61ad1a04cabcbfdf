import { builtInOperators } from './built-in.js';
import { dateOperators } from './dates.js';
import { listOperators } from './lists.js';
import type { Operator } from './operand.js';
import { rangeOperators } from './ranges.js';
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
