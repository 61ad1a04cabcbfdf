import type { Partly, Report } from '../report/report.js';
import type { AuditRequest } from './request.js';

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
