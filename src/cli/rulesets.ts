import { didYouMean } from '../model/words.js';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { diskFiles } from '../documents/files.js';
import type { ChosenRuleset, Ruleset } from '../model/ruleset.js';
import type { TextFiles } from '../model/location.js';
import { diagnosticsError, UserError } from '../model/user-error.js';
import { shippedRulesets } from '../rulesets/shipped.js';

/** The rulesets that a run names by id or file; all shipped ones when it names none. */
export async function chooseRulesets(
  names: readonly string[],
  cwd: string,
  files: TextFiles = diskFiles,
): Promise<readonly ChosenRuleset[]> {
  if (names.length === 0) return shippedRulesets.map((ruleset) => shippedOne(ruleset, false));
  const chosen: ChosenRuleset[] = [];
  for (const name of new Set(names)) chosen.push(...(await choose(name, cwd, files)));
  return chosen;
}

async function choose(
  name: string,
  cwd: string,
  files: TextFiles,
): Promise<readonly ChosenRuleset[]> {
  if (name === 'recommended') return recommended();
  const shipped = shippedRulesets.find((ruleset) => ruleset.id === name);
  if (shipped) return [shippedOne(shipped, true)];
  if (!isFileName(name, cwd)) throw unknownRulesetError(name);
  return [{ ruleset: await readRuleset(name, cwd, files), explicit: true, origin: 'own' }];
}

function shippedOne(ruleset: Ruleset, explicit: boolean): ChosenRuleset {
  return { ruleset, explicit, origin: 'shipped' };
}

/** All shipped standard rulesets. */
function recommended(): readonly ChosenRuleset[] {
  const standard = shippedRulesets.filter(({ kind }) => kind === 'standard');
  return standard.map((ruleset) => shippedOne(ruleset, true));
}

function isFileName(name: string, cwd: string): boolean {
  return /\.(ya?ml|json)$/i.test(name) || existsSync(resolve(cwd, name));
}

function unknownRulesetError(name: string): UserError {
  const ids = shippedRulesets.map(({ id }) => id);
  const standard = shippedRulesets.filter(({ kind }) => kind === 'standard').map(({ id }) => id);
  const hint = `rulesets: recommended, ${standard.join(', ')}, vendors/NAME (\`ecaudit vendors\` lists them), or a .yaml file`;
  return new UserError(`there is no ruleset "${name}"${didYouMean(name, ids)}`, hint);
}

/** Reads and checks a ruleset file. Throws UserError with every mistake in it. */
export async function readRuleset(
  file: string,
  cwd: string,
  files: TextFiles = diskFiles,
): Promise<Ruleset> {
  const { loadRuleset } = await import('../rulesets/load.js');
  const { resolverFor } = await import('../rulesets/resolve.js');
  const loaded = await loadRuleset(
    rulesetFileText(file, cwd, files),
    file,
    resolverFor(file, cwd, [], files),
  );
  if ('ruleset' in loaded) return loaded.ruleset;
  throw diagnosticsError(loaded.diagnostics);
}

function rulesetFileText(file: string, cwd: string, files: TextFiles): string {
  try {
    return files.text(resolve(cwd, file));
  } catch (cause) {
    throw new UserError(`the ruleset ${file} cannot be read`, 'is the path right?', { cause });
  }
}
