import { Connection } from 'jsforce/lib/connection.js';
import { CallFault } from './fault.js';
import { orgLimits } from './limits.js';
import { asNamedFaults } from './named-faults.js';
import { type Query, soqlOf } from './queries.js';
import { checkRows, wrongRows } from '../collect/row-checks.js';
import { type Fields, asFields, asAnswerText } from './shape.js';

/** The address of the first page of a query. */
export function firstPage({ instanceUrl, version }: Connection, query: Query): string {
  const base = `${instanceUrl}/services/data/v${version}${query.tooling ? '/tooling' : ''}`;
  return `${base}/query?q=${encodeURIComponent(soqlOf(query))}`;
}

/**
 * The rows of all pages, as many as the org counts, or the first `most` of them. Throws CallFault where pages lead back or
 * elsewhere, repeat, or do not give what they count: any of it would read as an org with fewer or other apps.
 */
export async function allRows(
  connection: Connection,
  query: Query,
  most: number,
): Promise<readonly Fields[]> {
  const rows: unknown[] = [];
  const seen = new Set<string>();
  let before = '';
  for (let next = firstPage(connection, query); next !== '';) {
    seen.add(next);
    const { records, totalSize, following } = await readQueryPage(connection, query, next);
    const written = records.length > 1 ? JSON.stringify(records) : '';
    if (written !== '' && written === before)
      throw wrongRows(query, 'a page repeats the one before it');
    before = written;
    rows.push(...records);
    if (totalSize > most || rows.length > most) throw tooManyRows(query, most);
    if (following === '' && rows.length !== totalSize)
      throw wrongRows(query, `the org counts ${totalSize} rows and sends ${rows.length}`);
    if (seen.has(following)) throw wrongRows(query, 'a page leads back');
    next = following;
  }
  return checkRows(rows, query);
}

function tooManyRows({ from }: Query, most: number): CallFault {
  return new CallFault('limit', `query of ${from}: more than ${most} rows`);
}

interface QueryPage {
  readonly records: readonly unknown[];
  readonly totalSize: number;
  /** The address of the next page; empty after the last one. */
  readonly following: string;
}

async function readQueryPage(connection: Connection, query: Query, address: string): Promise<QueryPage> {
  const { records, totalSize, nextRecordsUrl, done } = await page(connection, address);
  const rows = records as readonly unknown[];
  if (rows.length > orgLimits.maxPageRows)
    throw wrongRows(query, `a page has ${rows.length} rows, and Salesforce sends 2,000 at most`);
  const next = asAnswerText(nextRecordsUrl);
  if (done === true && next !== '') throw wrongRows(query, 'the last page leads to another one');
  if (done !== true && rows.length === 0) throw wrongRows(query, 'a page without rows leads on');
  const following = done === true ? '' : `${connection.instanceUrl}${next}`;
  return { records: rows, totalSize: Number(totalSize), following };
}

/** Where the next page of a query is, on the same server. Source: REST API Developer Guide, Query. */
const nextPage = /^\/services\/data\/v\d+\.0\/(?:tooling\/)?query\/[A-Za-z0-9-]+$/;

/** One page of a query. Throws CallFault for an answer that is none. */
export async function page(connection: Connection, address: string): Promise<Fields> {
  const answer = asFields(await asNamedFaults(() => connection.request(address)));
  const { records, done, totalSize, nextRecordsUrl } = answer;
  const isPage =
    Array.isArray(records) &&
    typeof done === 'boolean' &&
    typeof totalSize === 'number' &&
    Number.isInteger(totalSize) &&
    totalSize >= 0;
  if (!isPage) throw new CallFault('wrong-answer', 'query: the answer is no page of a query');
  if (done || nextPage.test(asAnswerText(nextRecordsUrl))) return answer;
  throw new CallFault('wrong-answer', 'query: the next page is nowhere in this org');
}
