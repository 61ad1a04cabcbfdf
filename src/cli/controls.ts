import { didYouMean } from '../model/words.js';
import type { Framework } from '../report/controls.js';
import type { ChosenRuleset } from '../model/ruleset.js';
import { UserError } from '../model/user-error.js';

/** The frameworks that `--controls` names, each once. Throws UserError for one that nobody knows. */
export async function chooseFrameworks(
  names: readonly string[],
  rulesets: readonly ChosenRuleset[],
): Promise<readonly Framework[]> {
  if (names.length === 0) return [];
  const { frameworksOf } = await import('../rulesets/controls.js');
  const known = await frameworksOf(rulesets.map(({ ruleset }) => ruleset));
  const chosen = names.map((name) => frameworkOf(name, known));
  return [...new Set(chosen)];
}

function frameworkOf(name: string, known: readonly Framework[]): Framework {
  const framework = known.find(({ id }) => id.toLowerCase() === name.toLowerCase());
  if (framework) return framework;
  const ids = known.map(({ id }) => id);
  const all = known.map(({ id, title }) => (id === title ? id : `${id} (${title})`));
  throw new UserError(
    `--controls knows no framework "${name}"${didYouMean(name, ids)}`,
    `frameworks: ${all.join(', ')}`,
  );
}
