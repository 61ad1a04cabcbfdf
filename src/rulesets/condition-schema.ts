import * as v from 'valibot';
import { decorators, operators } from '../conditions/operators.js';
import type { ConditionValue } from '../model/ruleset.js';
import type { SettingValue } from '../settings/settings.js';
import { groupNames, type GroupName } from '../settings/groups.js';
import { factNames } from './scope.js';
import { eitherOf } from '../documents/diagnostics.js';
import {
  anyTexts,
  closed,
  expected,
  foundInWords,
  oneOfTable,
  someOf,
  textShape,
  byAlternative,
  formed,
} from '../documents/shapes.js';
import { isDate } from '../conditions/operators/comparisons.js';

/** A condition as it stands in a file. `condition` names one of the ruleset's `conditions`. */
type RawCondition =
  | { readonly all: readonly RawCondition[] }
  | { readonly any: readonly RawCondition[] }
  | { readonly not: RawCondition }
  | { readonly condition: string }
  | RawGroup
  | RawLeaf;

export interface RawLeaf {
  readonly fact: string;
  readonly operator: string;
  readonly value?: ConditionValue;
  readonly ifUnknown?: true;
}

/** What settings of a group have to be, all but some of them. */
export interface RawGroup {
  readonly group: GroupName;
  readonly noneBut?: readonly string[];
  readonly allBut?: readonly string[];
  readonly defaultsBut?: readonly string[];
}

/** The keys that make a condition what it is; each level has exactly one of them. */
const conditionKeys = ['all', 'any', 'not', 'condition', 'fact', 'group'] as const;

export type ConditionKey = (typeof conditionKeys)[number];

/** Which of the keys an input has. */
export function conditionKeysOf(input: unknown): readonly ConditionKey[] {
  const has = (key: string): boolean =>
    typeof input === 'object' && input !== null && Object.hasOwn(input, key);
  return conditionKeys.filter(has);
}

// The names are for editors. Whether a fact or an operator exists is checked with the ruleset's parameters at hand.
const factName = v.union([v.picklist(factNames), v.pipe(v.string(), v.regex(/^param\./))]);
const operatorName = v.union([
  v.picklist(Object.keys(operators)),
  v.pipe(v.string(), v.regex(new RegExp(`^((${Object.keys(decorators).join('|')}):)+[a-zA-Z]+$`))),
]);
const fact = byAlternative<string>(
  () => factName,
  () => textShape,
);
const operator = byAlternative<string>(
  () => operatorName,
  () => textShape,
);

const someSettings = v.array(v.string(expected('the name of a setting')), expected('a list'));
const entries = v.array(v.string(expected('text')));
const reference = closed({ fact });
const scalar = v.union(
  [v.boolean(), v.pipe(v.number(), v.finite()), v.string()],
  expected('true, false, a number, text, a list of texts or { fact: NAME }'),
);

/** The value of a setting, as in an example. */
export const settingValue = byAlternative<SettingValue>(
  () => anySettingValue,
  (input) => (Array.isArray(input) ? entries : scalar),
);
const anySettingValue = v.union([scalar, entries]);

/** What a fact is compared with. */
export const conditionValue = byAlternative<ConditionValue>(
  () => anyValue,
  (input) => (conditionKeysOf(input).includes('fact') ? reference : settingValue),
);
const anyValue = v.union([scalar, entries, reference]);

export const condition: v.GenericSchema<RawCondition> = byAlternative<RawCondition>(
  () => anyCondition,
  (input) => {
    const [key, second] = conditionKeysOf(input);
    return key === undefined || second !== undefined ? noCondition : shapes[key];
  },
);

const shapes = {
  all: closed({ all: someOf(condition) }),
  any: closed({ any: someOf(condition) }),
  not: closed({ not: condition }),
  condition: closed({ condition: textShape }),
  fact: closed({
    fact,
    operator,
    value: v.exactOptional(conditionValue),
    ifUnknown: v.exactOptional(v.literal(true, expected('true'))),
  }),
  group: closed({
    group: oneOfTable(groupNames),
    noneBut: v.exactOptional(someSettings),
    allBut: v.exactOptional(someSettings),
    defaultsBut: v.exactOptional(someSettings),
  }),
} as const satisfies Readonly<Record<ConditionKey, v.GenericSchema<RawCondition>>>;

const anyCondition = v.union(Object.values(shapes));

const noCondition = v.custom<RawCondition>(
  () => false,
  ({ input }) => {
    const keys = conditionKeysOf(input);
    const none = typeof input === 'object' && input !== null && !Array.isArray(input);
    const there = keys.length > 1 ? keys.join(' and ') : none ? 'none' : foundInWords(input);
    return `a condition has exactly one of ${eitherOf(conditionKeys)}, found ${there}`;
  },
);

/** Names for the definitions of the JSON Schema. */
export const definitionsOfConditions = {
  condition: anyCondition,
  fact: factName,
  operator: operatorName,
  value: anyValue,
  settingValue: anySettingValue,
  textOrTexts: anyTexts,
} as const;

const dayForm = /^\d{4}-\d\d-\d\d$/;
/** A day of the calendar. */
export const date = v.pipe(
  formed(dayForm, 'a date such as 2027-03-31'),
  v.check(
    (day) => isDate(day) || !dayForm.test(day),
    ({ input }) => `there is no day ${input} in the calendar`,
  ),
);
