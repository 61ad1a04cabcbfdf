// What the flags of the caller leave out is his own decision; the report says so all the same.
import type { LeftOut, ReportOptions, Shard, Partly, Report } from '../report/report.js';
import type { RuleSelection, AuditRequest } from './request.js';
import { reaches, usualFailOn } from '../report/severity.js';
import { statusOf, type Result } from '../report/verdict.js';
import type { Changes } from '../git/changes.js';
import { ruleLevels, type ChosenRuleset, type RuleLevel } from '../model/ruleset.js';
import { usualLevel } from './prepare.js';

/** `chosen` of `all` apps have a name that was asked for. */
export function appNotes(
  globs: readonly string[],
  chosen: number,
  all: number,
): readonly LeftOut[] {
  if (chosen === all) return [];
  const names = globs.join(' or ');
  return [leftOutNote('app', names, `${all - chosen} of ${all} apps`)];
}

/** `touched` of `all` apps changed since a revision. */
export function changeNotes(
  changes: Pick<Changes, 'since'> | undefined,
  touched: number,
  all: number,
): readonly LeftOut[] {
  if (!changes || touched === all) return [];
  return [leftOutNote('changed-since', changes.since, `${all - touched} of ${all} apps`)];
}

/** `here` of `all` apps are in this shard. */
export function shardNotes({ index, count }: Shard, here: number, all: number): readonly LeftOut[] {
  if (here === all) return [];
  return [leftOutNote('shard', `${index}/${count}`, `${all - here} of ${all} apps`)];
}

/** A run by rulesets that flags name has no others. */
export function rulesetNotes(rulesets: readonly ChosenRuleset[]): readonly LeftOut[] {
  const named = rulesets.filter(({ explicit }) => explicit).map(({ ruleset }) => ruleset.id);
  if (named.length === 0) return [];
  return [leftOutNote('ruleset', named.join(' and '), 'every other ruleset')];
}

/** Only rules that are meant by a flag are counted. */
export function ruleNotes(rules: RuleSelection | undefined): readonly LeftOut[] {
  return rules ? [leftOutNote('rule', rules.globs.join(' and '), 'every other rule')] : [];
}

/** Rules that a usual run has, and that a flag leaves out by their level. `off`: how many of standard rulesets. */
export function levelNotes(level: RuleLevel | undefined, off: number): readonly LeftOut[] {
  if (
    level === undefined ||
    off === 0 ||
    ruleLevels.indexOf(level) >= ruleLevels.indexOf(usualLevel)
  )
    return [];
  return [leftOutNote('level', level, `${off === 1 ? '1 rule' : `${off} rules`} of lower levels`)];
}

/** Findings that are not listed, and such that do not fail the run. `failOnGiven`: a flag says what does. */
export function findingNotes(
  results: readonly Result[],
  { minSeverity, failOn }: Pick<ReportOptions, 'minSeverity' | 'failOn'>,
  failOnGiven: boolean,
): readonly LeftOut[] {
  const active = results.filter((one) => one.verdict === 'fail' && statusOf(one) === 'active');
  const hidden = active.filter(({ severity }) => !reaches(severity, minSeverity)).length;
  const passing = active.filter(
    ({ severity }) => reaches(severity, usualFailOn) && !reaches(severity, failOn),
  ).length;
  return [
    ...partNote('min-severity', minSeverity, [hidden, 'not listed']),
    ...partNote('fail-on', failOn, [
      failOnGiven ? passing : 0,
      'of high and above that do not fail the run',
    ]),
  ];
}

function partNote(
  by: LeftOut['by'],
  value: string,
  [count, what]: readonly [number, string],
): readonly LeftOut[] {
  return count === 0
    ? []
    : [leftOutNote(by, value, `${count === 1 ? '1 finding' : `${count} findings`} ${what}`)];
}

function leftOutNote(by: LeftOut['by'], value: string, what: string): LeftOut {
  return { by, message: `left out by --${by} ${value}: ${what}` };
}

/** What leaves apps or rules out of a run. */
export function partialOf({ select, rulesets }: AuditRequest): Pick<Report, 'partial'> {
  const { apps, changes, shard, rules } = select;
  const explicit = rulesets.filter((one) => one.explicit).map(({ ruleset }) => ruleset.id);
  const partial: readonly Partly[] = [
    ...(explicit.length > 0 ? [{ by: 'ruleset' as const, values: explicit }] : []),
    ...(rules ? [{ by: 'rule' as const, values: rules.globs }] : []),
    ...(apps.length > 0 ? [{ by: 'app' as const, values: apps }] : []),
    ...(changes ? [{ by: 'changed-since' as const, values: [changes.since] }] : []),
    ...(shard ? [{ by: 'shard' as const, values: [`${shard.index} of ${shard.count}`] }] : []),
  ];
  return partial.length > 0 ? { partial } : {};
}
