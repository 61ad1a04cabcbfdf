import { nearest } from '../model/words.js';
import { UserError } from '../model/user-error.js';
import { isDate } from '../conditions/operators/comparisons.js';
import { ruleLevels } from '../model/ruleset.js';
import { severities } from '../report/severity.js';
import type { AuditOptions } from './options.js';

/** Says which argument an error is about; what names flags is for the command line. */
export async function about<T>(argument: string, task: () => T | Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    const [first = '', ...rest] = cause.lines.map((line) => line.replace(/^--[a-z-]+ /, ''));
    const hint = cause.hint?.includes('--') ? undefined : cause.hint;
    throw new UserError([`${argument}: ${first}`, ...rest], hint, { cause });
  }
}

/** The keys of what a function was given. Throws UserError for what is no object, and for a key that it does not know. */
export function checkedKeys(
  call: string,
  given: unknown,
  known: readonly string[],
): Readonly<Record<string, unknown>> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new UserError(
      `${call}: its argument is ${kindOf(given)}, not an object`,
      `keys: ${known.join(', ')}`,
    );
  const stranger = Object.keys(given).find((key) => !known.includes(key));
  if (stranger !== undefined) {
    const near = nearest(stranger, known);
    const meant = near === undefined ? '' : `; did you mean ${near}?`;
    throw new UserError(`${call}: unknown key "${stranger}"${meant}`, `keys: ${known.join(', ')}`);
  }
  return Object.fromEntries(Object.entries(given));
}

/** A list of texts that are not empty; undefined when it is left out. Throws UserError. */
function textsInArgument(name: string, value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (!Array.isArray(value))
    throw new UserError(
      `${name}: ${kindOf(value)} is no list of strings`,
      typeof value === 'string' ? `write ${name}: [${JSON.stringify(value)}]` : undefined,
    );
  const wrong = value.findIndex((one) => typeof one !== 'string' || one === '');
  if (wrong === -1) return value.map(String);
  throw new UserError(
    `${name}[${wrong}]: ${kindOf(value[wrong])} where a string that is not empty belongs`,
  );
}

/** One of some names; undefined when it is left out. Throws UserError. */
export function oneOfNames<T extends string>(
  name: string,
  value: unknown,
  choices: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const found = choices.find((one) => one === value);
  if (found !== undefined) return found;
  const near = typeof value === 'string' ? nearest(value, choices) : undefined;
  throw new UserError(
    `${name}: ${typeof value === 'string' ? JSON.stringify(value) : kindOf(value)} is none of them${near === undefined ? '' : `; did you mean "${near}"?`}`,
    `${name} is one of ${choices.join(', ')}`,
  );
}

/** A text that is not empty; undefined when it is left out. Throws UserError. */
export function textInArgument(name: string, value: unknown): string | undefined {
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  throw new UserError(`${name}: ${kindOf(value)} where a string that is not empty belongs`);
}

/** What somebody gave, in words; never the value itself, which may be a credential in the wrong place. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === '') return 'an empty string';
  if (Array.isArray(value)) return 'a list';
  const kind = typeof value;
  return kind === 'object' || kind === 'undefined'
    ? `an ${kind}`.replace('an undefined', 'nothing')
    : `a ${kind}`;
}

const keys = [
  'sources',
  'orgs',
  'rulesets',
  'vendors',
  'config',
  'failOn',
  'level',
  'apps',
  'rules',
  'parameters',
  'baseline',
  'today',
] as const satisfies readonly (keyof AuditOptions)[];

type Maybe<Key extends keyof AuditOptions> = {
  readonly [K in Key]: AuditOptions[K] | undefined;
};

/** The options of `audit`, each of the type that it says. Lists of choices are empty where they were left out. */
export interface CheckedOptions extends Maybe<
  'rulesets' | 'vendors' | 'config' | 'failOn' | 'level' | 'baseline' | 'today'
> {
  readonly sources: readonly string[];
  readonly orgs: readonly string[];
  readonly apps: readonly string[];
  readonly rules: readonly string[];
  readonly parameters: ReadonlyMap<string, readonly string[]>;
}

/** Throws UserError with the name of the argument that is wrong: callers may use no types. */
export function checkedOptions(given: unknown): CheckedOptions {
  const raw = checkedKeys('audit', given, keys);
  const sources = textsInArgument('sources', raw['sources']) ?? [];
  const orgs = textsInArgument('orgs', raw['orgs']) ?? [];
  if (sources.length + orgs.length === 0)
    throw new UserError(
      'audit: neither sources nor orgs names anything',
      "for example audit({ sources: ['force-app'] })",
    );
  return {
    sources,
    orgs,
    rulesets: textsInArgument('rulesets', raw['rulesets']),
    vendors: vendorsIn(raw['vendors']),
    config: configArgument(raw['config']),
    failOn: oneOfNames('failOn', raw['failOn'], [...severities, 'never' as const]),
    level: oneOfNames('level', raw['level'], ruleLevels),
    apps: textsInArgument('apps', raw['apps']) ?? [],
    rules: textsInArgument('rules', raw['rules']) ?? [],
    parameters: parametersIn(raw['parameters']),
    baseline: raw['baseline'] === false ? false : textInArgument('baseline', raw['baseline']),
    today: dayIn(raw['today']),
  };
}

function vendorsIn(value: unknown): AuditOptions['vendors'] {
  if (typeof value !== 'string') return textsInArgument('vendors', value);
  return oneOfNames<'auto' | 'none'>('vendors', value, ['auto', 'none']);
}

function configArgument(value: unknown): AuditOptions['config'] {
  if (value === undefined || value === false) return value;
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    // Only what `loadConfig` gave is taken, and that is of this type.
    return value as NonNullable<AuditOptions['config']>;
  return textInArgument('config', value);
}

function dayIn(value: unknown): string | undefined {
  const text = textInArgument('today', value);
  if (text === undefined || isDate(text)) return text;
  throw new UserError(`today: ${JSON.stringify(text)} is no day`, 'for example 2026-11-30');
}

function parametersIn(value: unknown): ReadonlyMap<string, readonly string[]> {
  if (value === undefined) return new Map();
  if (Array.isArray(value)) return listedParameters(textsInArgument('parameters', value) ?? []);
  if (typeof value !== 'object' || value === null)
    throw new UserError(
      `parameters: ${kindOf(value)} is no object of names and values`,
      "for example { environment: 'production' }",
    );
  return new Map(
    Object.entries(value).map(([name, one]) => [
      name,
      typeof one === 'string' ? [one] : (textsInArgument(`parameters.${name}`, one) ?? []),
    ]),
  );
}

function listedParameters(written: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const [index, text] of written.entries()) {
    const at = text.indexOf('=');
    if (at < 1) throw new UserError(`parameters[${index}]: it is not NAME=VALUE`);
    const name = text.slice(0, at);
    found.set(name, [...(found.get(name) ?? []), text.slice(at + 1)]);
  }
  return found;
}
