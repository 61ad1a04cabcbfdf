import { conditionsInWords, wordsInOneLine } from '../../conditions/words/conditions.js';
import type { CatalogueRule } from './catalogue.js';

/** Everything about a rule as data; what is not there has no key. */
export function ruleData({ rule, ruleset }: CatalogueRule): object {
  const { id, severity, level, title, why, fix, when, unless, require, needs, deprecated } = rule;
  const { milderWhen } = rule;
  const words = conditionsInWords(rule).map((one) => [one.role, wordsInOneLine(one.words)] as const);
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
