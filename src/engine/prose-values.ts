import {
  definitionOf,
  isSettingName,
  type SettingName,
  type SettingValue,
} from '../model/settings.js';
import type { Evidence } from '../model/verdict.js';
import { negated } from './operators.js';

/** What Setup calls the values of its pick lists. Source: Salesforce Help, configuring OAuth policies of both kinds. */
const valueLabels: Partial<Readonly<Record<SettingName, Readonly<Record<string, string>>>>> = {
  refreshTokenPolicy: {
    'until-revoked': '"Refresh token is valid until revoked"',
    immediate: '"Immediately expire refresh token"',
    lifetime: '"Expire refresh token after specific time"',
    inactivity: '"Expire refresh token if not used for specific time"',
  },
  permittedUsers: {
    'self-authorize': '"All users can self-authorize"',
    'admin-approved': '"Admin approved users are pre-authorized"',
  },
  ipRelaxation: {
    enforce: '"Enforce IP restrictions"',
    'relax-for-refresh': '"Enforce IP restrictions, but relax for refresh tokens"',
    'relax-for-activated-devices': '"Relax IP restrictions for activated devices"',
    relax: '"Relax IP restrictions"',
  },
};

/** Longer lists are cut: a message has to stay readable, and the data formats have them whole. */
const longestList = 8;

/** A value as a reader of Setup knows it: on and off for switches, labels for pick lists. */
export function valueInWords(fact: string, value: SettingValue): string {
  if (typeof value === 'boolean') return booleanInWords(fact, value);
  if (typeof value === 'object') return listInWords(value);
  if (value === '') return 'empty';
  const labels = isSettingName(fact) ? valueLabels[fact] : undefined;
  return labels?.[String(value)] ?? String(value);
}

function listInWords(value: readonly string[]): string {
  if (value.length === 0) return 'empty';
  const shown = value.slice(0, longestList).join(', ');
  return value.length > longestList ? `${shown} and ${value.length - longestList} more` : shown;
}

function booleanInWords(fact: string, value: boolean): string {
  if (isSwitch(fact)) return value ? 'on' : 'off';
  return value ? 'yes' : 'no';
}

const switchLabels = /^(?:Enable|Require|Issue|Introspect|Limit|Allow|Use|Include|App enabled)\b/;

/** Whether a flag is a switch in Setup, and not a fact about the app. */
function isSwitch(fact: string): boolean {
  return isSettingName(fact) && switchLabels.test(definitionOf(fact).label);
}

type Words = (value: string, fact: string) => string;

/** What each operator demands, in words. Decorators are dealt with before. */
const demands: Readonly<Record<string, Words>> = {
  equal: (value) => `must be ${value}`,
  notEqual: (value) => `must not be ${value}`,
  in: (value) => `must be one of ${value}`,
  notIn: (value) => `must not be ${value}`,
  contains: (value) => `must hold ${value}`,
  doesNotContain: (value) => `must not hold ${value}`,
  lessThan: (value) => `must be less than ${value}`,
  lessThanInclusive: (value) => `must be at most ${value}`,
  greaterThan: (value) => `must be more than ${value}`,
  greaterThanInclusive: (value) => `must be at least ${value}`,
  containsAll: (value) => `must hold all of ${value}`,
  containsAny: (value) => `must hold one of ${value}`,
  containsNone: (value) => `must not hold ${value}`,
  containsOnly: (value) => `must hold only ${value}`,
  isEmpty: () => 'must be empty',
  isNotEmpty: () => 'must not be empty',
  matches: (value) => `must match the pattern ${value}`,
  like: (value) => `must be like ${value}`,
  usesScheme: (value) => `must use ${value}`,
  hostIn: (value) => `must be at ${value}`,
  beforeToday: () => 'must be in the past',
  withinDays: (value) => `must lie within the next ${value} days`,
  widerThan: (value) => `must span more than ${value} addresses`,
};

/** The opposites that read better than "not". */
const refusals: Readonly<Record<string, Words>> = {
  equal: (value) => `must not be ${value}`,
  in: (value) => `must not be ${value}`,
  contains: (value) => `must not hold ${value}`,
  containsAny: (value) => `must hold none of ${value}`,
  isEmpty: () => 'must not be empty',
  isNotEmpty: () => 'must be empty',
  like: (value) => `must not be like ${value}`,
  usesScheme: (value) => `must not use ${value}`,
  hostIn: (value) => `must not be at ${value}`,
  beforeToday: () => 'must not be in the past',
  withinDays: (value) => `must be more than ${value} days away`,
  widerThan: (value) => `must span at most ${value} addresses`,
};

/** What an operator with its decorators demands of a setting: `must be on`, `each must use https`. */
export function demandOf(fact: string, operator: string, value: SettingValue): string {
  const decorators = operator.split(':');
  const base = decorators.pop() ?? '';
  const shown = valueInWords(fact, value);
  const refuses = decorators.filter((name) => name === 'not').length % 2 === 1;
  const words = refuses ? refusals[base]?.(shown, fact) : demands[base]?.(shown, fact);
  const demand = words ?? `must ${refuses ? 'not ' : ''}fulfil ${base} ${shown}`;
  return `${scopeOf(decorators)}${demand}`;
}

/** `not` in front of a quantifier turns it round: "not every" is "some … not". */
function scopeOf(decorators: readonly string[]): string {
  if (decorators.includes('everyFact')) return 'each ';
  return decorators.includes('someFact') ? 'one of them ' : '';
}

/** What was found and what is demanded of it, without saying the same thing twice. */
export function mismatch(evidence: Evidence, found: SettingValue): string {
  const { setting, operator, value, items = [] } = evidence;
  const shown = valueInWords(setting, found);
  if (operator === 'notEqual' || operator === 'not:equal')
    return `is ${shown}, which is not allowed`;
  if (operator === 'containsAll' && typeof found === 'object' && typeof value === 'object') {
    const missing = value.filter((one) => !found.includes(one));
    return `lacks ${valueInWords(setting, missing)}`;
  }
  const culprits = items.length > 0 ? valueInWords(setting, items) : shown;
  if (isForbidden(operator)) return `holds ${culprits}, which is not allowed`;
  if (operator.endsWith('isNotEmpty') && !operator.includes('not:')) return 'is empty';
  return `is ${culprits}, ${demandOf(setting, operator, value)}`;
}

const forbidding: ReadonlySet<string> = new Set(['containsNone', 'doesNotContain']);

function isForbidden(operator: string): boolean {
  return (
    forbidding.has(operator) ||
    negated(operator) === 'containsAny' ||
    negated(operator) === 'contains'
  );
}
