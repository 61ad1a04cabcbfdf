import type { Connection } from 'jsforce/lib/connection.js';
import { CallFault } from './fault.js';
import { asNamedFaults } from './named-faults.js';

/** What reading event log files may cost. */
export const eventLogLimits = {
  /** The newest files of a pull: an org keeps one a day, or one an hour. */
  maxFiles: 24,
  /** Of one file. Those of busy orgs have hundreds of megabytes. */
  maxBytes: 20_000_000,
} as const;

export type LogRow = Readonly<Record<string, string>>;

/**
 * The rows of an event log file, by the names of its columns. Throws CallFault for what is no such file. Source: REST API Developer
 * Guide, "Download an Event Log File".
 */
export async function eventLogFile(connection: Connection, id: string): Promise<readonly LogRow[]> {
  if (!/^[A-Za-z0-9]{15,18}$/.test(id)) throw wrongLogFile('it has no id');
  const base = `${connection.instanceUrl}/services/data/v${connection.version}`;
  const body: unknown = await asNamedFaults(() =>
    connection.request(`${base}/sobjects/EventLogFile/${id}/LogFile`),
  );
  if (typeof body !== 'string') throw wrongLogFile('it is no text');
  const [head = [], ...rows] = csvRows(body);
  if (!head.includes('CONNECTED_APP_ID')) throw wrongLogFile('it has no column CONNECTED_APP_ID');
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])));
}

/** Cells with quotes around them hold commas, line breaks and doubled quotes (RFC 4180). */
export function csvRows(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [whole, quoted, plain, end] of csv.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g,
  )) {
    if (whole === '') break;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1 || (row[0] ?? '') !== '');
}

function wrongLogFile(why: string): CallFault {
  return new CallFault('wrong-answer', `event log file: ${why}`);
}
