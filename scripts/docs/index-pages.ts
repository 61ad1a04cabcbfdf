// The pages that list things: rules, vendors, settings; and the table of operators.
import { conditionsOf, leavesOf } from '../../src/conditions/tree.js';
import { operators } from '../../src/conditions/operators.js';
import { described } from '../../src/conditions/words/messages.js';
import { asRead } from './dates.js';
import { timesEach } from '../../src/model/lists.js';
import type { GuideReference, Rule, Ruleset } from '../../src/model/ruleset.js';
import { definitionOf, settingNames } from '../../src/settings/settings.js';
import { homeOf } from '../../src/settings/places.js';
import { escaped, joined, link, madeFrom, section, tableOf } from './markdown.js';
import { guidesIn, vendorEntries, type VendorEntry } from '../../src/audit/vendors/vendor-list.js';
import { kinds, placeOf, sourceLink } from './rule-parts.js';

/** Every standard rule by ruleset; vendors have a page of their own. */
export function rulesIndex(rulesets: readonly Ruleset[]): string {
  const standard = rulesets.filter(({ kind }) => kind === 'standard');
  const vendors = rulesets.filter(({ kind }) => kind === 'vendor');
  return joined([
    madeFrom('rules/'),
    '# Rules',
    `${ruleCount(standard)} rules of security practice in ${standard.length} rulesets, below; ${ruleCount(vendors)} demands of ${vendors.length} vendors' guides, in ${link('vendors.md', 'vendors.md')}.`,
    '`ecaudit rules show ID` says in the terminal what these pages say. How rulesets are written is in [rulesets.md](rulesets.md), how to write one in [write-a-rule.md](write-a-rule.md), and what is checked by topic, and what is not, in [checks.md](checks.md).',
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

/** Every vendor's guide: its product, for which app, what it demands against practice, edition and date. */
export async function vendorsPage(
  rulesets: readonly Ruleset[],
  references: readonly GuideReference[],
): Promise<string> {
  const entries = await vendorEntries(guidesIn(rulesets, references), rulesets);
  const guides = entries.filter(({ reference }) => !reference);
  const vendors = new Set(guides.map(({ vendor }) => vendor)).size;
  const weak = guides.filter(({ weakens }) => weakens.length > 0).length;
  const titles = titlesOf(rulesets);
  return joined([
    madeFrom('rules/vendors/ and rules/references.data.yaml'),
    '# Vendors',
    `What ${guides.length} setup guides of ${vendors} vendors demand of an app. A ruleset is used for the apps that it recognises, or that you name with \`--ruleset\` and \`--app\`. \`ecaudit vendors\` prints this list, \`ecaudit vendors WORD\` what has the word in its name, and \`ecaudit vendors\` with a host or a scope (\`app.fullcast.io\`, \`mcp_api\`) the guides whose callbacks lead there or that ask for it. Yours is not there? [Write a ruleset](write-a-vendor-ruleset.md) in ten minutes.`,
    `${weak} of them demand what a standard rule forbids. Where an app does as its guide says, that finding stays at severity info and names the guide. The page of a guide has its demands one by one, and its sources.`,
    tableOf(
      ['Product', 'App', 'Demands against practice', 'Edition', 'Read'],
      guides.map((entry) => vendorRow(entry, titles)),
    ),
    section('What guides demand against practice', practiceTable(guides, titles)),
    section(
      'References only',
      'Guides that ask nothing of an app which a rule could hold it to, and those of which no demand was read.',
      tableOf(
        ['Product', 'What it asks for', 'Source'],
        entries.filter(({ reference }) => reference).map(referenceRow),
      ),
    ),
  ]);
}

/** What rules ask for, by their ids, in a sentence each. */
type Titles = ReadonlyMap<string, string>;

function titlesOf(rulesets: readonly Ruleset[]): Titles {
  return new Map(
    rulesets.flatMap((ruleset) =>
      ruleset.rules.map((rule): [string, string] => {
        const { title = rule.id } = described(rule, ruleset);
        const own = title.replace(`${ruleset.title}: `, '');
        return [rule.id, own.charAt(0).toUpperCase() + own.slice(1)];
      }),
    ),
  );
}

function vendorRow(entry: VendorEntry, titles: Titles): readonly string[] {
  const { id, kinds: appKinds, edition, updated, read = '', coverage } = entry;
  return [
    link(nameOf(entry), `rules/${id}.md`),
    appKinds.map((kind) => kinds[kind]).join(', '),
    demandsOf(entry)
      .map((demand) => link(escaped(titles.get(demand) ?? demand), placeOf(demand)))
      .join('<br>'),
    escaped([edition, updated].filter(Boolean).join(', ')),
    `${read}${coverage === 'full' ? '' : ', in part'}`,
  ];
}

/** What a guide demands against practice; of two demands against the same rules, such as a switch in settings and policies, one. */
function demandsOf({ weakens }: VendorEntry): readonly string[] {
  const byRules = new Map(
    weakens.toReversed().map(({ demand, against }) => [against.join(' '), demand]),
  );
  const shown = new Set(byRules.values());
  return weakens.flatMap(({ demand }) => (shown.has(demand) ? [demand] : []));
}

function nameOf({ vendor, product }: VendorEntry): string {
  return escaped(vendor === product ? vendor : `${vendor}: ${product}`);
}

/** The standard rules that a guide contradicts. */
function againstOf({ weakens }: VendorEntry): readonly string[] {
  return [...new Set(weakens.flatMap(({ against }) => against))].toSorted();
}

/** The standard rules that most guides contradict first. */
function practiceTable(guides: readonly VendorEntry[], titles: Titles): string {
  const rows = [...timesEach(guides.flatMap(againstOf))]
    .toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1))
    .map(([rule, count]) => [
      link(escaped(titles.get(rule) ?? rule), placeOf(rule)),
      `\`${rule}\``,
      String(count),
    ]);
  return tableOf(['Practice', 'Rule', 'Guides that demand the opposite'], rows);
}

function referenceRow(entry: VendorEntry): readonly string[] {
  return [nameOf(entry), escaped(entry.asks ?? ''), entry.sources.map(sourceLink).join('<br>')];
}

function factsOf(rule: Rule): ReadonlySet<string> {
  const leaves = conditionsOf(rule).flatMap(leavesOf);
  return new Set(leaves.map(({ fact }) => fact));
}

/** The settings catalogue. */
export function settingsPage(rulesets: readonly Ruleset[]): string {
  const rules = rulesets.flatMap((ruleset) => ruleset.rules);
  const uses = timesEach(rules.flatMap((rule) => [...factsOf(rule)]));
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
  words: 'one or several texts',
  schemes: 'one or several schemes',
  hosts: 'one or several hosts',
} as const satisfies Readonly<Record<(typeof operators)[keyof typeof operators]['value'], string>>;
