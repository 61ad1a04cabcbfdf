import { listOperand, isList, type Operator } from './operand.js';

const lists = ['list', 'ranges'] as const;

/** Operators on the entries of a list. Entries are compared byte for byte; their order and number do not matter. */
export const listOperators = {
  containsAll: {
    on: lists,
    value: 'entries',
    about: 'has every entry of the value',
    evaluate: (found, wanted) =>
      isList(found) && listOperand(wanted).every((entry) => found.includes(entry)),
  },
  containsAny: {
    on: lists,
    value: 'entries',
    about: 'has at least one entry of the value',
    evaluate: (found, wanted) =>
      isList(found) && listOperand(wanted).some((entry) => found.includes(entry)),
  },
  containsNone: {
    on: lists,
    value: 'entries',
    about: 'has no entry of the value',
    evaluate: (found, wanted) =>
      isList(found) && !listOperand(wanted).some((entry) => found.includes(entry)),
  },
  containsOnly: {
    on: lists,
    value: 'entries',
    about: 'has no entry besides those of the value',
    evaluate: (found, wanted) =>
      isList(found) && found.every((entry) => listOperand(wanted).includes(entry)),
  },
  isEmpty: {
    on: ['list', 'ranges', 'string'],
    value: 'nothing',
    about: 'has no entry, or is an empty text',
    evaluate: (found) => (isList(found) ? found.length === 0 : found === ''),
  },
  isNotEmpty: {
    on: ['list', 'ranges', 'string'],
    value: 'nothing',
    about: 'has an entry, or is a text that is not empty',
    evaluate: (found) => (isList(found) ? found.length > 0 : found !== ''),
  },
} as const satisfies Readonly<Record<string, Operator>>;
