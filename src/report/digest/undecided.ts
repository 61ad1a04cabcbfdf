// What could not be decided, and what would decide it.
import { timesEach } from '../../model/lists.js';
import { compareText } from '../../model/location.js';
import type { SettingName } from '../../settings/settings.js';
import type { Report } from '../report.js';
import { plainText } from '../text/plain-text.js';
import { counted } from '../text/words.js';
import { statusOf, type Result } from '../verdict.js';
import {
  typesToRetrieve,
  versionsToRetrieve,
  type MetadataType,
} from '../../model/metadata-types.js';

/** A reason, and how many checks could not be decided because of it. */
type ReasonCount = readonly [reason: string, checks: number];

export interface Undecided {
  /** How many checks could not be decided and are neither suppressed nor in the baseline. */
  readonly count: number;
  /** Those of them that the report holds. */
  readonly results: readonly Result[];
}

export function undecidedOf({ summary, results }: Report): Undecided {
  const open = results.filter(({ verdict }) => verdict === 'open');
  const active = open.filter((result) => statusOf(result) === 'active');
  return { count: summary.open - (open.length - active.length), results: active };
}

/** Why checks could not be decided: what is missing, else what the check says of itself; the most frequent first. */
export function reasonsOf(open: readonly Result[]): readonly ReasonCount[] {
  const reasons = open.map((result) => plainText(missingText(result) ?? result.message));
  return [...timesEach(reasons)].toSorted(([a, n], [b, m]) => m - n || compareText(a, b));
}

/** The same of all checks, accepted ones as well, by what is missing alone. */
export function missingOf({ results }: Report): readonly ReasonCount[] {
  const open = results.filter(({ verdict }) => verdict === 'open');
  const reasons = open.map((result) => missingText(result) ?? 'for another reason');
  return [...timesEach(reasons)].toSorted(([, n], [, m]) => m - n);
}

/** What is missing, whatever setting it is missing for: one absent file leaves many checks open. */
function missingText({ evidence }: Result): string | undefined {
  const missing = new Set(evidence.flatMap((one) => one.missing ?? []));
  return missing.size > 0 ? [...missing].join('; ') : undefined;
}

/** More reasons than these are counted. */
const mostReasonsListed = 10;

/** Why settings are not known, with how many undecided checks each reason concerns: `5: part file not in this source`. */
export function unknownReasons({ results, apps }: Report): readonly string[] {
  const byId = new Map(apps.map((app) => [app.id, app]));
  const reasons = results.flatMap(({ verdict, app, evidence }) => {
    const settings = byId.get(app)?.settings;
    if (verdict !== 'open' || !settings) return [];
    const own = evidence.flatMap(({ setting }) => {
      const found = settings[setting as SettingName];
      return found?.state === 'unknown' ? [found.reason] : [];
    });
    return [...new Set(own)];
  });
  const all = [...timesEach(reasons)].toSorted(([a, n], [b, m]) => m - n || compareText(a, b));
  const shown = all.slice(0, mostReasonsListed).map(([reason, count]) => `${count}: ${reason}`);
  const more = all.length - shown.length;
  return more > 0 ? [...shown, `and ${counted(more, 'more reason')}`] : shown;
}

// What would decide the checks that nobody could decide: a metadata type to retrieve, or a newer API version.

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
