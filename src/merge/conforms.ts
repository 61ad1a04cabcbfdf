// The part of JSON Schema that the schema of our reports uses: a validator for all of it would be larger than the program.
import { onceFor, onceForText } from '../model/once-for.js';

/** Where a value stands in the file, as a JSON pointer, and what is wrong with it. */
interface Mismatch {
  readonly at: string;
  readonly message: string;
}

interface Place {
  readonly root: Schema;
  readonly at: string;
}

type Check = (
  value: unknown,
  wanted: unknown,
  schema: Schema,
  place: Place,
) => Mismatch | undefined;

/** The first thing in which a value differs from a schema. Throws for a keyword that is not in the table. */
export function firstMismatch(value: unknown, schema: object): Mismatch | undefined {
  const root = asSchema(schema);
  return mismatch(value, root, { root, at: '' });
}

function mismatch(value: unknown, schema: Schema, place: Place): Mismatch | undefined {
  for (const { check, wanted } of demandsOf(schema)) {
    const found = check(value, wanted, schema, place);
    if (found) return found;
  }
  return undefined;
}

/** What a schema demands, looked up once: a report asks it for each of its values. */
const demandsOf = onceFor((schema: Schema) =>
  Object.entries(schema)
    .filter(([keyword]) => !silentKeywords.has(keyword))
    .map(([keyword, wanted]) => {
      const check = checks[keyword];
      if (!check) throw new Error(`the schema uses ${keyword}, which nothing checks`);
      return { check, wanted };
    }),
);

/** Keywords that say nothing about a value by themselves. `format` is only ever said of dates. */
const silentKeywords: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$defs',
  'title',
  'description',
  'format',
  'then',
]);

const checks: Readonly<Record<string, Check>> = {
  $ref: (value, wanted, _, place) => mismatch(value, resolved(wanted, place.root), place),
  type: (value, wanted, _, { at }) => {
    const types = Array.isArray(wanted) ? wanted : [wanted];
    const fits = types.some((type) => isOfType(value, type));
    return fits ? undefined : { at, message: `is no ${types.join(' or ')}` };
  },
  const: (value, wanted, _, { at }) =>
    value === wanted ? undefined : { at, message: `is not ${JSON.stringify(wanted)}` },
  enum: (value, wanted, _, { at }) =>
    listOfJson(wanted).includes(value)
      ? undefined
      : { at, message: `is none of ${listOfJson(wanted).join(', ')}` },
  minimum: (value, wanted, _, { at }) =>
    typeof value !== 'number' || value >= Number(wanted)
      ? undefined
      : { at, message: `is less than ${String(wanted)}` },
  pattern: (value, wanted, _, { at }) =>
    typeof value !== 'string' || patternOf(String(wanted)).test(value)
      ? undefined
      : { at, message: 'is not of the form expected' },
  required: (value, wanted, _, { at }) => {
    const missing = textsOfJson(wanted).find(
      (key) => isObject(value) && !Object.hasOwn(value, key),
    );
    return missing === undefined ? undefined : { at, message: `has no ${missing}` };
  },
  properties: (value, wanted, _, place) =>
    firstOf(membersOfJson(value), ([key, inner]) => {
      const own = memberSchema(wanted, key);
      return own && mismatch(inner, own, within(place, key));
    }),
  additionalProperties: (value, wanted, schema, place) =>
    firstOf(membersOfJson(value), ([key, inner]) => {
      if (memberSchema(schema['properties'], key)) return undefined;
      if (wanted === false) return { at: place.at, message: `has the unknown key ${key}` };
      return mismatch(inner, asSchema(wanted), within(place, key));
    }),
  propertyNames: (value, wanted, _, place) =>
    firstOf(membersOfJson(value), ([key]) => mismatch(key, asSchema(wanted), within(place, key))),
  items: (value, wanted, _, place) =>
    firstOf(Array.isArray(value) ? [...value.entries()] : [], ([index, inner]) =>
      mismatch(inner, asSchema(wanted), within(place, String(index))),
    ),
  anyOf: (value, wanted, _, place) => {
    const found = listOfJson(wanted).map((one) => mismatch(value, asSchema(one), place));
    return found.includes(undefined) ? undefined : found[0];
  },
  oneOf: (value, wanted, _, place) => {
    const found = listOfJson(wanted).map((one) => mismatch(value, asSchema(one), place));
    const fitting = found.filter((one) => one === undefined).length;
    if (fitting === 1) return undefined;
    return found.find((one) => one !== undefined) ?? { at: place.at, message: 'is ambiguous' };
  },
  if: (value, wanted, schema, place) =>
    mismatch(value, asSchema(wanted), place)
      ? undefined
      : mismatch(value, asSchema(schema['then']), place),
};

const patternOf = onceForText((pattern: string) => new RegExp(pattern, 'u'));

function within({ root, at }: Place, key: string): Place {
  return { root, at: `${at}/${key}` };
}

function firstOf<T>(
  items: readonly T[],
  check: (item: T) => Mismatch | undefined,
): Mismatch | undefined {
  for (const item of items) {
    const found = check(item);
    if (found) return found;
  }
  return undefined;
}

/** An object of a JSON Schema. */
type Schema = Readonly<Record<string, unknown>>;
type Data = Readonly<Record<string, unknown>>;

/** Whether a value is of a type as JSON Schema names it. */
function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'object') return isObject(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object; anything else has none. */
function membersOfJson(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The schema that a member of an object holds. */
function memberSchema(value: unknown, key: string): Schema | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? asSchema(value[key]) : undefined;
}

function listOfJson(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsOfJson(value: unknown): readonly string[] {
  return listOfJson(value).filter((one) => typeof one === 'string');
}

/** A value as a schema. Throws where the schema itself is wrong. */
function asSchema(value: unknown): Schema {
  if (!isObject(value)) throw new Error('the schema holds something that is no schema');
  return value;
}

/** What `#/a/b` points at. */
function resolved(reference: unknown, root: Schema): Schema {
  const steps = String(reference).split('/').slice(1);
  return steps.reduce((schema, step) => asSchema(schema[step]), root);
}
