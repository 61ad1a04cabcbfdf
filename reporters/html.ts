// The report for an auditor and for management: one page that needs nothing else, readable without scripts and on paper.
import type { Digest } from '../src/report/digest/index.js';
import { appsSection, appAnchors } from './html/apps.js';
import {
  datesSection,
  controlsSection,
  exceptionsSection,
  notCheckedSection,
  usersSection,
} from './html/rest.js';
import { heatMap, headSection, postureSection } from './html/posture.js';
import { el, type Element } from './html/dom.js';
import { inventoryTable } from './html/inventory.js';
import { htmlPage } from './html/page.js';
import { htmlSection, toolbar } from './html/parts.js';
import { orgFindingsSection, orgsSection, rulesSection } from './html/rules.js';
import { trendSection } from './html/trend.js';

export function html(digest: Digest): Iterable<string> {
  const day = digest.report.generatedAt.slice(0, 10);
  return htmlPage(`ecaudit report of ${day}`, reportSections(digest), digest.report.summary.apps);
}

/** The alias of an org, else the source as it was named. */
function sourceNameOf({ header: { sources } }: Digest, id: string): string {
  return sources.find((source) => source.id === id)?.name ?? id;
}

function* reportSections(digest: Digest): Generator<Element> {
  const anchorOf = appAnchors(digest);
  const { apps } = digest.inventory;
  yield headSection(digest);
  yield postureSection(digest);
  yield* orgsSection(digest);
  yield* trendSection(digest.report.history, (id) => sourceNameOf(digest, id));
  yield rulesSection(digest);
  yield* orgFindingsSection(digest);
  yield* heatMap(digest, anchorOf);
  yield* datesSection(digest);
  if (apps.length > 0) {
    yield toolbar({ severities: true, sources: [...new Set(apps.map(({ source }) => source))] });
    yield htmlSection('inventory', 'Apps', inventoryTable(apps, anchorOf));
    yield el('h2', { id: 'details' }, 'Each app');
    yield* appsSection(digest, anchorOf);
  }
  yield* usersSection(digest);
  yield exceptionsSection(digest);
  yield* controlsSection(digest);
  yield notCheckedSection(digest);
}
