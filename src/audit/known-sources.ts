import type { Source } from '../model/app.js';
import type { Baseline, KnownSource } from '../report/baseline.js';
import { compareText } from '../model/location.js';
import { orgKeyOf } from './fingerprint.js';

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
export function sourcesOfBaseline({ sources, findings }: Baseline): ReadonlyMap<string, KnownSource> {
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
