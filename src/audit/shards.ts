import { hash } from 'node:crypto';
import { appId, type App } from '../model/app.js';
import { timesEach } from '../model/group-by.js';
import { compareText } from '../model/location.js';
import type { Shard } from '../report/report.js';

/**
 * The apps of one shard, in the order given. Names are dealt out one by one in the order of their hashes, so that every
 * machine deals the same apps alike, and those of one package do not all end up in the same shard. Apps of one name stay
 * together, since their findings are numbered; the names with most apps come first, which keeps shards even.
 */
export function inShard(apps: readonly App[], { index, count }: Shard): readonly App[] {
  const sizes = timesEach(apps.map(shardName));
  const names = Array.from(sizes, ([name, size]) => ({ name, size, order: hash('sha256', name) }));
  const dealt = names.toSorted((a, b) => b.size - a.size || compareText(a.order, b.order));
  const mine = new Set(dealt.filter((_, at) => at % count === index - 1).map(({ name }) => name));
  return apps.filter((app) => mine.has(shardName(app)));
}

/** The orgs of one shard, in the order given: whole orgs are dealt, for each costs calls that no other job should repeat. */
export function orgsInShard(orgs: readonly string[], { index, count }: Shard): readonly string[] {
  const ordered = orgs.map((org) => ({ org, order: hash('sha256', org) }));
  const dealt = ordered.toSorted((a, b) => compareText(a.order, b.order));
  const mine = new Set(dealt.filter((_, at) => at % count === index - 1).map(({ org }) => org));
  return orgs.filter((org) => mine.has(org));
}

function shardName({ kind, apiName }: App): string {
  return appId(kind, apiName);
}
