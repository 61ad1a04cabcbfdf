/** A row, or an element of a SOAP answer: untrusted, so every value is looked at before it is used. */
export type Fields = Readonly<Record<string, unknown>>;

/** An object's fields; none when it is no object. */
export function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {};
}

/** A list as it is; in SOAP an element that stands once is the list of itself, and none is the empty list. */
export function asAnswerList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null || value === '' ? [] : [value];
}

/** A text; empty when it is none. */
export function asAnswerText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The value at a path of relationships: `Parent.Profile.Name`. */
export function valueAt(row: Fields, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => asFields(value)[name], row);
}
