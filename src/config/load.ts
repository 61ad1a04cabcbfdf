import * as v from 'valibot';
import { array, safeParse } from 'valibot';
import { dirname, resolve } from 'node:path';
import { diskFiles, referenceDiagnostic, shownPath } from '../documents/files.js';
import { diagnosticsInOrder, quote, membersOfYaml, memberOf } from '../documents/diagnostics.js';
import type { Ruleset } from '../model/ruleset.js';
import { severities, type Severity } from '../report/severity.js';
import type { TextFiles } from '../model/location.js';
import type { Diagnostic } from '../model/user-error.js';
import { findRulesets, meansFile, type Loading } from '../rulesets/resolve.js';
import { shippedRulesets } from '../rulesets/shipped.js';
import type {
  Config,
  ConfigPlaces,
  NamedRuleset,
  SuppressionEntry,
  SuppressionPolicy,
} from './config.js';
import {
  appEntries,
  overridesOf,
  vendorsToLookFor,
  type Checking,
  checkedEntries,
  reportMistake,
  reportIfAny,
} from './entries.js';
import { readLayers, type Layer } from './layers.js';
import { policyOf, breachesOf, type WrittenPolicy } from './suppression-policy.js';
import { dueDays, ownerEntry, suppression, suppressionPolicy } from './schema.js';
import { rulesOfResults } from '../rulesets/rules-of-results.js';
import { anyRuleFinder, noSuchRule } from '../rulesets/overrides.js';
import { appGlobDiagnostic } from './apps.js';

export type LoadedConfig =
  | { readonly config: Config }
  | { readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads a configuration file, a path from `cwd`, with those that it extends. Every mistake in them is told in one go.
 * `today`, YYYY-MM-DD, is what the policy for suppressions counts from. `also` are rulesets of the run, which overrides and
 * suppressions can mean as well. Throws UserError when the file cannot be read. Needs the YAML parser and the schema:
 * import this module lazily.
 */
export async function loadConfigFile(
  file: string,
  cwd: string,
  today: string,
  also: readonly Ruleset[] = [],
  files: TextFiles = diskFiles,
): Promise<LoadedConfig> {
  const diagnostics: Diagnostic[] = [];
  const layers = readLayers(file, cwd, diagnostics, files);
  const loading: Loading = new Map();
  const named: FoundRulesets[] = [];
  for (const layer of layers) named.push(await rulesetsNamedIn(layer, cwd, files, loading));
  const wrong = named.flatMap((one) => one.diagnostics);
  const own = named.flatMap((one) => one.rulesets ?? []).map(({ ruleset }) => ruleset);
  const known = [...new Set([...shippedRulesets, ...own, ...also])];
  const checkings = layers.map((layer) => ({ layer, known, diagnostics }));
  const policy = policyOf(checkings.flatMap(writtenPolicy));
  const parts: ConfigPart[] = [];
  for (const [index, checking] of checkings.entries()) {
    const part = await configPartOf(checking, named[index]?.rulesets);
    const suppressions = suppressionsOf(checking, policy, today);
    parts.push({ ...part, ...configuredBaseline(checking, cwd), suppressions });
  }
  // They may well be names of the ruleset that could not be read.
  const unread = named.some((one) => one.unread);
  const told = unread ? diagnostics.filter((one) => !isStrange(one)) : diagnostics;
  if (told.length > 0 || wrong.length > 0)
    return { diagnostics: diagnosticsInOrder([...told, ...wrong]) };
  const lists = { apps: [], overrides: [], suppressions: [] };
  const nothing = { vendors: 'auto', ...lists, places: {} } as const;
  return { config: parts.reduce<Config>(over, { file, ...nothing, suppressionPolicy: policy }) };
}

/** Whether a name means nothing to the rulesets that could be read. */
function isStrange({ message }: Diagnostic): boolean {
  return /^(no rule is called|there is no vendor ruleset|no ruleset for these apps)/.test(message);
}

/** What one file says. */
type ConfigPart = Partial<Omit<Config, 'file' | 'suppressionPolicy'>>;

async function configPartOf(
  checking: Checking,
  rulesets: readonly NamedRuleset[] | undefined,
): Promise<ConfigPart> {
  const vendors = vendorsToLookFor(checking);
  const failOn = thresholdOf(memberOf(checking.layer.data, 'failOn'));
  return {
    ...(rulesets && { rulesets }),
    ...(vendors && { vendors }),
    ...(failOn && { failOn }),
    ...dutiesIn(checking.layer.data),
    places: placesIn(checking.layer),
    apps: appEntries(checking),
    overrides: await overridesOf(checking),
  };
}

/** Who answers for apps, and when findings are due; what is of another shape is told as a mistake already. */
function dutiesIn(data: unknown): Pick<ConfigPart, 'owners' | 'due'> {
  const owners = safeParse(array(ownerEntry), memberOf(data, 'owners'));
  const due = safeParse(dueDays, memberOf(data, 'due'));
  return {
    ...(owners.success && { owners: owners.output }),
    ...(due.success && { due: due.output }),
  };
}

const placedKeys = ['rulesets', 'vendors', 'failOn', 'baseline'] as const;

/** Where a file says what replaces what the files before it say. */
function placesIn({ data, locate }: Layer): ConfigPlaces {
  const said = placedKeys.filter((key) => memberOf(data, key) !== undefined);
  return Object.fromEntries(said.map((key) => [key, locate([key], 'key')]));
}

/** The baseline that a file names, by a path from its own folder. */
function configuredBaseline(
  { layer: { data, file, locate }, diagnostics }: Checking & { readonly diagnostics: Diagnostic[] },
  cwd: string,
): Pick<Config, 'baseline'> {
  const written = memberOf(data, 'baseline');
  if (typeof written !== 'string' || written === '') return {};
  const path = resolve(cwd, dirname(file), written);
  const diagnostic = referenceDiagnostic(path, resolve(cwd, file));
  if (diagnostic === undefined) return { baseline: shownPath(path, cwd) };
  diagnostics.push({
    location: locate(['baseline']),
    message: `the baseline ${quote(written)} ${diagnostic}`,
  });
  return {};
}

/** What a file says, over what the files before it say. */
function over(below: Config, part: ConfigPart): Config {
  return {
    ...below,
    ...part,
    places: { ...below.places, ...part.places },
    apps: [...below.apps, ...(part.apps ?? [])],
    overrides: [...below.overrides, ...(part.overrides ?? [])],
    ...(below.owners || part.owners
      ? { owners: [...(part.owners ?? []), ...(below.owners ?? [])] }
      : {}),
    suppressions: [...below.suppressions, ...(part.suppressions ?? [])],
  };
}

function thresholdOf(written: unknown): Severity | 'never' | undefined {
  return [...severities, 'never' as const].find((one) => one === written);
}

interface FoundRulesets {
  readonly rulesets?: readonly NamedRuleset[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether a file of rules is missing. */
  readonly unread: boolean;
}

/** The rulesets that a file names, and what is wrong with the names and in the files. */
async function rulesetsNamedIn(
  layer: Layer,
  cwd: string,
  files: TextFiles,
  loading: Loading,
): Promise<FoundRulesets> {
  const written = memberOf(layer.data, 'rulesets');
  if (!Array.isArray(written)) return { diagnostics: [], unread: false };
  const rulesets: NamedRuleset[] = [];
  const listed = new Set<Ruleset>();
  const diagnostics: Diagnostic[] = [];
  let unread = false;
  for (const [index, name] of membersOfYaml(written)) {
    if (typeof name !== 'string') continue;
    const location = layer.locate(['rulesets', Number(index)]);
    const found = await findRulesets(name, layer.file, cwd, [], files, loading);
    unread ||= meansFile(name) && !('rulesets' in found);
    if ('diagnostics' in found) diagnostics.push(...found.diagnostics);
    else if ('diagnostic' in found) diagnostics.push({ location, message: found.diagnostic });
    else {
      const taken = found.rulesets.find((ruleset) => isTaken(ruleset, rulesets));
      if (taken) diagnostics.push({ location, message: `the id ${quote(taken.id)} is taken` });
      for (const ruleset of found.rulesets.filter((one) => !listed.has(one))) {
        listed.add(ruleset);
        rulesets.push({ ruleset, location });
      }
    }
  }
  return { rulesets, diagnostics, unread };
}

/** Whether another ruleset has the id: then findings would not say which rule they come from. */
function isTaken(ruleset: Ruleset, named: readonly NamedRuleset[]): boolean {
  const others = [...shippedRulesets, ...named.map((one) => one.ruleset)];
  return others.some((other) => other.id === ruleset.id && other !== ruleset);
}

/** The policy that a file writes; nothing where the schema refuses it, which is told already. */
export function writtenPolicy({ layer }: Checking): readonly WrittenPolicy[] {
  const written = memberOf(layer.data, 'suppressionPolicy');
  return v.is(suppressionPolicy, written) ? [written] : [];
}

/** The suppressions of a file, those with mistakes included: they are told and the config does not count then. */
export function suppressionsOf(
  checking: Checking,
  policy: SuppressionPolicy,
  today: string,
): readonly SuppressionEntry[] {
  const { layer, known } = checking;
  const isThere = anyRuleFinder(rulesOfResults(known));
  return checkedEntries(checking, 'suppressions', suppression, (entry, path) => {
    if (!isThere(entry.rule))
      reportMistake(checking, [...path, 'rule'], noSuchRule(entry.rule, known));
    reportIfAny(checking, [...path, 'app'], appGlobDiagnostic(entry.app));
    for (const { key, message } of breachesOf(entry, policy, today))
      reportMistake(checking, [...path, key], message);
    return { ...entry, location: layer.locate(path) };
  });
}
