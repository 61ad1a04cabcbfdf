// Object.keys, Object.entries and Object.fromEntries forget the names of a table. These are for objects that hold no others.

/** The names of a table, in its order. */
export function keysIn<K extends string>(
  table: Readonly<Partial<Record<K, unknown>>>,
): readonly K[];
export function keysIn(table: object): readonly string[] {
  return Object.keys(table);
}

/** The names of a table with what it has for each, in its order. */
export function entriesIn<K extends string, V>(
  table: Readonly<Partial<Record<K, V>>>,
): readonly (readonly [K, V])[];
export function entriesIn(table: object): readonly (readonly [string, unknown])[] {
  return Object.entries(table);
}

/** A table with an entry for each of these names. */
export function tableFor<K extends string, V>(
  names: readonly K[],
  make: (name: K) => V,
): Readonly<Record<K, V>>;
export function tableFor(names: readonly string[], make: (name: string) => unknown): object {
  return Object.fromEntries(names.map((name) => [name, make(name)]));
}
