import { Connection } from 'jsforce/lib/connection.js';
import { CallFault } from './fault.js';
import { named } from './named-faults.js';
import { type Query, soqlOf } from './queries.js';
import { type Fields, list, record, text } from './shape.js';

/** The address of the first page of a query. */
export function firstPage({ instanceUrl, version }: Connection, query: Query): string {
  const base = `${instanceUrl}/services/data/v${version}${query.tooling ? '/tooling' : ''}`;
  return `${base}/query?q=${encodeURIComponent(soqlOf(query))}`;
}

/** The rows of all pages, or the first `most` of them. */
export async function allRows(
  connection: Connection,
  query: Query,
  most: number,
): Promise<readonly Fields[]> {
  const rows: Fields[] = [];
  const seen = new Set<string>();
  let next = firstPage(connection, query);
  while (next !== '' && rows.length < most) {
    seen.add(next);
    const { records, nextRecordsUrl, done } = await page(connection, next);
    rows.push(...list(records).map(record));
    next = done === true ? '' : new URL(text(nextRecordsUrl), connection.instanceUrl).href;
    // A server that sends us in circles would keep us until the deadline.
    if (seen.has(next))
      throw new CallFault('wrong-answer', `query of ${query.from}: a page leads back`);
  }
  return rows;
}

/** One page of a query. Throws CallFault for an answer that is none. */
export async function page(connection: Connection, address: string): Promise<Fields> {
  const answer = record(await named(() => connection.request(address)));
  const { records, done, totalSize } = answer;
  const isPage =
    Array.isArray(records) && typeof done === 'boolean' && typeof totalSize === 'number';
  if (isPage && (done || text(answer['nextRecordsUrl']).startsWith('/services/data/')))
    return answer;
  throw new CallFault('wrong-answer', 'query: the answer is no page of a query');
}
