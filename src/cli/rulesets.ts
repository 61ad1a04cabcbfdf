import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ChosenRuleset } from '../audit.js';
import type { Ruleset } from '../model/ruleset.js';
import { mistakesError, UserError } from '../model/user-error.js';
import type { Config } from '../policy/config.js';
import { withOverrides } from '../rulesets/overrides.js';
import { shippedRulesets } from '../rulesets/shipped.js';
import { suggestion } from './suggestion.js';

/** The rulesets that a run names by id or file; all shipped ones when it names none. */
export async function chooseRulesets(
  names: readonly string[],
  cwd: string,
): Promise<readonly ChosenRuleset[]> {
  if (names.length === 0) return shippedRulesets.map((ruleset) => ({ ruleset, explicit: false }));
  const chosen: ChosenRuleset[] = [];
  for (const name of new Set(names)) chosen.push(...(await choose(name, cwd)));
  return chosen;
}

/**
 * The rulesets of a run that has a config: those that flags name, else those of the config with the vendors to look for;
 * and the vendors that it gives apps. All with its overrides.
 */
export function configuredRulesets(
  config: Config,
  named: readonly ChosenRuleset[],
): readonly ChosenRuleset[] {
  const chosen = named.length > 0 ? named : [...configured(config), ...assigned(config)];
  const unique = new Map(chosen.toReversed().map((one) => [one.ruleset.id, one]));
  return [...unique.values()].toReversed().map((one) => overridden(one, config));
}

/** None of them is explicit: that no app is this vendor's is no failure of a run that looks after a whole repository. */
function configured({ rulesets, vendors }: Config): readonly ChosenRuleset[] {
  const own = rulesets?.map(({ ruleset }) => ruleset);
  const standard = own ?? shippedRulesets.filter(({ kind }) => kind === 'standard');
  const shipped = shippedRulesets.filter(({ kind }) => kind === 'vendor');
  const listed = typeof vendors === 'string' ? [] : vendors.map(({ ruleset }) => ruleset);
  const all = [...standard, ...(vendors === 'auto' ? shipped : listed)];
  return all.map((ruleset) => ({ ruleset, explicit: false }));
}

function assigned({ apps }: Config): readonly ChosenRuleset[] {
  return apps.flatMap(({ vendor }) =>
    vendor === undefined || vendor === 'none'
      ? []
      : [{ ruleset: vendor.ruleset, explicit: false, onlyAssigned: true as const }],
  );
}

function overridden(one: ChosenRuleset, { overrides }: Config): ChosenRuleset {
  if (overrides.length === 0) return one;
  const { ruleset } = one;
  return { ...one, ruleset: { ...ruleset, rules: withOverrides(ruleset.rules, overrides) } };
}

async function choose(name: string, cwd: string): Promise<readonly ChosenRuleset[]> {
  if (name === 'recommended') return recommended();
  const shipped = shippedRulesets.find((ruleset) => ruleset.id === name);
  if (shipped) return [{ ruleset: shipped, explicit: true }];
  if (!isFileName(name, cwd)) throw unknownRuleset(name);
  return [{ ruleset: await readRuleset(name, cwd), explicit: true }];
}

/** All shipped standard rulesets. */
function recommended(): readonly ChosenRuleset[] {
  const standard = shippedRulesets.filter(({ kind }) => kind === 'standard');
  return standard.map((ruleset) => ({ ruleset, explicit: true }));
}

function isFileName(name: string, cwd: string): boolean {
  return /\.(ya?ml|json)$/i.test(name) || existsSync(resolve(cwd, name));
}

function unknownRuleset(name: string): UserError {
  const ids = shippedRulesets.map(({ id }) => id);
  const hint = `rulesets: recommended, ${ids.join(', ')}, or a .yaml file`;
  return new UserError(`there is no ruleset "${name}"${suggestion(name, ids)}`, hint);
}

/** Reads and checks a ruleset file. Throws UserError with every mistake in it. */
export async function readRuleset(file: string, cwd: string): Promise<Ruleset> {
  const { loadRuleset } = await import('../rulesets/load.js');
  const { resolverFor } = await import('../rulesets/resolve.js');
  const loaded = await loadRuleset(textOf(file, cwd), file, resolverFor(file, cwd));
  if ('ruleset' in loaded) return loaded.ruleset;
  throw mistakesError(loaded.mistakes);
}

function textOf(file: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (cause) {
    throw new UserError(`the ruleset ${file} cannot be read`, 'is the path right?', { cause });
  }
}
