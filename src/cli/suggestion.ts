import { nearest } from '../model/nearest.js';

/** `; did you mean "x"?` for the nearest of some names, or nothing. */
export function suggestion(written: string, names: readonly string[]): string {
  const name = nearest(written, names);
  return name === undefined ? '' : `; did you mean "${name}"?`;
}
