import { appId } from '../model/app.js';
import { groupBy } from '../model/lists.js';
import type { Report, ReportApp, ReportSource } from '../report/report.js';

/** An app on both sides, or on one. */
export interface Pair {
  readonly before?: ReportApp;
  readonly after?: ReportApp;
}

type Side = Pick<Report, 'apps' | 'sources'>;

/** The apps of both sides by kind and API name, and by their org where a side has several sources. */
export function pairsOf(before: Side, after: Side): readonly Pair[] {
  const placeOf = placeNames(before, after);
  const keyOf =
    (side: 'before' | 'after') =>
    (app: ReportApp): string =>
      `${placeOf(side, app.source)} ${appId(app.kind, app.apiName)}`;
  const [old, now] = [groupBy(before.apps, keyOf('before')), groupBy(after.apps, keyOf('after'))];
  const keys = [...new Set([...old.keys(), ...now.keys()])].toSorted();
  return turnedOf(keys.flatMap((key) => ofOneName(old.get(key) ?? [], now.get(key) ?? [])));
}

/** Apps of one name in several folders: those of one folder first, the others in their order. */
function ofOneName(before: readonly ReportApp[], after: readonly ReportApp[]): readonly Pair[] {
  const left = [...before];
  const take = (at: number): ReportApp | undefined => left.splice(at, 1)[0];
  const sameFolder = after.map((app) => {
    const at = left.findIndex(({ folder }) => folder === app.folder);
    return at === -1 ? undefined : take(at);
  });
  const pairs = after.map((app, at): Pair => {
    const old = sameFolder[at] ?? take(0);
    return old ? { before: old, after: app } : { after: app };
  });
  return [...pairs, ...left.map((old): Pair => ({ before: old }))];
}

/** A Connected App that is gone and an External Client App of its name that is new are one app. */
function turnedOf(pairs: readonly Pair[]): readonly Pair[] {
  const gone = pairs.filter((pair) => !pair.after && pair.before?.kind === 'connectedApp');
  const used = new Set<Pair>();
  const turned = pairs.map((pair): Pair => {
    if (pair.before || pair.after?.kind !== 'externalClientApp') return pair;
    const old = gone.find((one) => !used.has(one) && one.before?.apiName === pair.after?.apiName);
    if (!old?.before) return pair;
    used.add(old);
    return { before: old.before, after: pair.after };
  });
  return turned.filter((pair) => !used.has(pair));
}

/** A name for the place of an app that is the same on both sides. One source is compared with one, whatever they are called. */
function placeNames(
  before: Side,
  after: Side,
): (side: 'before' | 'after', source: string) => string {
  if (before.sources.length < 2 && after.sources.length < 2) return () => '';
  const sources = { before: sourcesById(before), after: sourcesById(after) };
  return (side, source) => {
    const { org } = sources[side].get(source) ?? {};
    return org?.id ?? org?.host ?? source;
  };
}

function sourcesById({ sources }: Side): ReadonlyMap<string, ReportSource> {
  return new Map(sources.map((source) => [source.id, source]));
}
