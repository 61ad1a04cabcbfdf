// Looking into data that may have any shape.

/** The value of a key; undefined when the data is no mapping or does not have it. */
export function memberOf(data: unknown, key: string): unknown {
  const has = typeof data === 'object' && data !== null && Object.hasOwn(data, key);
  const value: unknown = has ? Reflect.get(data, key) : undefined;
  return value;
}

/** The keys and values of a mapping, or of a list with its indexes; nothing for anything else. */
export function membersOfYaml(data: unknown): readonly (readonly [string, unknown])[] {
  return typeof data === 'object' && data !== null ? Object.entries(data) : [];
}
