import { matchesGlob } from '../model/glob.js';
import { nearest } from '../model/words.js';
import { UserError } from '../model/user-error.js';
import { ruleLevels, type RuleLevel, type Ruleset } from '../model/ruleset.js';

/**
 * Which rules `--rule` and `--level` mean, by their full ids; what is no rule of theirs, such as `vendors/conflicting-demands`,
 * is meant where no flag is given. Throws UserError, which names the globs as `what`, for one that no rule is like.
 */
export function ruleChoice(
  globs: readonly string[],
  level: RuleLevel,
  rulesets: readonly Ruleset[],
  what = '--rule',
): (rule: string) => boolean {
  const rules = rulesets.flatMap((ruleset) => ruleset.rules);
  for (const glob of globs) {
    if (rules.some(({ id }) => matchesGlob(glob, id))) continue;
    const near = nearest(
      glob,
      rules.map(({ id }) => id),
    );
    throw new UserError(
      `${what} ${glob}: there is no such rule`,
      near === undefined ? 'ecaudit rules lists them' : `did you mean ${near}?`,
    );
  }
  const deepest = ruleLevels.indexOf(level);
  const left = new Set(
    rules.filter((rule) => ruleLevels.indexOf(rule.level) > deepest).map(({ id }) => id),
  );
  return (rule) =>
    !left.has(rule) && (globs.length === 0 || globs.some((glob) => matchesGlob(glob, rule)));
}
