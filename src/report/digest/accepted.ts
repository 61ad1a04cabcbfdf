// What fails and asks for nothing now: excused by a vendor's guide, suppressed by the configuration, or in the baseline.
import { groupBy } from '../../model/lists.js';
import { compareText, formatLocation } from '../../model/location.js';
import type { Report, Summary } from '../report.js';
import { counted } from '../text/words.js';
import { statusOf, type Excuse, type Result, type Status } from '../verdict.js';

/** What a vendor's guide demands although a standard rule forbids it, with the findings that this excuses. */
export interface ExcusedDemand extends Excuse {
  readonly findings: number;
  /** The standard rules that forbid it. */
  readonly rules: readonly string[];
  readonly apps: readonly string[];
}

export interface Accepted {
  /** What a vendor's guide excuses, by the rule of the guide; whatever --min-severity hides. */
  readonly demands: readonly ExcusedDemand[];
  /** The findings that a guide excuses, and those that the configuration suppresses with its reasons and ends. */
  readonly excused: readonly Result[];
  readonly suppressed: readonly Result[];
  /** How many there are of each, in words: a heading for each that there is. */
  readonly counts: readonly string[];
}

export function acceptedOf({ results, summary }: Report): Accepted {
  const excused = results.filter((result) => statusOf(result) === 'excused');
  return {
    demands: excusedDemands(excused),
    excused,
    suppressed: results.filter((result) => statusOf(result) === 'suppressed'),
    counts: acceptedCounts(summary),
  };
}

function excusedDemands(excused: readonly Result[]): readonly ExcusedDemand[] {
  const known = excused.flatMap((result) => {
    const { excusedBy } = result;
    return excusedBy ? [{ ...result, excusedBy }] : [];
  });
  return [...groupBy(known, ({ excusedBy }) => excuseKey(excusedBy)).values()]
    .flatMap(excusedDemandOf)
    .toSorted((a, b) => compareText(a.rule, b.rule));
}

/** What one entry of a configuration excuses is told apart from what apps show by themselves. */
function excuseKey({ rule, by, location }: Excuse): string {
  return `${rule} ${by} ${location ? formatLocation(location) : ''}`;
}

function excusedDemandOf(
  results: readonly (Result & { readonly excusedBy: Excuse })[],
): ExcusedDemand[] {
  const [first] = results;
  if (!first) return [];
  const names = (of: (result: Result) => string): readonly string[] =>
    [...new Set(results.map(of))].toSorted(compareText);
  // Several standard rules may forbid one demand, and not each of them knows what is milder.
  const milder = results.find(({ excusedBy }) => excusedBy.alternative !== undefined);
  return [
    {
      ...first.excusedBy,
      ...milder?.excusedBy,
      findings: results.length,
      rules: names(({ rule }) => rule),
      apps: names(({ app }) => app),
    },
  ];
}

function acceptedCounts({ excused, suppressed, baselined }: Summary): readonly string[] {
  const counts = { excused, suppressed, baselined };
  return acceptedStatuses.flatMap((status) =>
    counts[status] === 0 ? [] : [acceptedCount(counts[status], status)],
  );
}

type AcceptedStatus = Exclude<Status, 'active' | 'echo'>;

const acceptedStatuses = ['excused', 'suppressed', 'baselined'] as const;

/** `2 findings in the baseline`. */
export function acceptedCount(count: number, status: AcceptedStatus): string {
  return `${counted(count, 'finding')} ${statusTexts[status]}`;
}

/** Why a finding asks for nothing, as the end of a sentence about it. */
const statusTexts = {
  excused: "accepted because a vendor's guide demands it",
  suppressed: 'suppressed by the configuration',
  baselined: 'in the baseline',
} as const satisfies Readonly<Record<AcceptedStatus, string>>;

/** Why a finding asks for nothing now, with the reason that was given; undefined when it does ask for something. */
export function acceptedText(result: Result): string | undefined {
  const status = statusOf(result);
  if (status === 'active') return undefined;
  if (status === 'echo') return `told by the finding of ${result.echo}`;
  const reasons = {
    excused: result.excusedBy?.rule,
    suppressed: suppressionInWords(result.suppressed),
    baselined: undefined,
  };
  const reason = reasons[status];
  return reason ? `${statusTexts[status]}: ${reason}` : statusTexts[status];
}

function suppressionInWords(suppressed: Result['suppressed']): string {
  const { reason, owner, expires } = suppressed ?? {};
  return [reason, owner && `owner ${owner}`, expires && `until ${expires}`]
    .filter(Boolean)
    .join('; ');
}
