import type { Ruleset } from '../model/ruleset.js';

/** The newest day of what a ruleset comes from: when it was changed, or read. */
export function newest(sources: Ruleset['sources'], key: 'updated' | 'read'): string | undefined {
  return sources
    .flatMap((source) => source[key] ?? [])
    .toSorted()
    .at(-1);
}
