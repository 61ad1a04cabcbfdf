import type { App, FileKeys, Source } from '../model/app.js';
import { compareText } from '../model/location.js';
import { withoutNamespace } from '../model/namespace.js';
import { keptOr } from '../model/once-for.js';
import { problem, type Problem } from '../report/problem.js';
import { evidenceList } from './settings.js';

/** An app with what tells its consumer key from others; the key itself is nowhere. */
export interface Keyed {
  /** Its id, with its source in front where there are several. */
  readonly id: string;
  readonly apiName: string;
  readonly source: string;
  readonly isOrg: boolean;
  readonly digest: string;
}

/** The digest of the consumer key in the files of an app. */
function keyDigestOf({ fileKeys }: Source, { files }: App): string | undefined {
  const keys = files.flatMap((file): readonly FileKeys[] => {
    const found = fileKeys?.get(file);
    return found ? [found] : [];
  });
  return keys.find(({ consumerKey }) => consumerKey)?.consumerKey?.digest;
}

/**
 * The sources of a run, whose apps know which others have their consumer key: one key is one app for Salesforce, whatever the files
 * call it. With `keep` the digests stay with the apps, for reports that are compared later.
 */
export function withSharedKeys(sources: readonly Source[], keep: boolean): readonly Source[] {
  const keyed = keysOfSources(sources);
  if (keyed.length === 0) return sources;
  const byDigest = byKey(keyed);
  return sources.map((source) => ({
    ...source,
    apps: source.apps.map((app) => {
      const digest = keyDigestOf(source, app);
      if (digest === undefined) return app;
      const others = othersOf(app.apiName, source.id, byDigest.get(digest) ?? []);
      const consumerKeySharedWith = evidenceList(others, app.location);
      const settings = Object.assign({}, app.settings, { consumerKeySharedWith });
      const mark = keep ? { consumerKeyDigest: digest } : {};
      return { ...app, settings, ...mark };
    }),
  }));
}

/** The apps of a run whose files hold a consumer key. */
export function keysOfSources(sources: readonly Source[]): readonly Keyed[] {
  const several = sources.length > 1;
  return sources.flatMap((source) =>
    source.apps.flatMap((app): readonly Keyed[] => {
      const digest = keyDigestOf(source, app);
      if (digest === undefined) return [];
      const id = several ? `${source.id}#${app.id}` : app.id;
      return [{ id, apiName: app.apiName, source: source.id, isOrg: isFromOrg(source), digest }];
    }),
  );
}

function isFromOrg({ kind }: Source): boolean {
  return kind === 'org' || kind === 'snapshot';
}

function byKey(keyed: readonly Keyed[]): ReadonlyMap<string, readonly Keyed[]> {
  const found = new Map<string, Keyed[]>();
  for (const one of keyed) keptOr(found, one.digest, () => []).push(one);
  return found;
}

/** An app that was migrated, or that several folders hold, is one app with one key. */
function bareAppName(apiName: string): string {
  return withoutNamespace(apiName).toLowerCase();
}

/** Apps of the same source go by their own id, as in the report of that source alone. */
function othersOf(apiName: string, ofSource: string, all: readonly Keyed[]): readonly string[] {
  const others = all.filter((one) => bareAppName(one.apiName) !== bareAppName(apiName));
  return others
    .map(({ id, source }) => {
      const prefix = `${source}#`;
      return source === ofSource && id.startsWith(prefix) ? id.slice(prefix.length) : id;
    })
    .toSorted(compareText);
}

/**
 * What apps of different sources have one key: a new key in one of them is a new key for all. A repository and the org that it is
 * deployed to have the same apps, which is no news.
 */
export function sameKeyProblems(keyed: readonly Keyed[]): readonly Problem[] {
  return [...byKey(keyed).values()].flatMap((all) => {
    const apart = all.filter(({ source, isOrg: ofOrg }, at) =>
      all.some((other, index) => index !== at && other.source !== source && other.isOrg === ofOrg),
    );
    if (apart.length === 0) return [];
    const names = apart.map(({ id }) => id).toSorted(compareText);
    const message = `${names.join(', ')} have the same consumer key: for Salesforce they are one app, so that a new key or a block concerns all of them`;
    return [problem('same-consumer-key', message)];
  });
}

/** The same of apps of a report. */
export function keyedOf(
  apps: readonly (Pick<App, 'id' | 'apiName' | 'source'> & {
    readonly consumerKeyDigest?: string;
  })[],
  isOrgSource: (source: string) => boolean,
): readonly Keyed[] {
  return apps.flatMap(({ id, apiName, source, consumerKeyDigest: digest }) =>
    digest === undefined ? [] : [{ id, apiName, source, isOrg: isOrgSource(source), digest }],
  );
}
