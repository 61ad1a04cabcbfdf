import { hash } from 'node:crypto';
import { appId, type Source } from '../model/app.js';
import type { KnownFinding, KnownSource, Baseline } from '../report/baseline.js';
import { conflictingDemands } from '../rulesets/rules-of-results.js';
import { compareText } from '../model/location.js';
import type { ReportApp } from '../report/report.js';
import { milder } from '../report/severity.js';
import type { Result } from '../report/verdict.js';
import { orgKeyOf } from './results.js';

/** What stands behind results: their apps by id, and the sources of these by id. */
export interface Subjects {
  readonly apps: ReadonlyMap<string, Pick<ReportApp, 'kind' | 'apiName' | 'source' | 'folder'>>;
  readonly sources: ReadonlyMap<string, KnownSource>;
}

/** A finding is one of its source: another source may have one with the same fingerprint. */
export function knownFindingKey({
  source,
  fingerprint,
}: Pick<KnownFinding, 'source' | 'fingerprint'>) {
  return `${fingerprint} ${source}`;
}

/** The failed and open results as a baseline knows them, by `findingKey`: one about the org stands for all its apps. */
export function knownFindings(
  results: readonly Result[],
  subjects: Subjects,
): ReadonlyMap<string, KnownFinding> {
  const found = new Map<string, KnownFinding>();
  for (const result of results) {
    const one = knownFinding(result, subjects);
    if (!one) continue;
    const key = knownFindingKey(one);
    const known = found.get(key);
    found.set(key, known ? worseOfTwo(known, one) : one);
  }
  return found;
}

function knownFinding(result: Result, { apps, sources }: Subjects): KnownFinding | undefined {
  const { fingerprint, rule, verdict, severity, undatedSeverity, about } = result;
  if (verdict !== 'fail' && verdict !== 'open') return undefined;
  const app = apps.get(result.app);
  const faults = verdict === 'fail' ? hashesOfFaults(result) : [];
  const settings = rule === conflictingDemands.id ? settingsInEvidence(result) : [];
  return {
    ...(sources.get(app?.source ?? '') ?? { source: app?.source ?? '' }),
    app: about === 'org' || !app ? 'org' : appId(app.kind, app.apiName),
    ...(about !== 'org' && app && { folder: folderIn(app) }),
    rule,
    verdict,
    severity,
    ...(undatedSeverity && { undatedSeverity }),
    ...(faults.length > 0 && { faults }),
    ...(settings.length > 0 && { settings }),
    fingerprint,
  };
}

/** The folder of an app inside its source, so that it is the same wherever the source lies and however it is named. */
export function folderIn({ source, folder }: Pick<ReportApp, 'source' | 'folder'>): string {
  if (source === '.') return folder;
  return folder.startsWith(`${source}/`) ? folder.slice(source.length + 1) : '.';
}

/** Hashes: what is at fault may be an address that nobody wants in one more file. */
function hashesOfFaults({ evidence }: Result): readonly string[] {
  const items = evidence.flatMap(({ setting, items: list = [] }) =>
    list.map((item) => hash('sha256', `${setting}\n${item}`).slice(0, 8)),
  );
  return [...new Set(items)].toSorted(compareText);
}

function settingsInEvidence({ evidence }: Result): readonly string[] {
  return [...new Set(evidence.map(({ setting }) => setting))].toSorted(compareText);
}

/** The worse of two results of one finding. */
function worseOfTwo(a: KnownFinding, b: KnownFinding): KnownFinding {
  const severity = milder(a.severity, b.severity) === a.severity ? b.severity : a.severity;
  return { ...a, verdict: a.verdict === 'fail' ? 'fail' : b.verdict, severity };
}

/** A source as a baseline stores it. */
export function knownSource({ id, org }: Pick<Source, 'id' | 'org'>): KnownSource {
  const key = orgKeyOf(org);
  return {
    source: id,
    ...(key !== undefined && { org: key }),
    ...(org?.host && { host: org.host }),
  };
}

/** The sources of a baseline, each once. */
export function sourcesOfBaseline({
  sources,
  findings,
}: Baseline): ReadonlyMap<string, KnownSource> {
  const all = [...sources, ...findings];
  return new Map(all.map((one) => [sourceKey(one), only(one)]));
}

/** A name for exactly this source of a baseline. */
export function sourceKey({ source, org = '', host = '' }: KnownSource): string {
  return `${source}\n${org}\n${host}`;
}

function only({ source, org, host }: KnownSource): KnownSource {
  return { source, ...(org !== undefined && { org }), ...(host !== undefined && { host }) };
}

/** Which source of a run a source of a baseline is. */
export interface SourceMatch {
  readonly today: KnownSource;
  /** The org has another id than it had, and its host: a sandbox that was refreshed. */
  readonly refreshed: boolean;
}

type SourceFit = (before: KnownSource, today: KnownSource) => boolean;

/** From the surest to the least sure. What is known to be of another org never fits. */
const sourceFits: readonly SourceFit[] = [
  (before, today) => isSameOrg(before, today) && isNamedAlike(before, today),
  isSameOrg,
  (before, today) => isSameHost(before, today) && !isOtherId(before, today),
  (before, today) => isNamedAlike(before, today) && !isOtherOrg(before, today),
  (before, today) => isSameHost(before, today) && isNamedAlike(before, today),
  isSameHost,
];

/**
 * The source of the run for each source of a baseline that is in the run, by `sourceKey`, whatever the order of either. Where
 * there is one of each and no `several`, they are the same by whatever name, unless they are two orgs.
 */
export function matchSources(
  before: ReadonlyMap<string, KnownSource>,
  today: readonly KnownSource[],
  several: boolean,
): ReadonlyMap<string, SourceMatch> {
  const alone = !several && before.size === 1 && today.length === 1;
  const matches = new Map<string, SourceMatch>();
  const free = new Set(today.toSorted((a, b) => compareText(sourceKey(a), sourceKey(b))));
  const wanted = [...before].toSorted(([a], [b]) => compareText(a, b));
  for (const fit of [...sourceFits, ...(alone ? [isNotOtherOrg] : [])]) {
    for (const [key, one] of wanted) {
      if (matches.has(key)) continue;
      const found = [...free].find((other) => fit(one, other));
      if (!found) continue;
      free.delete(found);
      matches.set(key, { today: found, refreshed: isOtherId(one, found) });
    }
  }
  return matches;
}

function isSameOrg(a: KnownSource, b: KnownSource): boolean {
  return a.org !== undefined && a.org === b.org;
}

function isOtherId(a: KnownSource, b: KnownSource): boolean {
  return a.org !== undefined && b.org !== undefined && a.org !== b.org;
}

function isSameHost(a: KnownSource, b: KnownSource): boolean {
  return a.host !== undefined && a.host === b.host && !isSharedHost(a.host);
}

/** Many orgs live on `na139.salesforce.com`; a My Domain host has more parts (Salesforce Help, "My Domain URL Formats"). */
function isSharedHost(host: string): boolean {
  return /^[^.]+\.salesforce\.com$/.test(host);
}

function isNamedAlike(a: KnownSource, b: KnownSource): boolean {
  return a.source === b.source;
}

/** Two orgs of which something is known, and nothing is the same. */
function isOtherOrg(a: KnownSource, b: KnownSource): boolean {
  if (a.org !== undefined && b.org !== undefined) return a.org !== b.org;
  return a.host !== undefined && b.host !== undefined && a.host !== b.host;
}

function isNotOtherOrg(a: KnownSource, b: KnownSource): boolean {
  return !isOtherOrg(a, b);
}
