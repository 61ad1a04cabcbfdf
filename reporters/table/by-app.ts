// App by app, the most severe first: its name, then each of its files once with a line for each finding.
import {
  hasFindings,
  severityCountsOf,
  sharedParts,
  type AppDigest,
  type Digest,
  type Finding,
  findingsByRule,
  type SourceHeader,
} from '../../src/report/digest/index.js';
import { formatLocation } from '../../src/model/location.js';
import type { VendorMatch } from '../../src/report/report.js';
import { clip, plainText } from '../../src/report/text/plain-text.js';
import { counted, kindTitles, severityCounts } from '../../src/report/text/words.js';
import { textWidth, wrap } from '../../src/report/text/wrap.js';
import { findingTableLines } from './finding.js';
import { listItem, paragraph, withColors, type Page } from './page.js';
import { guidelessApp } from './not-checked.js';
import { ruleParts } from './by-rule.js';

/** A terminal is no place for more apps than this; the data formats have them all. */
const mostTableApps = 200;

/** A part for each app with findings, those about the whole org last; then how many apps have none. */
export function byApp(page: Page): readonly (readonly string[])[] {
  const { apps } = page.digest;
  const found = apps.filter((one) => one.findings.length + ownOf(page, one).length > 0);
  const shown = page.details ? found : found.slice(0, mostTableApps);
  return [
    ...shown.map((one) => appTableLines(page, one)),
    leftOutLines(page, found.length - shown.length),
    ...orgWide(page),
  ];
}

function appTableLines(page: Page, one: AppDigest): readonly string[] {
  const findings = one.findings.map((result): Finding => ({
    result,
    apps: [result.app],
    source: one.app.source,
  }));
  const all = [...findings, ...ownOf(page, one)];
  const counts = severityCountsOf(all.map(({ result }) => result));
  return [...appHead(page, { ...one, bySeverity: counts }), ...findingTableLines(page, all)];
}

/** In a run of one app, what all apps of an org would share is what its own file says. */
function ownOf(page: Page, { app }: AppDigest): readonly Finding[] {
  if (!isOnly(page)) return [];
  return page.digest.worstFirst.filter(
    ({ result }) => result.about === 'org' && app.files.includes(result.location.file),
  );
}

function isOnly({ digest: { report } }: Page): boolean {
  return report.summary.apps === 1 && report.apps.length === 1;
}

/** What an app is called, what it is, how bad it is, and whose guides are about it. */
function appHead(page: Page, { app, bySeverity }: AppDigest): readonly string[] {
  const label = plainText(clip(app.label, 200));
  const named = label === '' || label === app.apiName ? '' : ` "${label}"`;
  const name = `${kindTitles[app.kind]} ${plainText(clip(sourcedAppName(page.digest, app), 200))}${named}`;
  const counts = severityCounts(bySeverity);
  return [
    ...titleLines(page, name, counts),
    ...(app.owner === undefined
      ? []
      : paragraph(page, `Owner: ${plainText(clip(app.owner, 200))}`, 2, 'dim')),
    ...app.vendors.flatMap((vendor) => paragraph(page, vendorText(page, vendor), 2, 'dim')),
    ...(guidelessApp(page) === app && page.room.items > 0
      ? paragraph(page, 'Guide: none known', 2, 'dim')
      : []),
    ...usedByLines(page, app),
  ];
}

/** The API name, behind its source where there are several. */
function sourcedAppName({ header }: Digest, app: AppDigest['app']): string {
  const source = header.sources.find(({ id }) => id === app.source);
  return header.sources.length > 1 && source ? `${source.name} ${app.apiName}` : app.apiName;
}

/** Where one app ends and the next begins is seen from afar. */
function titleLines(page: Page, name: string, counts = ''): readonly string[] {
  const { paint, width } = page;
  const together = `${name}  ${counts}`.trim();
  if (textWidth(together) <= width)
    return [[paint(name, 'bold'), withColors(page, counts)].filter(Boolean).join('  ')];
  return [
    ...wrap(name, width).map((line) => paint(line, 'bold')),
    ...(counts === '' ? [] : paragraph(page, counts, 2).map((line) => withColors(page, line))),
  ];
}

/** `Guide: Fullcast (vendors/fullcast), because of callback host app.fullcast.io; environment=production`. */
function vendorText(
  { digest: { report } }: Page,
  { ruleset, because, parameters }: VendorMatch,
): string {
  const title = report.rulesets.find(({ id }) => id === ruleset)?.title ?? ruleset;
  const given = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`);
  const facts = [`Guide: ${title} (${ruleset}), because of ${because}`, ...given];
  return plainText(facts.join('; '));
}

/** Where the app is used, with -v: one line each, so that the place can be clicked. */
function usedByLines(page: Page, { settings }: AppDigest['app']): readonly string[] {
  const { usedBy } = settings;
  if (!page.verbose || usedBy.state === 'unknown') return [];
  return usedBy.value.flatMap((entry, at) => {
    const place = usedBy.itemLocations?.[at];
    const where = place ? ` (${formatLocation(place)})` : '';
    const text = `Used by ${entry.replace(':', ' ')}${where}`;
    return paragraph(page, plainText(clip(text, 300)), 2, 'dim');
  });
}

function leftOutLines(page: Page, count: number): readonly string[] {
  if (count <= 0) return [];
  const text = `${counted(count, 'more app')} with findings not shown, less severe than these.`;
  return paragraph(page, `${text} --details shows all, --app GLOB those you name.`, 0, 'bold');
}

/** What is about an org, not about one of its apps. */
function orgWide(page: Page): readonly (readonly string[])[] {
  const told = isOnly(page) ? page.digest.apps.flatMap((one) => ownOf(page, one)) : [];
  const findings = page.digest.findings.filter(
    ({ result }) => result.about === 'org' && !told.some((one) => one.result === result),
  );
  return sharedParts(findings, (id) => page.digest.app(id)).map(({ title, findings: own }) => [
    ...titleLines(page, title),
    ...findingTableLines(page, own),
  ]);
}

/** Apps without findings: a line each with -v, else how many they are. */
export function quietApps(page: Page): readonly string[] {
  const apps = page.digest.apps.filter((one) => !hasFindings(one) && !ownOf(page, one).length);
  if (apps.length === 0 || page.digest.counts.findings === 0) return [];
  if (page.verbose) return apps.flatMap((one) => listItem(page, quietAppText(one), 0));
  const open = apps.filter(({ undecided }) => undecided > 0).length;
  const but = open > 0 ? `, ${open} of them with undecided checks` : '';
  return paragraph(page, `${counted(apps.length, 'app')} without findings${but}.`, 0, 'dim');
}

function quietAppText({ app, undecided, acceptedCounts }: AppDigest): string {
  const { pass, notApplicable } = app.counts;
  const { suppressed, baselined } = acceptedCounts;
  const counts = `${pass} passed, ${undecided} undecided, ${notApplicable} not applicable`;
  const known = [
    ...(suppressed > 0 ? [`${suppressed} accepted`] : []),
    ...(baselined > 0 ? [`${baselined} known from the baseline`] : []),
  ];
  const after = known.length > 0 ? `; ${known.join(', ')}` : '';
  return `${plainText(app.id)} "${plainText(app.label)}": no findings; ${counts}${after}`;
}

// Source by source: an org, a folder.

/** A part for each source that has findings, its rules in it. */
export function byOrg(page: Page): readonly (readonly string[])[] {
  return page.digest.header.sources.map((source, at) => orgTableLines(page, source, at));
}

function orgTableLines(page: Page, { id, name }: SourceHeader, at: number): readonly string[] {
  const { digest } = page;
  const { worstFirst, countsBySource } = digest;
  const own = worstFirst.filter(({ source }) => source === id);
  if (own.length === 0) return [];
  const counts = countsBySource[at];
  return [
    ...titleLines(page, name, counts && severityCounts(counts.bySeverity)),
    ...ruleParts(
      page,
      findingsByRule(own, (one) => digest.rule(one).finding),
    ),
  ];
}
