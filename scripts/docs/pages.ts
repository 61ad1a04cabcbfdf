// Every generated page of docs/, by its path there.
import { conditionsOf } from '../../src/conditions/tree.js';
import { loadOperators } from '../../src/conditions/evaluate.js';
import { shippedFrameworks } from '../../src/rulesets/controls.js';
import { shippedReferences } from '../../src/rulesets/references.js';
import { shippedRulesets, withExamples } from '../../src/rulesets/shipped.js';
import { groupsTable } from './groups-table.js';
import { operatorsTable, rulesIndex, settingsPage, vendorsPage } from './index-pages.js';
import { reportersTable } from './reporters-table.js';
import { rulePage } from './rule-page.js';
import { placeOf } from './rule-parts.js';
import { vendorPage } from './vendor-page.js';

/** Reads a page that is written by hand and holds generated parts. */
export type ReadPage = (path: string) => string;

/** All pages that `npm run docs` writes. */
export async function generatedPages(read: ReadPage): Promise<ReadonlyMap<string, string>> {
  const rulesets = await Promise.all(shippedRulesets.map(withExamples));
  await loadOperators(rulesets.flatMap(({ rules }) => rules.flatMap(conditionsOf)));
  const library = { rulesets, frameworks: await shippedFrameworks() };
  const pages = new Map<string, string>();
  for (const ruleset of rulesets) {
    const { id, kind, rules } = ruleset;
    if (kind === 'vendor') pages.set(`rules/${id}.md`, await vendorPage(ruleset, library));
    else
      for (const rule of rules) pages.set(placeOf(rule.id), await rulePage(rule, ruleset, library));
  }
  pages.set('rules.md', rulesIndex(rulesets));
  pages.set('vendors.md', await vendorsPage(rulesets, await shippedReferences()));
  pages.set('settings.md', settingsPage(rulesets));
  const operators = withPart(read('rulesets.md'), 'operators', operatorsTable());
  pages.set('rulesets.md', withPart(operators, 'groups', groupsTable()));
  pages.set('reports.md', withPart(read('reports.md'), 'reporters', reportersTable()));
  return pages;
}

/** A page with the part between `<!-- NAME -->` and `<!-- /NAME -->` made anew. */
function withPart(page: string, name: string, text: string): string {
  const [start, end] = [`<!-- ${name}: made by \`npm run docs\` -->`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page has no part ${start} … ${end}`);
  return `${page.slice(0, from + start.length)}\n${text}\n${page.slice(to)}`;
}
