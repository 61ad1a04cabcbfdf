import type { NearVendor, ReportApp } from '../../src/report/report.js';
import { plainText } from '../../src/report/text/plain-text.js';
import { counted } from '../../src/report/text/words.js';
import { listItem, paragraph, type Page } from './page.js';

/** How many apps are named without -v. */
const mostGuideless = 10;

/** The apps that no vendor's guide is about, with the vendors that they are nearest to. */
export function unrecognisedLines(page: Page): readonly string[] {
  const apps = page.digest.report.apps.filter(({ nearestVendors }) => nearestVendors);
  // Of the only app its own heading says so.
  if (apps.length === 0 || guidelessApp(page)) return [];
  const head = `${counted(apps.length, 'app')} of no vendor whose guide is known`;
  if (page.verbose)
    return [
      ...paragraph(page, `${head}:`),
      ...apps.flatMap((app) => listItem(page, guidelessAppText(app), 0)),
    ];
  const near = apps.filter(({ nearestVendors = [] }) => nearestVendors.length > 0);
  const named = [...near, ...apps.filter((app) => !near.includes(app))].slice(0, mostGuideless);
  const rest = apps.length - named.length;
  const more = rest > 0 ? ` and ${rest} more (-v lists them)` : '';
  return paragraph(page, `${head}: ${named.map(guidelessAppText).join('; ')}${more}.`, 0, 'dim');
}

/** The app of a run of one app that no guide is about and no vendor is near. */
export function guidelessApp({ digest: { report } }: Page): ReportApp | undefined {
  const [only, ...more] = report.apps;
  return more.length === 0 && only?.nearestVendors?.length === 0 ? only : undefined;
}

/** `Order_Sync (near: vendors/fullcast, callback host eu.fullcast.io)`. */
function guidelessAppText({ apiName, nearestVendors = [] }: ReportApp): string {
  const near = nearestVendors.map(({ ruleset, because }: NearVendor) => `${ruleset}, ${because}`);
  return plainText(near.length === 0 ? apiName : `${apiName} (near: ${near.join('; ')})`);
}
