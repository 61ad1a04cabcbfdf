// The pages that list things: rules, vendors, settings; and the table of operators.
import { conditionsOf, leavesOf } from '../../src/conditions/tree.js';
import { operators } from '../../src/conditions/operators.js';
import { described } from '../../src/conditions/words/messages.js';
import { asRead } from './dates.js';
import { countsOf } from '../../src/model/group-by.js';
import type { Rule, Ruleset } from '../../src/model/ruleset.js';
import { definitionOf, settingNames } from '../../src/settings/settings.js';
import { homeOf } from '../../src/settings/home.js';
import { escaped, joined, link, madeFrom, section, tableOf } from './markdown.js';
import { vendorEntries, type VendorEntry } from '../../src/audit/vendors/vendor-list.js';
import { kinds, placeOf, sourceLink } from './rule-parts.js';

/** Every standard rule by ruleset; vendors have a page of their own. */
export function rulesIndex(rulesets: readonly Ruleset[]): string {
  const standard = rulesets.filter(({ kind }) => kind === 'standard');
  const vendors = rulesets.filter(({ kind }) => kind === 'vendor');
  return joined([
    madeFrom('rules/'),
    '# Rules',
    `${ruleCount(standard)} rules of security practice in ${standard.length} rulesets, below; ${ruleCount(vendors)} demands of ${vendors.length} vendors' guides, in ${link('vendors.md', 'vendors.md')}.`,
    '`ecaudit rules show ID` says in the terminal what these pages say. How rulesets are written is in [rulesets.md](rulesets.md), how to write one in [write-a-rule.md](write-a-rule.md), and what was left to rules of an org in [checks.md](checks.md).',
    ...standard.map((ruleset) =>
      section(
        ruleset.id,
        escaped(ruleset.title),
        escaped(ruleset.description ?? ''),
        ruleTable(ruleset),
      ),
    ),
  ]);
}

function ruleCount(rulesets: readonly Ruleset[]): number {
  return rulesets.reduce((sum, { rules }) => sum + rules.length, 0);
}

function ruleTable(ruleset: Ruleset): string {
  const rows = ruleset.rules.map((plain) => {
    const { id, severity, level, title = '' } = asRead(described(plain, ruleset));
    return [link(id, placeOf(id)), severity, level, escaped(title)];
  });
  return tableOf(['Rule', 'Severity', 'Level', 'What it asks'], rows);
}

/** Every vendor's ruleset, and where its demands come from. */
export async function vendorsPage(rulesets: readonly Ruleset[]): Promise<string> {
  const entries = await vendorEntries(rulesets);
  const vendors = new Set(entries.map(({ vendor }) => vendor)).size;
  const weak = entries.filter(({ weakens }) => weakens.length > 0).length;
  return joined([
    madeFrom('rules/vendors/'),
    '# Vendors',
    `What ${entries.length} setup guides of ${vendors} vendors demand of an app. A ruleset is used for the apps that it recognises, or that you name with \`--ruleset\` and \`--app\`. \`ecaudit vendors\` prints this list. Yours is not there? [Write a ruleset](write-a-vendor-ruleset.md) in ten minutes.`,
    `${weak} of them demand what a standard rule forbids. Where an app does as its guide says, that finding stays at severity info and names the guide; the last column says which demands these are.`,
    tableOf(
      [
        'Vendor',
        'Product',
        'For',
        'Edition',
        'Ruleset',
        'Guide read',
        'Sources',
        'Weakens security',
      ],
      entries.map(vendorRow),
    ),
  ]);
}

function vendorRow(entry: VendorEntry): readonly string[] {
  const { id, vendor, product, kinds: appKinds, edition = '', coverage, sources, weakens } = entry;
  const page = `rules/${id}.md`;
  return [
    escaped(vendor),
    escaped(product),
    appKinds.map((kind) => kinds[kind]).join(', '),
    escaped(edition),
    link(id, page),
    coverage === 'full' ? 'whole' : 'in part',
    sources.map(sourceLink).join('<br>'),
    weakens.map(({ demand, against }) => weakeningText(id, demand, against)).join('<br>'),
  ];
}

function weakeningText(id: string, demand: string, against: readonly string[]): string {
  const name = demand.slice(id.length + 1);
  const rules = against.map((rule) => link(rule, placeOf(rule)));
  return `${link(name, placeOf(demand))} against ${rules.join(', ')}`;
}

function factsOf(rule: Rule): ReadonlySet<string> {
  const leaves = conditionsOf(rule).flatMap(leavesOf);
  return new Set(leaves.map(({ fact }) => fact));
}

/** The settings catalogue. */
export function settingsPage(rulesets: readonly Ruleset[]): string {
  const rules = rulesets.flatMap((ruleset) => ruleset.rules);
  const uses = countsOf(rules.flatMap((rule) => [...factsOf(rule)]));
  const rows = settingNames.map((name) => {
    const { type, values, label, connectedAppLabel: own, about, ...homes } = definitionOf(name);
    return [
      `\`${name}\``,
      type + (values ? `<br>${Object.keys(values).join(', ')}` : ''),
      escaped(label) + (own === undefined ? '' : `<br>Connected App: ${escaped(own)}`),
      escaped(about),
      escaped(homeOf(homes.externalClientApp)),
      escaped(homeOf(homes.connectedApp)),
      String(uses.get(name) ?? 0),
    ];
  });
  return joined([
    madeFrom('src/settings/'),
    '# Settings',
    'Everything that a rule can ask of an app: its facts. `ecaudit settings NAME` prints one of them. What it means when an element is absent is in [rulesets.md](rulesets.md#three-answers).',
    tableOf(
      ['Setting', 'Type', 'In Setup', 'Means', 'External Client App', 'Connected App', 'Rules'],
      rows,
    ),
  ]);
}

/** The table of operators, for the page on rulesets. */
export function operatorsTable(): string {
  const rows = Object.entries(operators).map(([name, { on, value, about }]) => [
    `\`${name}\``,
    on.join(', '),
    valueNames[value],
    escaped(about),
  ]);
  return tableOf(['Operator', 'On', 'Value', 'True when the fact'], rows);
}

const valueNames = {
  same: 'of the same type',
  listOfSame: 'a list of values',
  entry: 'one entry',
  entries: 'a list of entries',
  nothing: 'none',
  count: 'a number',
  pattern: 'a regular expression',
  glob: 'a pattern of `*` and `?`',
  schemes: 'one or several schemes',
  hosts: 'one or several hosts',
} as const satisfies Readonly<Record<(typeof operators)[keyof typeof operators]['value'], string>>;
