import { readConfig } from '../cli/config.js';
import type { Config as FullConfig, VendorChoice } from '../config/config.js';
import { UserError } from '../model/user-error.js';
import { about, textInArgument } from './arguments.js';
import { clockIn, type Here } from './here.js';
import type { Config } from './options.js';

/** What each configuration that was handed out stands for. */
const loaded = new WeakMap<object, FullConfig>();

/** Reads a configuration, as `loadConfig` of the library says it. */
export async function readConfigFor(here: Here, path: unknown): Promise<Config | undefined> {
  const file = textInArgument('path', path);
  const surroundings = { cwd: here.cwd, now: clockIn(here), also: [] };
  const full = await about('path', () => readConfig(file, surroundings));
  if (!full) return undefined;
  const config = configData(full);
  loaded.set(config, full);
  return config;
}

/** The configuration that `configIn` read. Throws UserError for another object. */
export function loadedFrom(config: object): FullConfig {
  const full = loaded.get(config);
  if (full) return full;
  throw new UserError('config: an object that loadConfig did not give', 'name the file instead');
}

function configData(full: FullConfig): Config {
  const { places: _places, rulesets, vendors, suppressionPolicy, ...rest } = full;
  return structuredClone({
    ...rest,
    ...(rulesets && { rulesets: rulesets.map(({ ruleset }) => ruleset.id) }),
    vendors: typeof vendors === 'string' ? vendors : vendors.map(({ ruleset }) => ruleset.id),
    apps: full.apps.map(({ match, org, vendor, parameters }) => ({
      match,
      ...(org !== undefined && { org }),
      ...(vendor !== undefined && { vendor: vendorId(vendor) }),
      ...(parameters.size > 0 && { parameters: Object.fromEntries(parameters) }),
    })),
    overrides: full.overrides.map((one) => withoutPlace(one)),
    suppressions: full.suppressions.map((one) => withoutPlace(one)),
    suppressionPolicy,
  });
}

function withoutPlace<T extends { readonly location: unknown }>({
  location: _,
  ...rest
}: T): Omit<T, 'location'> {
  return rest;
}

function vendorId(vendor: VendorChoice): string {
  return vendor === 'none' ? vendor : vendor.ruleset.id;
}
