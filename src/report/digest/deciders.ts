// What would decide the checks that nobody could decide: a metadata type to retrieve, or a newer API version.
import { typesToRetrieve, versionsToRetrieve } from '../../model/deciding.js';
import type { MetadataType } from '../../model/metadata-types.js';
import type { Report } from '../report.js';
import { counted } from '../text/words.js';
import { statusOf, type Result } from '../verdict.js';
import type { Undecided } from './undecided.js';

/** A metadata type to retrieve, or the API version to retrieve with. */
export interface Decider {
  readonly what: { readonly type: MetadataType } | { readonly apiVersion: number };
  /** How many undecided checks want it. */
  readonly checks: number;
}

/** The most useful first. Of API versions only the newest that is asked for: it has what the older ones have. */
export function decidersOf({ results }: Report): readonly Decider[] {
  const types = new Map<MetadataType, number>();
  let newest = 0;
  let byVersion = 0;
  for (const result of results.filter(isUndecided)) {
    const missing = [...new Set(result.evidence.flatMap((one) => one.missing ?? []))];
    for (const type of new Set(missing.flatMap(typesToRetrieve)))
      types.set(type, (types.get(type) ?? 0) + 1);
    const versions = missing.flatMap(versionsToRetrieve);
    newest = Math.max(newest, ...versions);
    if (versions.length > 0) byVersion += 1;
  }
  const all: Decider[] = [...types].map(([type, checks]) => ({ what: { type }, checks }));
  if (byVersion > 0) all.push({ what: { apiVersion: newest }, checks: byVersion });
  return all.toSorted((a, b) => b.checks - a.checks);
}

function isUndecided(result: Result): boolean {
  return result.verdict === 'open' && statusOf(result) === 'active';
}

/** How many of the types that would decide checks are named. */
const mostTypes = 3;

/** What to retrieve so that most is decided, in a sentence; empty where nothing would. */
export function decidingText({
  deciders,
  undecided,
}: {
  readonly deciders: readonly Decider[];
  readonly undecided: Pick<Undecided, 'count'>;
}): string {
  const named = deciders
    .flatMap(({ what, checks }) => ('type' in what ? [`${what.type} (${checks})`] : []))
    .slice(0, mostTypes);
  const versions = deciders.flatMap(({ what, checks }) =>
    'apiVersion' in what ? [`with API version ${what.apiVersion} or later (${checks})`] : [],
  );
  const ways = [...(named.length > 0 ? [named.join(', ')] : []), ...versions];
  if (ways.length === 0) return '';
  const text = `To decide most of the ${counted(undecided.count, 'undecided check')}, retrieve`;
  return `${text} ${ways.join(', ')}: ecaudit manifest > package.xml`;
}
