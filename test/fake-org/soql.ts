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
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Row | null | undefined)?.[name] ?? null, row);
}

/** The rows of a query, with nothing but the columns that it selects. */
export function select(rows: readonly Row[], query: Select): readonly Row[] {
  const chosen = rows.filter((row) => query.where === '' || holds(row, query.where));
  const grouped = query.groupBy.length > 0 ? groups(chosen, query) : chosen;
  const ordered = query.orderBy === '' ? grouped : grouped.toSorted(comparing(query.orderBy));
  const limited = ordered.slice(query.offset, query.offset + query.limit);
  return query.groupBy.length > 0 ? limited : limited.map((row) => projected(row, query.columns));
}

/** Compares rows by a list of paths, each with ASC, DESC or neither behind it. */
function comparing(orderBy: string): (a: Row, b: Row) => number {
  const terms = orderBy.split(',').map((term) => {
    const [path = '', direction] = term.trim().split(' ');
    return { path, sign: direction?.toUpperCase() === 'DESC' ? -1 : 1 };
  });
  // A group holds the last name of a path.
  const at = (row: Row, path: string): unknown =>
    valueAt(row, path) ?? row[path.split('.').at(-1) ?? ''];
  return (a, b) =>
    terms
      .map(({ path, sign }) => sign * order(at(a, path), at(b, path)))
      .find((distance) => distance !== 0) ?? 0;
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

function projected(row: Row, columns: readonly string[]): Row {
  const out: Record<string, unknown> = {};
  for (const column of columns) {
    const names = column.split('.');
    let target = out;
    for (const name of names.slice(0, -1))
      target = (target[name] ??= {}) as Record<string, unknown>;
    target[names.at(-1) ?? ''] = valueAt(row, column);
  }
  return out;
}

function groups(rows: readonly Row[], { columns, groupBy }: Select): readonly Row[] {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(groupBy.map((path) => valueAt(row, path)));
    found.set(key, [...(found.get(key) ?? []), row]);
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

function holds(row: Row, condition: string): boolean {
  const text = unwrapped(condition.trim());
  const either = splitAt(text, ' OR ');
  if (either.length > 1) return either.some((one) => holds(row, one));
  const both = splitAt(text, ' AND ');
  if (both.length > 1) return both.every((one) => holds(row, one));
  return compares(row, text);
}

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

function compares(row: Row, text: string): boolean {
  const [, path = '', operator = '', literal = ''] =
    /^([\w.]+) (=|!=|>=|>|<|IN) (.+)$/s.exec(text) ?? [];
  if (operator === '')
    throw new MalformedQuery(`the fake org does not understand the condition: ${text}`);
  const value = valueAt(row, path);
  if (operator === 'IN') return literals(literal).some((one) => isSame(one, value));
  const wanted = literalOf(literal);
  const distance = isMoment(wanted)
    ? Date.parse(String(value)) - Date.parse(String(wanted))
    : order(value, wanted);
  if (operator === '=') return isSame(wanted, value);
  if (operator === '!=') return value !== wanted;
  return operator === '>' ? distance > 0 : operator === '<' ? distance < 0 : distance >= 0;
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
