import { isUrl } from '../../model/addresses.js';

/** A call and its answer, as the transport saw them. */
export interface SeenCall {
  readonly method: string;
  readonly url: string;
  readonly sent: string;
  readonly status: number | null;
  readonly body: string;
  /** Our own word for what went wrong, where no answer came. */
  readonly fault?: string;
}

/** The shape of a call and its answer: no host, no name, no value. */
export interface CallShape {
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly fields: readonly string[];
  /** Field → string, number, boolean, object, list or null. */
  readonly types: Readonly<Record<string, string>>;
  readonly rows: number | null;
  readonly error: string | null;
}

/** Takes everything out of a call but its shape. */
export function callShape(call: SeenCall): CallShape {
  const data = call.body.trimStart().startsWith('<') ? xmlShape(call.body) : jsonShape(call.body);
  const { types, rows, error } = data;
  return {
    method: /^[A-Z]+$/.test(call.method) ? call.method : '?',
    path: maskedPath(call),
    status: call.status,
    fields: Object.keys(types),
    types,
    rows,
    error: error ?? (call.fault === undefined ? null : codeIn(call.fault)),
  };
}

/** `/services/data/v68.0/query?q=SELECT Id FROM User WHERE Id = '?'`. */
export function maskedPath({ url, sent }: Pick<SeenCall, 'url' | 'sent'>): string {
  if (!isUrl(url)) return '?';
  const { pathname, searchParams } = new URL(url);
  const path = pathname
    .split('/')
    .map((one) => (isPublicSegment(one) ? one : 'ID'))
    .join('/');
  const query = [...searchParams].map(([name, value]) =>
    name === 'q' ? `q=${maskedQuery(value)}` : `${isPublicSegment(name) ? name : '?'}=?`,
  );
  const [, operation = ''] = /<soapenv:Body xmlns="[^"]*"><(\w+)[ />]/.exec(sent) ?? [];
  return path + (query.length > 0 ? `?${query.join('&')}` : '') + (operation && `#${operation}`);
}

/** Names of the API, and versions; an id has 15 or 18 characters and a digit. */
function isPublicSegment(segment: string): boolean {
  return (
    /^[A-Za-z][A-Za-z0-9_]*$|^v?\d+\.\d$|^$/.test(segment) &&
    !/^(?=.*\d)[A-Za-z0-9]{15,}$/.test(segment)
  );
}

function maskedQuery(query: string): string {
  return query
    .replaceAll(/'(?:[^'\\]|\\.)*'?/g, "'?'")
    .replaceAll(/\b\d[\w:.+-]*/g, '?')
    .replaceAll(/\b(?=\w*\d)[A-Za-z0-9]{15,18}\b/g, 'ID');
}

type AnswerShape = Pick<CallShape, 'types' | 'rows' | 'error'>;

const shapelessAnswer: AnswerShape = { types: {}, rows: null, error: null };

function jsonShape(body: string): AnswerShape {
  const data = parseJsonAnswer(body);
  if (Array.isArray(data)) {
    const rows: readonly unknown[] = data;
    const [first] = rows;
    const error = memberIn(first, 'errorCode');
    return {
      types: typesOf(rows),
      rows: rows.length,
      error: error === undefined ? null : codeIn(error),
    };
  }
  if (typeof data !== 'object' || data === null) return shapelessAnswer;
  const records = memberIn(data, 'records');
  const error = memberIn(data, 'error');
  if (Array.isArray(records)) return { types: typesOf(records), rows: records.length, error: null };
  return { types: typesOf([data]), rows: null, error: error === undefined ? null : codeIn(error) };
}

function parseJsonAnswer(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // An answer of another kind has no shape of ours.
    return undefined;
  }
}

function memberIn(data: unknown, key: string): unknown {
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, key)) return undefined;
  return (data as Readonly<Record<string, unknown>>)[key];
}

function typesOf(rows: readonly unknown[]): Readonly<Record<string, string>> {
  const found = new Map<string, string>();
  for (const row of rows) {
    if (typeof row !== 'object' || row === null) continue;
    for (const [name, value] of Object.entries(row)) {
      const type = value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
      if (isField(name) && (found.get(name) ?? 'null') === 'null') found.set(name, type);
    }
  }
  return Object.fromEntries(found);
}

/** A name that an API may have made; one that looks like an id or a key is none. */
function isField(name: string): boolean {
  return /^[A-Za-z][A-Za-z_]*(?:\d{1,2}[A-Za-z_]*)*$/.test(name) && name.length <= 80;
}

function xmlShape(body: string): AnswerShape {
  const code = /<faultcode>([^<]*)</.exec(body)?.[1];
  const rows = [...body.matchAll(/<result(?:s)?[\s>]/g)].length;
  const names = [...body.matchAll(/<(?:\w+:)?([A-Za-z]\w*)[\s>/]/g)].flatMap(([, name = '']) =>
    isField(name) ? [name] : [],
  );
  const types = Object.fromEntries(
    [...new Set(names)].slice(0, 100).map((name) => [name, 'element']),
  );
  return { types, rows, error: code === undefined ? null : codeIn(code) };
}

/** A code as APIs write them; what is anything else may be a text with names in it. */
function codeIn(written: unknown): string {
  const text = typeof written === 'string' ? written.replace(/^\w+:/, '') : '';
  return /^[A-Za-z][A-Za-z_-]{1,60}$/.test(text) ? text : 'unknown';
}
