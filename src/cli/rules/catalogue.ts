import { redactedCopy } from '../../audit/credentials.js';
import { described } from '../../conditions/words/messages.js';
import { withDates } from '../../deadlines/of-rule.js';
import type { Framework } from '../../report/controls.js';
import { matchesGlob } from '../../model/glob.js';
import { nearest, afterLastSlash } from '../../model/words.js';
import type { Rule, Ruleset } from '../../model/ruleset.js';
import { UserError } from '../../model/user-error.js';
import { withExamples } from '../../rulesets/shipped.js';
import type { Io } from '../io.js';
import { chooseRulesets } from '../rulesets.js';
import { conditionsInWords, wordsInOneLine } from '../../conditions/words/conditions.js';

/** A rule with title and fix filled in, and the ruleset that it is from. */
export interface CatalogueRule {
  readonly rule: Rule;
  readonly ruleset: Ruleset;
}

/** All rules of the rulesets named by id or file, examples included; of all shipped ones when none is named. */
export async function ruleCatalogue(
  rulesets: readonly string[],
  { cwd, now }: Pick<Io, 'cwd' | 'now'>,
): Promise<readonly CatalogueRule[]> {
  const today = now().toISOString().slice(0, 10);
  const chosen = await chooseRulesets(rulesets, cwd);
  const whole = await Promise.all(chosen.map(({ ruleset }) => withExamples(ruleset)));
  const entries = whole.flatMap((ruleset) =>
    ruleset.rules.map((rule) => ({ rule: withDates(described(rule, ruleset), today), ruleset })),
  );
  // Nobody knows what one's own rulesets hold; shipped ones are checked by the tests.
  return chosen.some(({ origin }) => origin === 'own') ? redactedCopy(entries) : entries;
}

/** What a name on the command line stands for: rules, and the former id where it is one. */
interface FoundRules {
  readonly entries: readonly CatalogueRule[];
  readonly renamed?: string;
}

/** The rules that an id, a former id, a name without its ruleset, or a glob means. Throws UserError when none. */
export function findRules(name: string, catalogue: readonly CatalogueRule[]): FoundRules {
  const exact = catalogue.find(({ rule }) => rule.id === name);
  if (exact) return { entries: [exact] };
  const renamed = catalogue.find(({ rule }) => rule.aliases.includes(name));
  if (renamed) return { entries: [renamed], renamed: name };
  const fitting = catalogue.filter(
    ({ rule }) => matchesGlob(name, rule.id) || nameInRuleset(rule) === name,
  );
  const isGlob = /[*?]/.test(name);
  if (fitting.length === 1 || (isGlob && fitting.length > 0)) return { entries: fitting };
  throw unknownRule(name, fitting.length > 0 ? fitting : catalogue, fitting.length > 0);
}

/** `pkce-required` of `flows/pkce-required`. */
export function nameInRuleset({ id }: Rule): string {
  return afterLastSlash(id);
}

function unknownRule(name: string, entries: readonly CatalogueRule[], several: boolean): UserError {
  const all = entries.map(({ rule }) => rule.id);
  const ids = several ? all.slice(0, mostNamed) : similar(name, entries);
  const near = ids.length > 0 ? `; did you mean ${ids.join(' or ')}?` : '';
  const what = several ? `several rules are called "${name}"` : `there is no rule "${name}"`;
  return new UserError(`${what}${near}`, '`ecaudit rules list` lists all of them');
}

/** Of rules that share a name, `pkce` of dozens of guides. */
const mostNamed = 5;

/** At most three ids that are close to a name: as a whole, without the ruleset, or with the name in them. */
function similar(name: string, entries: readonly CatalogueRule[]): readonly string[] {
  const ids = entries.map(({ rule }) => rule.id);
  const short = afterLastSlash(name);
  const shortNames = entries.map(({ rule }) => nameInRuleset(rule));
  const close = nearest(short, shortNames);
  const found = [
    ...ids.filter((id) => id.startsWith(name)),
    nearest(name, [...ids, ...entries.flatMap(({ rule }) => rule.aliases)]),
    ...ids.filter((_, at) => shortNames[at] === close),
    ...ids.filter((id) => short.length > 2 && id.includes(short)),
  ];
  return [...new Set(found.filter((id) => id !== undefined))].slice(0, 3);
}

/** A filter on control ids: a framework (`sbs`), or a control of any of them. Throws UserError for neither. */
export function controlFilter(
  name: string,
  frameworks: readonly Framework[],
): (rule: Rule) => boolean {
  const wanted = name.toLowerCase();
  const framework = frameworks.find(({ id }) => id === wanted);
  if (framework) return ({ controls }) => Object.hasOwn(controls, framework.id);
  const ids = frameworks.flatMap(({ controls }) => Object.keys(controls));
  const control = ids.find((id) => id.toLowerCase() === wanted);
  if (control !== undefined) {
    return ({ controls }) => Object.values(controls).some((list) => list.includes(control));
  }
  const names = frameworks.map(({ id }) => id);
  const near = nearest(name, [...ids, ...names]);
  throw new UserError(
    `there is no control "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
    `frameworks: ${names.join(', ')}; \`ecaudit audit --controls FRAMEWORK\` shows the controls of one`,
  );
}

/** Everything about a rule as data; what is not there has no key. */
export function ruleData({ rule, ruleset }: CatalogueRule): object {
  const { id, severity, level, title, why, fix, when, unless, require, needs, deprecated } = rule;
  const { milderWhen } = rule;
  const words = conditionsInWords(rule).map(
    (one) => [one.role, wordsInOneLine(one.words)] as const,
  );
  return {
    id,
    ruleset: ruleset.id,
    kind: ruleset.kind,
    appliesTo: ruleset.appliesTo,
    severity,
    level,
    title,
    why,
    fix,
    needs,
    when,
    unless,
    require,
    milderWhen,
    words: Object.fromEntries(words),
    aliases: rule.aliases,
    deprecated,
    controls: rule.controls,
    references: rule.references,
    sources: ruleset.sources,
    examples: rule.examples,
  };
}
