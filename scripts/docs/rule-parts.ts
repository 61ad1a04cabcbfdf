// The parts of pages that tell of a rule.
import { stringify } from 'yaml';
import { readsOf } from '../../src/conditions/tree.js';
import { conditionsInWords } from '../../src/conditions/words/conditions.js';
import type { Framework } from '../../src/report/controls.js';
import type { Example, Rule, Ruleset } from '../../src/model/ruleset.js';
import { definitionOf, isSettingName } from '../../src/settings/settings.js';
import { homeOf } from '../../src/settings/places.js';
import type { SourceReference, Verdict } from '../../src/report/verdict.js';
import { evaluateExample } from '../../src/rulesets/examples.js';
import { escaped, fenced, link, tableOf, worded } from './markdown.js';

/** Where a rule is told of, below docs/: a page of its own, or its place on the page of its vendor. */
export function placeOf(ruleId: string): string {
  const [, guide, rule] = /^(vendors\/.+)\/(.+)$/.exec(ruleId) ?? [];
  return guide === undefined ? `rules/${ruleId}.md` : `rules/${guide}.md#${rule}`;
}

export const kinds = {
  externalClientApp: 'External Client Apps',
  connectedApp: 'Connected Apps',
} as const;

/** What a rule asks, as a list. */
export function conditionList(rule: Rule): string {
  return conditionsInWords(rule)
    .map(({ intro, words }) => worded(intro, words))
    .join('\n');
}

/** The examples of a verdict: settings as in a ruleset file, and what ecaudit says of them. */
export async function examplesOf(rule: Rule, ruleset: Ruleset, verdict: Verdict): Promise<string> {
  const texts: string[] = [];
  for (const example of rule.examples.filter((one) => one.verdict === verdict)) {
    const { message } = await evaluateExample(ruleset, rule, example);
    const title = example.title === undefined ? '' : `${escaped(sentence(example.title))}:\n\n`;
    texts.push(`${title}${fenced('yaml', settingsText(example))}\n\n> ${escaped(message)}`);
  }
  return texts.join('\n\n');
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function settingsText({ settings, parameters = {} }: Example): string {
  const named = Object.entries(parameters).map(([name, value]) => [`param.${name}`, value]);
  const all = { ...settings, ...Object.fromEntries(named) };
  if (Object.keys(all).length === 0) return '# nothing is known';
  return stringify(all, { lineWidth: 0 });
}

/** Where the settings are that a rule evaluates: what to look for in Setup and in files. */
export function settingsTable(rule: Rule): string {
  const rows = readsOf(rule.require)
    .filter(isSettingName)
    .map((name) => {
      const { label, connectedAppLabel, externalClientApp, connectedApp } = definitionOf(name);
      const own = connectedAppLabel === undefined ? '' : `; Connected App: ${connectedAppLabel}`;
      const homes = [externalClientApp, connectedApp].map((origin) => escaped(homeOf(origin)));
      return [`\`${name}\``, escaped(label + own), ...homes];
    });
  return tableOf(['Setting', 'In Setup', 'External Client App', 'Connected App'], rows);
}

/** A page, or where else a guide stands, with the days on which it was changed and read. */
export function sourceLink({ title, url, place, updated, read }: SourceReference): string {
  const days = [place, updated && `updated ${updated}`, read && `read ${read}`]
    .filter(Boolean)
    .join(', ');
  const name = url === undefined ? escaped(title) : link(title, url);
  return name + (days && ` (${days})`);
}

/** What to write to switch a rule off for an app. */
export function suppressText(rule: string): string {
  const command =
    'ecaudit suppress FINGERPRINT force-app --reason "Why, and the ticket" --owner "Who" --expires YYYY-MM-DD';
  const written = [
    '# ecaudit.config.yaml, as the command writes it; ecaudit -v shows fingerprints',
    'suppressions:',
    `  - { rule: ${rule}, app: externalClientApp:API_Name, reason: "Why, and the ticket", owner: Who, expires: YYYY-MM-DD }`,
  ];
  return `${fenced('sh', command)}\n\n${fenced('yaml', written.join('\n'))}`;
}

export function overrideText(rule: string): string {
  return fenced(
    'yaml',
    `# ecaudit.config.yaml\noverrides:\n  - { rule: ${rule}, app: API_Name, severity: off }`,
  );
}

/** The controls that rules give evidence for. */
export function controlTable(controls: Rule['controls'], frameworks: readonly Framework[]): string {
  const rows = Object.entries(controls).flatMap(([id, list]) => {
    const framework = frameworks.find((one) => one.id === id);
    const name = framework?.url ? link(framework.title, framework.url) : id;
    return list.map((control) => [
      name,
      escaped(control),
      escaped(framework?.controls[control] ?? ''),
    ]);
  });
  const note = 'The rule gives evidence for these; it does not say that they are fulfilled.';
  return rows.length === 0 ? '' : `${note}\n\n${tableOf(['Framework', 'Control', 'Title'], rows)}`;
}
