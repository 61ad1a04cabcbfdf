// One page per standard rule: what, why, bad, good, how to fix, when to suppress, references, controls.
import { described } from '../../src/conditions/words/messages.js';
import type { Framework } from '../../src/report/controls.js';
import { asRead } from './dates.js';
import type { Rule, Ruleset } from '../../src/model/ruleset.js';
import type { Verdict } from '../../src/report/verdict.js';
import { wholeFixText } from '../../src/report/digest/index.js';
import { excusesOf } from './excuses.js';
import { bullets, escaped, joined, link, madeFrom, section, tableOf } from './markdown.js';
import {
  conditionList,
  controlTable,
  examplesOf,
  kinds,
  overrideText,
  suppressText,
  placeOf,
  settingsTable,
  sourceLink,
} from './rule-parts.js';

/** What pages are made from. */
export interface Library {
  readonly rulesets: readonly Ruleset[];
  readonly frameworks: readonly Framework[];
}

export async function rulePage(plain: Rule, ruleset: Ruleset, library: Library): Promise<string> {
  const rule = asRead(described(plain, ruleset));
  const shown = (verdict: Verdict): Promise<string> => examplesOf(plain, ruleset, verdict);
  return joined([
    madeFrom(`rules/${ruleset.id}.yaml`),
    `# ${rule.id}`,
    `**${escaped(rule.title ?? rule.id)}**`,
    factTable(rule, ruleset),
    section('What it asks', conditionList(rule)),
    section('Why', escaped(rule.why ?? '')),
    section('Bad', await shown('fail')),
    section('Good', await shown('pass')),
    section('How to fix', escaped(rule.fix ? wholeFixText(rule.fix) : ''), settingsTable(rule)),
    section('When it cannot be decided', await shown('open')),
    section('When it does not apply', await shown('notApplicable')),
    section('When to suppress', suppression(rule, library)),
    section('References', references(rule, ruleset)),
    section('Controls', controlTable(rule.controls, library.frameworks)),
  ]);
}

const evaluatedFrom = {
  org: 'an org; in files it does not apply',
  change: 'a comparison: --changed-since, or diff; else it does not apply',
  files: 'files',
} as const;

/** From docs/rules/RULESET/RULE.md to docs/. */
const up = '../../';

function factTable(rule: Rule, ruleset: Ruleset): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Severity', rule.severity],
    ['Level', rule.level === 'required' ? 'required' : `${rule.level}: never fails a run`],
    ['Ruleset', `${link(ruleset.id, `${up}rules.md#${ruleset.id}`)}, ${escaped(ruleset.title)}`],
    ['Applies to', ruleset.appliesTo.map((kind) => kinds[kind]).join(', ')],
    ['Judged from', evaluatedFrom[rule.needs ?? 'files']],
    ...(rule.aliases.length > 0 ? [['Former ids', rule.aliases.join(', ')] as const] : []),
    ...(rule.deprecated === undefined ? [] : [['Deprecated', escaped(rule.deprecated)] as const]),
  ];
  return tableOf(['', ''], rows);
}

function suppression(rule: Rule, { rulesets }: Library): string {
  const vendors = rulesets.filter(({ kind }) => kind === 'vendor');
  const demands = excusesOf(rule, vendors).map(({ id }) => link(id, up + placeOf(id)));
  const excused =
    demands.length === 0
      ? ''
      : `Where a guide demands the opposite, the finding stays at severity info by itself and needs no suppression: ${demands.join(', ')}.`;
  const milder =
    rule.alternative === undefined
      ? ''
      : `Milder, where a guide insists: ${escaped(rule.alternative)}`;
  return [
    rule.level === 'required' ? riskAdvice : tasteAdvice,
    excused,
    milder,
    rule.level === 'required' ? suppressText(rule.id) : overrideText(rule.id),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

const riskAdvice =
  'Where somebody who may decide so accepts the risk for one app, for a stated reason and time. A suppression has the reason, an owner and a last day, and the report lists it; switching the rule off has none of them.';

const tasteAdvice =
  'It is a recommendation and never fails a run. Where it does not suit your apps, switch it off for all of them: leave `app` out.';

function references(rule: Rule, { sources }: Ruleset): string {
  return bullets([...rule.references.map((url) => `<${url}>`), ...sources.map(sourceLink)]);
}
