/** A map, or any other memory that answers by key. */
interface Kept<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

/** What is kept for a key; where nothing is, it is made, and kept from then on. */
export function keptOr<K, V>(kept: Kept<K, V>, key: K, make: (key: K) => V): V {
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = make(key);
  kept.set(key, made);
  return made;
}

/** Makes something of an object when first asked, and keeps it as long as the object: runs ask for thousands of apps. */
export function onceFor<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const kept = new WeakMap<K, V>();
  return (key) => keptOr(kept, key, make);
}

/** The same by text, and kept for good: for texts of which a run has few. */
export function onceForText<K extends string, V>(make: (key: K) => V): (key: K) => V {
  const kept = new Map<K, V>();
  return (key) => keptOr(kept, key, make);
}

/** Makes something of a list, and anew only for one that holds others than the list before: one run after another has the same. */
export function onceForList<K extends object, V>(
  make: (list: readonly K[]) => V,
): (list: readonly K[]) => V {
  let last: { readonly list: readonly K[]; readonly made: V } | undefined;
  return (list) => {
    if (!last || !isSameList(last.list, list)) last = { list: [...list], made: make(list) };
    return last.made;
  };
}

function isSameList<K>(one: readonly K[], other: readonly K[]): boolean {
  return one.length === other.length && one.every((element, at) => element === other[at]);
}
