/** How many different inputs are remembered in one place, and how long the text of one may be. */
const maxEntries = 256;
const maxKeyLength = 512;

/** What was found out before, by a text that says what it depends on. Bounded: when full it starts afresh. */
export interface Memory<T> {
  get(key: string): T | undefined;
  set(key: string, value: T): void;
}

export function createMemory<T>(): Memory<T> {
  const entries = new Map<string, T>();
  return {
    get: (key) => entries.get(key),
    set: (key, value) => {
      if (key.length > maxKeyLength) return;
      if (entries.size >= maxEntries && !entries.has(key)) entries.clear();
      entries.set(key, value);
    },
  };
}
