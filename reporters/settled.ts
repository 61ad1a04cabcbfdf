import { groupBy } from '../src/model/group-by.js';
import type { Report } from '../src/report/report.js';
import { compareText, formatLocation } from '../src/model/location.js';
import { standingOf, type Excuse, type Result, type Standing } from '../src/report/verdict.js';
import { counted } from './counting.js';

/** What a vendor's guide demands although a standard rule forbids it, with the findings that this excuses. */
export interface ExcusedDemand extends Excuse {
  readonly findings: number;
  /** The standard rules that forbid it. */
  readonly rules: readonly string[];
  readonly apps: readonly string[];
}

/** The findings that a vendor's guide excuses, by the rule of the guide; whatever --min-severity hides. */
export function excusedDemands({ results }: Pick<Report, 'results'>): readonly ExcusedDemand[] {
  const excused = results.flatMap((result) => {
    const { excusedBy } = result;
    return excusedBy && standingOf(result) === 'excused' ? [{ ...result, excusedBy }] : [];
  });
  return [...groupBy(excused, ({ excusedBy }) => keyOf(excusedBy)).values()]
    .flatMap(demandOf)
    .toSorted((a, b) => compareText(a.rule, b.rule));
}

/** What one entry of a configuration excuses is told apart from what apps show by themselves. */
function keyOf({ rule, by, location }: Excuse): string {
  return `${rule} ${by} ${location ? formatLocation(location) : ''}`;
}

function demandOf(results: readonly (Result & { readonly excusedBy: Excuse })[]): ExcusedDemand[] {
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

/** Whether a result is a failure that asks for something now. */
export function isActive(result: Result): boolean {
  return result.verdict === 'fail' && standingOf(result) === 'active';
}

/** How many findings something has settled, in words: a heading for each kind that there is. */
export function settledCounts({
  suppressed,
  baselined,
  excused,
}: Report['summary']): readonly string[] {
  const kinds = { excused, suppressed, baselined };
  return Object.entries(kinds).flatMap(([kind, count]) =>
    count === 0 ? [] : [`${counted(count, 'finding')} ${settledBy[kind as keyof typeof kinds]}`],
  );
}

/** What has settled a finding, as the end of a sentence about it. */
export const settledBy = {
  excused: "accepted because a vendor's guide demands it",
  suppressed: 'suppressed by the configuration',
  baselined: 'in the baseline',
} as const satisfies Readonly<Record<Exclude<Standing, 'active'>, string>>;

/** Why a finding asks for nothing now, with the reason that was given; undefined when it does ask for something. */
export function settledText(result: Result): string | undefined {
  const standing = standingOf(result);
  if (standing === 'active') return undefined;
  const reasons = {
    excused: result.excusedBy?.rule,
    suppressed: suppressionText(result.suppressed),
    baselined: undefined,
  };
  const reason = reasons[standing];
  return reason ? `${settledBy[standing]}: ${reason}` : settledBy[standing];
}

function suppressionText(suppressed: Result['suppressed']): string {
  const { reason, owner, expires } = suppressed ?? {};
  return [reason, owner && `owner ${owner}`, expires && `until ${expires}`]
    .filter(Boolean)
    .join('; ');
}
