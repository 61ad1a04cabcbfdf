import type { OrgApi } from './api.js';
import { CallFault, type Fields } from './answer.js';
import { orgLimits } from './limits.js';
import { columnName, type Query } from './queries.js';
import { answerWithout, type Lacking } from '../usage/rows.js';

/** How the groups of parts of an aggregate are put together: by a column of time, the sums added, the latest kept. */
export interface TimeParts {
  readonly column: string;
  readonly sum: string;
  readonly latest: string;
  /** When the rows begin, and the moment after which there is none. */
  readonly from: Date;
  readonly to: Date;
}

/**
 * All groups of an aggregate. Salesforce refuses one of more than 2,000 groups, which has no second page: it is asked for in
 * order from both ends, four pages at most, and where that is refused or not enough by parts of the time, if parts can be
 * put together. Never gives some of the groups as all: throws CallFault instead.
 */
export async function allGroups(
  api: OrgApi,
  query: Query,
  lacking: Lacking,
  needed: readonly string[],
  parts?: TimeParts,
): Promise<readonly Fields[]> {
  const ways = [
    (less: Query) => api.rows(less),
    (less: Query) => byOrder(api, less),
    ...(parts ? [(less: Query) => byTime(api, less, parts)] : []),
  ];
  let refused: unknown;
  for (const way of ways) {
    try {
      return await answerWithout(way, query, lacking, needed);
    } catch (fault) {
      if (!mayBeSize(fault, refused !== undefined)) throw fault;
      refused = fault;
    }
  }
  throw tooManyGroups(query);
}

/** Whether another way may help: always once the org has said that it is too large, unless it no longer answers. */
function mayBeSize(fault: unknown, saidBefore: boolean): boolean {
  if (isTooLarge(fault)) return true;
  return saidBefore && fault instanceof CallFault && ['refused', 'missing'].includes(fault.kind);
}

/** Whether a query is refused for more groups than one answer holds. */
export function isTooLarge(fault: unknown): boolean {
  return (
    fault instanceof CallFault &&
    (fault.code === 'EXCEEDED_ID_LIMIT' || /does not support queryMore/i.test(fault.message))
  );
}

function tooManyGroups({ from }: Query): CallFault {
  const most = orgLimits.maxGroups;
  return new CallFault('limit', `query of ${from}: more groups than ${most} at a time give`);
}

/** Pages in order, and then from the other end, until one is not full or they meet. */
async function byOrder(api: OrgApi, query: Query): Promise<readonly Fields[]> {
  const found = new Map<string, Fields>();
  for (const direction of ['', ' DESC']) {
    const orderBy = (query.groupBy ?? []).map((one) => `${one}${direction}`).join(', ');
    const seen = new Set<string>();
    for (const offset of [0, orgLimits.maxOffset]) {
      const limit = orgLimits.maxGroups;
      const page = await api.rows({ ...query, orderBy, limit, ...(offset ? { offset } : {}) });
      const keys = page.map((row) => groupKey(row, query));
      // A page that repeats another one of the same order is no next page: this org does not know OFFSET.
      if (new Set([...seen, ...keys]).size < seen.size + page.length) throw tooManyGroups(query);
      const met = direction !== '' && keys.some((key) => found.has(key));
      for (const [index, row] of page.entries()) {
        seen.add(keys[index] ?? '');
        found.set(keys[index] ?? '', row);
      }
      if (page.length < limit || met) return [...found.values()];
    }
  }
  throw tooManyGroups(query);
}

/** What a group is of. */
function groupKey(row: Fields, { groupBy = [] }: Query): string {
  return JSON.stringify(groupBy.map((one) => row[one.slice(one.lastIndexOf('.') + 1)] ?? null));
}

/** Asks for halves of the time until each is small enough, and puts their groups together. */
async function byTime(
  api: OrgApi,
  query: Query,
  { column, sum, latest, from, to }: TimeParts,
): Promise<readonly Fields[]> {
  if (!query.columns.some((one) => columnName(one) === column)) throw tooManyGroups(query);
  const found = new Map<string, Fields>();
  const waiting: (readonly [number | undefined, number | undefined])[] = halvesOfTime(from, to);
  for (let asked = 0; waiting.length > 0; asked += 1) {
    if (asked === orgLimits.maxTimeParts) throw tooManyGroups(query);
    const [start, end] = waiting.shift() ?? [];
    try {
      const rows = await api.rows({ ...query, where: timeCondition(column, start, end) });
      for (const row of rows) addGroup(found, groupKey(row, query), row, sum, latest);
    } catch (fault) {
      if (!isTooLarge(fault)) throw fault;
      waiting.push(...halvesOfTime(new Date(start ?? from), new Date(end ?? to), start, end));
    }
  }
  return [...found.values()];
}

/** Two halves of a time; the first and the last part of all are open, so that nothing falls out at the ends. */
function halvesOfTime(
  from: Date,
  to: Date,
  start?: number,
  end?: number,
): (readonly [number | undefined, number | undefined])[] {
  const middle = Math.floor((from.getTime() + to.getTime()) / 2);
  return [
    [start, middle],
    [middle, end],
  ];
}

function timeCondition(column: string, start: number | undefined, end: number | undefined): string {
  const moment = (time: number): string => new Date(time).toISOString();
  return [
    ...(start === undefined ? [] : [`${column} >= ${moment(start)}`]),
    ...(end === undefined ? [] : [`${column} < ${moment(end)}`]),
  ].join(' AND ');
}

function addGroup(
  found: Map<string, Fields>,
  key: string,
  row: Fields,
  sum: string,
  latest: string,
): void {
  const before = found.get(key);
  if (!before) {
    found.set(key, row);
    return;
  }
  const later = [before, row].toSorted(
    (a, b) => Date.parse(String(a[latest])) - Date.parse(String(b[latest])),
  )[1];
  const total = (Number(before[sum]) || 0) + (Number(row[sum]) || 0);
  found.set(key, { ...before, ...later, [sum]: total });
}
