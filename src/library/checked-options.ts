import { isDate } from '../conditions/operators/dates.js';
import { UserError } from '../model/user-error.js';
import { ruleLevels } from '../model/ruleset.js';
import { severities } from '../report/severity.js';
import { checkedKeys, kindOf, oneOfNames, textInArgument, textsInArgument } from './arguments.js';
import type { AuditOptions } from './options.js';

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
