import { listOperand, isList, type Evaluator } from './operand.js';

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
