import { isFactReference, type ConditionValue } from '../../model/ruleset.js';
import { labelOf, type SettingValue } from '../../settings/settings.js';
import { valueInWords } from './values.js';

/** What is asked of a setting ("must be on"), or what is the case ("is on"). */
export type Mood = 'demand' | 'statement';

/** How a verb is said: after "must" and "must not", as a statement, and as its opposite. */
const verbs = {
  be: { is: 'is', isNot: 'is not' },
  hold: { is: 'holds', isNot: 'does not hold' },
  use: { is: 'uses', isNot: 'does not use' },
  match: { is: 'matches', isNot: 'does not match' },
  lie: { is: 'lies', isNot: 'does not lie' },
  span: { is: 'spans', isNot: 'does not span' },
  fulfil: { is: 'fulfils', isNot: 'does not fulfil' },
} as const satisfies Readonly<Record<string, { readonly is: string; readonly isNot: string }>>;

interface Phrase {
  readonly verb: keyof typeof verbs;
  /** What follows the verb, for a value in words. */
  readonly what: (value: string) => string;
  readonly not?: true;
  /** The opposite, where it reads better than "not". */
  readonly opposite?: Omit<Phrase, 'opposite'>;
}

const itself = (value: string): string => value;

/** What each operator says. Decorators are dealt with apart. */
const phrases: Readonly<Record<string, Phrase>> = {
  equal: { verb: 'be', what: itself },
  notEqual: { verb: 'be', what: itself, not: true },
  in: {
    verb: 'be',
    what: (value) => `one of ${value}`,
    opposite: { verb: 'be', what: itself, not: true },
  },
  notIn: { verb: 'be', what: itself, not: true },
  contains: { verb: 'hold', what: itself },
  doesNotContain: { verb: 'hold', what: itself, not: true },
  lessThan: {
    verb: 'be',
    what: (value) => `less than ${value}`,
    opposite: { verb: 'be', what: (value) => `at least ${value}` },
  },
  lessThanInclusive: {
    verb: 'be',
    what: (value) => `at most ${value}`,
    opposite: { verb: 'be', what: (value) => `more than ${value}` },
  },
  greaterThan: {
    verb: 'be',
    what: (value) => `more than ${value}`,
    opposite: { verb: 'be', what: (value) => `at most ${value}` },
  },
  greaterThanInclusive: {
    verb: 'be',
    what: (value) => `at least ${value}`,
    opposite: { verb: 'be', what: (value) => `less than ${value}` },
  },
  containsAll: { verb: 'hold', what: (value) => `all of ${value}` },
  containsAny: {
    verb: 'hold',
    what: (value) => `one of ${value}`,
    opposite: { verb: 'hold', what: (value) => `none of ${value}` },
  },
  containsNone: {
    verb: 'hold',
    what: itself,
    not: true,
    opposite: { verb: 'hold', what: (value) => `one of ${value}` },
  },
  containsOnly: {
    verb: 'hold',
    what: (value) => `only ${value}`,
    opposite: { verb: 'hold', what: (value) => `something other than ${value}` },
  },
  isEmpty: { verb: 'be', what: () => 'empty' },
  isNotEmpty: { verb: 'be', what: () => 'empty', not: true },
  matches: { verb: 'match', what: (value) => `the pattern ${value}` },
  like: { verb: 'be', what: (value) => `like ${value}` },
  hasWords: { verb: 'hold', what: (value) => `the words ${value}` },
  usesScheme: { verb: 'use', what: itself },
  usesHttps: { verb: 'use', what: () => 'HTTPS' },
  hostIn: { verb: 'be', what: (value) => `at ${value}` },
  beforeToday: { verb: 'be', what: () => 'in the past' },
  withinDays: {
    verb: 'lie',
    what: (value) => `within the next ${value} days`,
    opposite: { verb: 'be', what: (value) => `more than ${value} days away` },
  },
  widerThan: {
    verb: 'span',
    what: (value) => `more than ${value} addresses`,
    opposite: { verb: 'span', what: (value) => `at most ${value} addresses` },
  },
};

/** An operator with its decorators, taken apart. */
interface OperatorReading {
  readonly base: string;
  /** Which entries of the fact it is about; all of them together when absent. */
  readonly entries?: 'each' | 'some';
  /** Which entries of the value it is about. */
  readonly values?: 'each' | 'some';
  readonly not: boolean;
}

/** `not` in front of a quantifier turns it round: "not every one is" says "some is not". */
function readingOf(operator: string): OperatorReading {
  const decorators = operator.split(':');
  let reading: OperatorReading = { base: decorators.pop() ?? '', not: false };
  const turned = (quantifier: 'each' | 'some'): 'each' | 'some' =>
    reading.not === (quantifier === 'each') ? 'some' : 'each';
  for (const name of decorators) {
    if (name === 'not') reading = { ...reading, not: !reading.not };
    if (name === 'everyFact') reading = { ...reading, entries: turned('each') };
    if (name === 'someFact') reading = { ...reading, entries: turned('some') };
    if (name === 'everyValue') reading = { ...reading, values: turned('each') };
    if (name === 'someValue') reading = { ...reading, values: turned('some') };
    if (name === 'swap') reading = { ...reading, base: operator };
  }
  return reading;
}

/** What an operator with its decorators demands of a setting: `must be on`, `each must use https`. */
export function demandWords(fact: string, operator: string, value: SettingValue): string {
  const reading = readingOf(operator);
  const scope = { each: 'each ', some: 'one of them ', none: '' }[reading.entries ?? 'none'];
  return `${scope}${predicate(reading, wantedInWords(fact, reading, value), 'demand')}`;
}

/** A leaf of a condition in words: `"Callback URL" must hold https://a.example`. */
export function leafInWords(
  { fact, operator, value }: { fact: string; operator: string; value: ConditionValue },
  mood: Mood,
): string {
  const reading = readingOf(operator);
  const subject = { each: 'each of ', some: 'one of ', none: '' }[reading.entries ?? 'none'];
  const wanted = isFactReference(value)
    ? nameInWords(value.fact)
    : wantedInWords(fact, reading, value, Infinity);
  return `${subject}${nameInWords(fact)} ${predicate(reading, wanted, mood)}`;
}

/** What Setup calls a setting, in quotes; what is no setting, by its own name. */
function nameInWords(fact: string): string {
  if (fact === 'today') return 'today';
  if (fact.startsWith('param.')) return `the parameter "${fact.slice('param.'.length)}"`;
  return `"${labelOf(fact)}"`;
}

/** The value; where it matters how many of its entries fit, that is said. */
function wantedInWords(
  fact: string,
  { values, not }: OperatorReading,
  value: SettingValue,
  most?: number,
): string {
  const shown = valueInWords(fact, value, most);
  if (values === undefined || typeof value !== 'object' || value.length < 2) return shown;
  // "not like each of them" is what "like none of them" says, and "not like one of them" leaves one out.
  if (not) return `${values === 'each' ? 'any of' : 'one of'} ${shown}`;
  return `${values === 'each' ? 'all of' : 'one of'} ${shown}`;
}

function predicate({ base, not }: OperatorReading, value: string, mood: Mood): string {
  const phrase = phrases[base] ?? { verb: 'fulfil', what: (wanted) => `${base} ${wanted}` };
  const { verb, what, not: negative } = not ? oppositeOf(phrase) : phrase;
  if (mood === 'demand') return `must ${negative ? 'not ' : ''}${verb} ${what(value)}`;
  return `${verbs[verb][negative ? 'isNot' : 'is']} ${what(value)}`;
}

function oppositeOf({ opposite, not, ...phrase }: Phrase): Omit<Phrase, 'opposite'> {
  return opposite ?? (not ? phrase : { ...phrase, not: true });
}
