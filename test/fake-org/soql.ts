/** Just enough SOQL for a fake org: one object, AND/OR of comparisons, GROUP BY with COUNT and MAX, ORDER BY. */

export type Row = Readonly<Record<string, unknown>>;

export interface Select {
  readonly columns: readonly string[];
  readonly from: string;
  readonly where: string;
  readonly groupBy: readonly string[];
  readonly orderBy: string;
  readonly limit: number;
  readonly offset: number;
}

/** A query that a real org would refuse, or that is beyond this one. */
export class MalformedQuery extends Error {}

const shape =
  /^SELECT (.+?) FROM (\w+)(?: WHERE (.+?))?(?: GROUP BY (.+?))?(?: ORDER BY (.+?))?(?: LIMIT (\d+))?(?: OFFSET (\d+))?$/is;

export function parseSoql(soql: string): Select {
  const parts = shape.exec(soql.trim().replace(/\s+/g, ' ')) ?? [];
  const [, columns = '', from = '', where = '', groupBy = '', orderBy = ''] = parts;
  const [limit = 'Infinity', offset = '0'] = parts.slice(6);
  if (from === '') throw new MalformedQuery(`the fake org does not understand: ${soql}`);
  const names = (text: string): readonly string[] => text.split(',').map((one) => one.trim());
  return {
    columns: names(columns),
    from,
    where,
    groupBy: groupBy === '' ? [] : names(groupBy),
    orderBy,
    limit: Number(limit),
    offset: Number(offset),
  };
}

export function valueAt(row: Row, path: string): unknown {
  return readerOf(path)(row);
}

type Read = (row: Row) => unknown;
type Test = (row: Row) => boolean;

// Tables have thousands of rows: paths and conditions are taken apart once for all of them.
function readerOf(path: string): Read {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0) return (row) => row[first] ?? null;
  return (row) =>
    rest.reduce<unknown>(
      (value, name) => (value as Row | null | undefined)?.[name] ?? null,
      row[first],
    );
}

/** The rows of a query, with nothing but the columns that it selects. */
export function select(rows: readonly Row[], query: Select): readonly Row[] {
  const chosen = query.where === '' ? rows : rows.filter(testOf(query.where));
  const grouped = query.groupBy.length > 0 ? groups(chosen, query) : chosen;
  const ordered = query.orderBy === '' ? grouped : grouped.toSorted(comparing(query.orderBy));
  const limited = ordered.slice(query.offset, query.offset + query.limit);
  return query.groupBy.length > 0 ? limited : limited.map(projection(query.columns));
}

/** Compares rows by a list of paths, each with ASC, DESC or neither behind it. */
function comparing(orderBy: string): (a: Row, b: Row) => number {
  const terms = orderBy.split(',').map((term) => {
    const [path = '', direction] = term.trim().split(' ');
    const read = readerOf(path);
    // A group holds the last name of a path.
    const last = path.split('.').at(-1) ?? '';
    const at = (row: Row): unknown => read(row) ?? row[last];
    return { at, sign: direction?.toUpperCase() === 'DESC' ? -1 : 1 };
  });
  return (a, b) => {
    for (const { at, sign } of terms) {
      const distance = sign * order(at(a), at(b));
      if (distance !== 0) return distance;
    }
    return 0;
  };
}

/** The paths that a condition compares. */
export function pathsIn(condition: string): readonly string[] {
  const text = unwrapped(condition.trim());
  const parts = [' OR ', ' AND ']
    .map((separator) => splitAt(text, separator))
    .find(({ length }) => length > 1);
  if (parts) return parts.flatMap(pathsIn);
  return text === '' ? [] : [text.split(' ')[0] ?? ''];
}

function order(a: unknown, b: unknown): number {
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

function projection(columns: readonly string[]): (row: Row) => Row {
  const parts = columns.map((column) => {
    const names = column.split('.');
    return { above: names.slice(0, -1), last: names.at(-1) ?? '', read: readerOf(column) };
  });
  return (row) => {
    const out: Record<string, unknown> = {};
    for (const { above, last, read } of parts) {
      let target = out;
      for (const name of above) target = (target[name] ??= {}) as Record<string, unknown>;
      target[last] = read(row);
    }
    return out;
  };
}

function groups(rows: readonly Row[], { columns, groupBy }: Select): readonly Row[] {
  const found = new Map<string, Row[]>();
  const readers = groupBy.map(readerOf);
  for (const row of rows) {
    const key = JSON.stringify(readers.map((read) => read(row)));
    const members = found.get(key);
    if (members) members.push(row);
    else found.set(key, [row]);
  }
  return [...found.values()].map((members) =>
    Object.fromEntries(columns.map((column) => aggregated(column, members))),
  );
}

function aggregated(column: string, members: readonly Row[]): readonly [string, unknown] {
  const [, fn, path = '', alias = ''] = /^(\w+)\((\w*)\) (\w+)$/.exec(column) ?? [];
  if (fn === 'COUNT') return [alias, members.length];
  if (fn === 'COUNT_DISTINCT') {
    return [alias, new Set(members.map((row) => valueAt(row, path))).size];
  }
  if (fn === 'MAX')
    return [
      alias,
      members
        .map((row) => valueAt(row, path))
        .toSorted(order)
        .at(-1),
    ];
  return [column.split('.').at(-1) ?? column, valueAt(members[0] ?? {}, column)];
}

function testOf(condition: string): Test {
  const text = unwrapped(condition.trim());
  const either = splitAt(text, ' OR ');
  const both = splitAt(text, ' AND ');
  if (either.length > 1) return someOf(either.map(testOf));
  if (both.length > 1) return everyOf(both.map(testOf));
  return comparison(text);
}

const someOf =
  (tests: readonly Test[]): Test =>
  (row) =>
    tests.some((one) => one(row));
const everyOf =
  (tests: readonly Test[]): Test =>
  (row) =>
    tests.every((one) => one(row));

/** Splits outside of quotes and brackets. */
function splitAt(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "'" && text[at - 1] !== '\\') quoted = !quoted;
    if (quoted) continue;
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0 && text.startsWith(separator, at)) {
      parts.push(text.slice(start, at));
      start = at + separator.length;
    }
  }
  return [...parts, text.slice(start)];
}

/** Without the brackets that are around all of it. */
function unwrapped(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    depth += text[at] === '(' ? 1 : text[at] === ')' ? -1 : 0;
    if (depth === 0 && at < text.length - 1) return text;
  }
  return text.slice(1, -1);
}

function comparison(text: string): Test {
  const [, path = '', operator = '', literal = ''] =
    /^([\w.]+) (=|!=|>=|>|<|IN) (.+)$/s.exec(text) ?? [];
  if (operator === '')
    return () => {
      throw new MalformedQuery(`the fake org does not understand the condition: ${text}`);
    };
  const read = readerOf(path);
  if (operator === 'IN') {
    const wanted = literals(literal);
    const exact = new Set<unknown>(wanted);
    const short = wanted.filter((one) => typeof one === 'string' && one.length === 15);
    return (row) => {
      const value = read(row);
      return exact.has(value) || short.some((one) => isSame(one, value));
    };
  }
  return compared(read, operator, literalOf(literal));
}

function compared(read: Read, operator: string, wanted: unknown): Test {
  if (operator === '=') return (row) => isSame(wanted, read(row));
  if (operator === '!=') return (row) => read(row) !== wanted;
  const moment = isMoment(wanted) ? Date.parse(String(wanted)) : undefined;
  const distance: (value: unknown) => number =
    moment === undefined
      ? (value) => order(value, wanted)
      : (value) => Date.parse(String(value)) - moment;
  if (operator === '>') return (row) => distance(read(row)) > 0;
  return operator === '<' ? (row) => distance(read(row)) < 0 : (row) => distance(read(row)) >= 0;
}

/** Literals end in Z, values in +0000: the same moment all the same. */
function isMoment(literal: unknown): boolean {
  return typeof literal === 'string' && /^\d{4}-\d\d-\d\dT/.test(literal);
}

/** Ids are the same with and without the three characters that repeat what the others say. */
function isSame(literal: unknown, value: unknown): boolean {
  if (literal === value) return true;
  return typeof literal === 'string' && literal.length === 15 && String(value).startsWith(literal);
}

function literals(list: string): readonly unknown[] {
  return [...list.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map((match) =>
    (match[1] ?? '').replace(/\\(.)/g, '$1'),
  );
}

function literalOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  if (text.startsWith("'")) return literals(text)[0];
  return /^\d+$/.test(text) ? Number(text) : text;
}
