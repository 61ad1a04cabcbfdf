import type { SettingType } from '../../settings/definition.js';
import type { SettingValue } from '../../settings/settings.js';

/** What an operator can stand on: a type of setting, or one entry of a list of address ranges. */
export type OperandKind = SettingType | 'range';

/** What an operator wants beside the fact. `same` and `listOfSame` mean: of the fact's own type. */
export type ValueKind =
  | 'same'
  | 'listOfSame'
  | 'entry'
  | 'entries'
  | 'nothing'
  | 'count'
  | 'pattern'
  | 'glob'
  | 'words'
  | 'schemes'
  | 'hosts';

/** Decides; `today` is YYYY-MM-DD and only operators on dates look at it. */
export type Evaluator = (found: SettingValue, wanted: SettingValue, today?: string) => boolean;

export interface Operator {
  /** The types of fact it fits. */
  readonly on: readonly OperandKind[];
  readonly value: ValueKind;
  /** What it asks of the fact, in words that follow the fact's name. */
  readonly about: string;
  readonly evaluate: Evaluator;
  /** Whether json-rules-engine brings it along. */
  readonly builtIn?: true;
  /** Whether it needs today's date. */
  readonly dated?: true;
}

/** Whether a value is a list; the only values that are objects. */
export function isList(value: SettingValue): value is readonly string[] {
  return typeof value === 'object';
}

/** The value as a list, or a `TypeError` as json-rules-engine would throw one. */
export function listOperand(value: SettingValue): readonly string[] {
  if (isList(value)) return value;
  throw new TypeError(`a list is needed here, not ${JSON.stringify(value)}`);
}
