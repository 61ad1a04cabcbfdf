import type { Diagnostic } from '../model/user-error.js';
import type { Document } from './document.js';
import { entriesOf, memberOf } from './members.js';

/** The lists and mappings at the top of a file that hold more than they may: looking on would be a waste of time. */
export function countDiagnostics(
  { data, locate }: Document,
  most: Readonly<Record<string, number>>,
): readonly Diagnostic[] {
  return Object.entries(most).flatMap(([key, limit]) => {
    const count = entriesOf(memberOf(data, key)).length;
    if (count <= limit) return [];
    const message = `too many entries under "${key}"; at most ${limit} are read, found ${count}`;
    return [{ location: locate([key], 'key'), message }];
  });
}
