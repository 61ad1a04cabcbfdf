import type { MultiformatMessageString } from 'sarif';
import { onceFor } from '../../src/model/once-for.js';
import {
  wholeFixText,
  ruleTitle,
  sourceDates,
  sourceFacts,
  webAddress,
  type Rule,
  type Ruleset,
} from '../../src/report/digest/index.js';
import { plainProse } from '../../src/report/text/plain-text.js';
import type { SourceReference } from '../../src/report/verdict.js';

/** The help of a rule: what it asks for, why, how to meet it, and where that is written; as text and as Markdown. */
export function ruleHelp(rule: Rule, ruleset: Ruleset): MultiformatMessageString {
  const facts = ruleFacts(rule, ruleset);
  const references = rule.references.flatMap((url) => webAddress(url) ?? []);
  return {
    text: helpAsText(facts, references, ruleset),
    markdown: asMarkdown(facts, references, ruleset),
  };
}

type Fact = readonly [name: string, text: string];

function ruleFacts(rule: Rule, ruleset: Ruleset): readonly Fact[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['What', ruleTitle(rule)],
    ['Why', rule.why],
    ['Fix', rule.fix && wholeFixText(rule.fix)],
    ['Deprecated', rule.deprecated],
    ['Rule', `${rule.id} (${rule.level}), ruleset ${ruleset.title}`],
  ];
  return facts.flatMap(([name, text]) => (text ? [[name, plainProse(text)] as const] : []));
}

function helpAsText(facts: readonly Fact[], references: readonly string[], ruleset: Ruleset): string {
  const lines = [
    ...facts.map(([name, text]) => `${name}: ${text}`),
    ...references.map((url) => `See ${url}`),
    ...ruleset.sources.map(guideLine),
  ];
  return lines.join('\n');
}

function asMarkdown(
  facts: readonly Fact[],
  references: readonly string[],
  ruleset: Ruleset,
): string {
  const links = [...references.map((url) => `- <${url}>`), ...ruleset.sources.map(sourceLink)];
  const list = links.length > 0 ? [`**References**\n\n${links.join('\n')}`] : [];
  return [...facts.map(([name, text]) => `**${name}:** ${escape(text)}`), ...list].join('\n\n');
}

// Every rule of a guide refers to it in the same words.
const guideLine = onceFor(
  (source: SourceReference) =>
    `Guide: ${[plainProse(source.title), ...sourceFacts(source).map(plainProse)].join(', ')}`,
);

const sourceLink = onceFor((source: SourceReference): string => {
  const address = webAddress(source.url);
  const title = escape(plainProse(source.title));
  const dates = sourceDates(source);
  const link = address ? `[${title}](${address})` : title;
  return `- ${link}${dates && ` (${escape(plainProse(dates))})`}`;
});

/** Rules may be anybody's: no HTML, no links and no pictures but our own. */
function escape(text: string): string {
  return text.replaceAll(/[\\<[\]]/g, String.raw`\$&`);
}
