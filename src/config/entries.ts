import * as v from 'valibot';
import type { Path } from '../documents/document.js';
import { membersOfYaml, memberOf } from '../documents/diagnostics.js';
import { conditionsOf } from '../conditions/tree.js';
import { loadOperators } from '../conditions/evaluate.js';
import { loadLimits } from '../documents/limits.js';
import type { Override, Ruleset } from '../model/ruleset.js';
import type { Diagnostic } from '../model/user-error.js';
import { meansRule, overrideDiagnostics, valuesDiagnostic } from '../rulesets/overrides.js';
import { parameterDiagnostics } from '../rulesets/parameters.js';
import { oneOrMore } from '../rulesets/placeholders.js';
import type { AppEntry, NamedRuleset, VendorChoice } from './config.js';
import type { Layer } from './layers.js';
import { appGlobDiagnostic, parameterNameDiagnostic, vendorNamed } from './apps.js';
import { appEntry, orgOverride, type RawAppEntry } from './schema.js';

/** What the entries of a configuration file are checked against, and where its mistakes go. */
export interface Checking {
  readonly layer: Layer;
  /** Every ruleset that the config could mean. */
  readonly known: readonly Ruleset[];
  readonly diagnostics: Diagnostic[];
}

/** The vendors to look for, as far as the file says so. */
export function vendorsToLookFor(checking: Checking): 'auto' | 'none' | NamedRuleset[] | undefined {
  const { layer, known } = checking;
  const written = memberOf(layer.data, 'vendors');
  if (written === 'auto' || written === 'none') return written;
  if (!Array.isArray(written)) return undefined;
  return written.flatMap((id: unknown, index) => {
    if (typeof id !== 'string') return [];
    const ruleset = vendorNamed(id, known);
    if (typeof ruleset !== 'string')
      return [{ ruleset, location: layer.locate(['vendors', index]) }];
    reportMistake(checking, ['vendors', index], ruleset);
    return [];
  });
}

/** The entries about apps. What the schema refuses is left out: it is told already. */
export function appEntries(checking: Checking): readonly AppEntry[] {
  return checkedEntries(checking, 'apps', appEntry, (entry, path) => {
    const { match, org, vendor, parameters } = entry;
    if (vendor === undefined && parameters === undefined)
      reportMistake(checking, path, 'an entry has a "vendor" or "parameters"');
    reportIfAny(checking, [...path, 'match'], appGlobDiagnostic(match));
    const choice = vendorChoice(vendor, [...path, 'vendor'], checking);
    return {
      match,
      ...(org !== undefined && { org }),
      ...(choice && { vendor: choice }),
      parameters: parametersOfEntry(entry, choice, path, checking),
      location: checking.layer.locate(path),
    };
  });
}

function vendorChoice(
  id: string | undefined,
  path: Path,
  checking: Checking,
): VendorChoice | undefined {
  if (id === undefined || id === 'none') return id;
  const ruleset = vendorNamed(id, checking.known);
  if (typeof ruleset !== 'string') return { ruleset, location: checking.layer.locate(path) };
  reportMistake(checking, path, ruleset);
  return undefined;
}

function parametersOfEntry(
  { vendor, parameters = {} }: RawAppEntry,
  choice: VendorChoice | undefined,
  path: Path,
  checking: Checking,
): AppEntry['parameters'] {
  const given = new Map(
    Object.entries(parameters).map(([name, value]) => [name, oneOrMore(value)]),
  );
  // A vendor that does not exist is mistake enough.
  if (vendor !== undefined && choice === undefined) return given;
  const meant = rulesetsFor(choice, checking.known);
  for (const [name, texts] of given) {
    const at = [...path, 'parameters', name];
    const unknown = parameterNameDiagnostic(name, meant);
    const wrong = unknown ?? parameterDiagnostics(new Map([[name, texts]]), meant)[0];
    if (wrong !== undefined)
      reportMistake(checking, at, wrong, unknown === undefined ? 'value' : 'key');
  }
  return given;
}

/** The rulesets that can evaluate an app of a vendor. */
function rulesetsFor(
  choice: VendorChoice | undefined,
  known: readonly Ruleset[],
): readonly Ruleset[] {
  if (choice === undefined) return known;
  const standard = known.filter(({ kind }) => kind === 'standard');
  return choice === 'none' ? standard : [choice.ruleset, ...standard];
}

/** The overrides, those with mistakes included: they are told and the config does not count then. */
export async function overridesOf(checking: Checking): Promise<readonly Override[]> {
  const { layer, known } = checking;
  const entries = soundEntries(layer, 'overrides', orgOverride);
  const rules = known.flatMap((ruleset) => (entries.length > 0 ? ruleset.rules : []));
  const valued = entries.flatMap(([{ rule, value }]) => (value === undefined ? [] : [rule]));
  const tooMany = valuesDiagnostic(
    entries.map(([entry]) => entry),
    known,
  );
  if (tooMany !== undefined) {
    reportMistake(checking, ['overrides'], tooMany, 'key');
    return [];
  }
  const globs = [...new Set(valued)];
  const touched = rules.filter((rule) => globs.some((glob) => meansRule(glob, rule)));
  await loadOperators(touched.flatMap(conditionsOf));
  return checkedEntries(checking, 'overrides', orgOverride, (entry, path) => {
    reportIfAny(checking, [...path, 'app'], appGlobDiagnostic(entry.app));
    for (const { key, message } of overrideDiagnostics(entry, known))
      reportMistake(checking, key ? [...path, key] : path, message);
    return { ...entry, location: layer.locate(path) };
  });
}

/** The entries of a list that the schema accepts, with their paths: what it refuses is told already. */
function soundEntries<T>(
  { data }: Layer,
  key: string,
  schema: v.GenericSchema<T>,
): readonly (readonly [entry: T, path: Path])[] {
  return membersOfYaml(memberOf(data, key)).flatMap(([index, entry]) =>
    v.is(schema, entry) ? [[entry, [key, Number(index)]] as const] : [],
  );
}

/** What is made of each of them, as long as not so much is wrong that looking on is a waste of time. */
export function checkedEntries<T, R>(
  checking: Checking,
  key: string,
  schema: v.GenericSchema<T>,
  check: (entry: T, path: Path) => R,
): readonly R[] {
  return soundEntries(checking.layer, key, schema).flatMap(([entry, path]) =>
    checking.diagnostics.length < loadLimits.diagnostics ? [check(entry, path)] : [],
  );
}

/** Reports a mistake at a path of the file, if there is one. */
export function reportIfAny(checking: Checking, path: Path, message: string | undefined): void {
  if (message !== undefined) reportMistake(checking, path, message);
}

/** Reports a mistake at a path of the file. */
export function reportMistake(
  { layer, diagnostics }: Checking,
  path: Path,
  message: string,
  part?: 'key' | 'value',
): void {
  if (diagnostics.length < loadLimits.diagnostics)
    diagnostics.push({ location: layer.locate(path, part), message });
}
