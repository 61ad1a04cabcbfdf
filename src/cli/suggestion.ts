import { meantText } from '../model/nearest.js';

/** `; did you mean "x"?` for the names that a written one may mean, or nothing. */
export function suggestion(written: string, names: readonly string[]): string {
  return meantText(written, names);
}
