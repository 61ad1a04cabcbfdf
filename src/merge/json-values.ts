/** An object of a JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;
type Data = Readonly<Record<string, unknown>>;

/** Whether a value is of a type as JSON Schema names it. */
export function isOfType(value: unknown, type: unknown): boolean {
  if (type === 'object') return isObject(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'null') return value === null;
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

export function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object; anything else has none. */
export function membersOfJson(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** The schema that a member of an object holds. */
export function memberSchema(value: unknown, key: string): Schema | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? asSchema(value[key]) : undefined;
}

export function listOfJson(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textsOfJson(value: unknown): readonly string[] {
  return listOfJson(value).filter((one) => typeof one === 'string');
}

/** A value as a schema. Throws where the schema itself is wrong. */
export function asSchema(value: unknown): Schema {
  if (!isObject(value)) throw new Error('the schema holds something that is no schema');
  return value;
}

/** What `#/a/b` points at. */
export function resolved(reference: unknown, root: Schema): Schema {
  const steps = String(reference).split('/').slice(1);
  return steps.reduce((schema, step) => asSchema(schema[step]), root);
}
