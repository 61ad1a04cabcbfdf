// One page per vendor's guide: where its demands come from, which apps it is about, and each demand.
import { conditionInWords } from '../../src/conditions/words/conditions.js';
import { described } from '../../src/conditions/words/messages.js';
import { wholeFixText } from '../../src/report/digest/index.js';
import { asRead } from './dates.js';
import type { Rule, Ruleset } from '../../src/model/ruleset.js';
import { bullets, escaped, joined, madeFrom, section, tableOf, worded } from './markdown.js';
import type { Library } from './rule-page.js';
import {
  conditionList,
  controlTable,
  examplesOf,
  kinds,
  overrideText,
  settingsTable,
  sourceLink,
} from './rule-parts.js';

export async function vendorPage(ruleset: Ruleset, { frameworks }: Library): Promise<string> {
  const { id, title, description = '', sources, coverage, appliesTo, match, rules } = ruleset;
  const demands: string[] = [];
  for (const rule of rules) demands.push(await demand(rule, ruleset, { frameworks }));
  return joined([
    madeFrom(`rules/${id}.yaml`),
    `# ${id}`,
    `**${escaped(title)}**`,
    escaped(description),
    `For ${appliesTo.map((kind) => kinds[kind]).join(' and ')}. The guide was read ${coverage === 'full' ? 'whole' : 'in part'}:`,
    bullets(sources.map(sourceLink)),
    match
      ? `An app is taken for one of this vendor's when:\n\n${worded('', conditionInWords(match, 'statement'))}`
      : '',
    parameterTable(ruleset),
    ...demands,
    section('When to suppress', suppression(title), overrideText(`${id}/RULE`)),
  ]);
}

function parameterTable({ parameters }: Ruleset): string {
  const rows = Object.entries(parameters).map(([name, parameter]) => [
    `\`${name}\``,
    parameter.values?.join(', ') ?? 'any text',
    String(parameter.default ?? ''),
    escaped(parameter.description ?? ''),
  ]);
  return tableOf(['Parameter', 'Values', 'Usually', 'What it is'], rows);
}

async function demand(
  plain: Rule,
  ruleset: Ruleset,
  { frameworks }: Pick<Library, 'frameworks'>,
): Promise<string> {
  const rule = asRead(described(plain, ruleset));
  const [bad, good] = [
    await examplesOf(plain, ruleset, 'fail'),
    await examplesOf(plain, ruleset, 'pass'),
  ];
  return section(
    rule.id.slice(ruleset.id.length + 1),
    `**${escaped(rule.title ?? rule.id)}** (${rule.severity}, ${rule.level})`,
    conditionList(rule),
    rule.label === undefined ? '' : `The guide calls it "${escaped(rule.label)}".`,
    escaped(rule.deprecated ?? ''),
    escaped(rule.why ?? ''),
    bad && `Bad:\n\n${bad}`,
    good && `Good:\n\n${good}`,
    rule.fix === undefined ? '' : `How to fix: ${escaped(wholeFixText(rule.fix))}`,
    settingsTable(rule),
    bullets(rule.references.map((url) => `<${url}>`)),
    controlTable(rule.controls, frameworks),
  );
}

function suppression(title: string): string {
  return `When ${escaped(title)} has told you that your setup works without it. Where the guide itself has changed, the ruleset is out of date: change the rule instead.`;
}
