import { startOf } from '../model/location.js';
import type { Diagnostic } from '../model/user-error.js';

/** What a kind of file is called, and the keys at its top by which it is known. */
export interface FileKind {
  readonly name: string;
  readonly keys: readonly string[];
}

/**
 * The mistakes of a file. Where it has none of the keys of its kind, what would quote it is not told: it may be somebody's list
 * of tokens, which has no business in a log.
 */
export function quotableDiagnostics(
  diagnostics: readonly Diagnostic[],
  text: string,
  file: string,
  { name, keys }: FileKind,
): readonly Diagnostic[] {
  const silent = diagnostics.filter(({ message }) => isSilent(message));
  if (silent.length === diagnostics.length || hasKey(text, keys)) return diagnostics;
  const message = `this is no ${name}: it has none of the keys ${keys.join(', ')}; nothing of it is shown`;
  return [{ location: startOf(file), message }, ...silent];
}

/** Whether a message quotes nothing of a file, or a key that is nearly one of ours. */
function isSilent(message: string): boolean {
  return !message.includes('"') || /^missing key|^unknown key .*did you mean/.test(message);
}

function hasKey(text: string, keys: readonly string[]): boolean {
  return new RegExp(`^[\\s{,]*["']?(?:${keys.join('|')})["']?[ \\t]*:`, 'm').test(text);
}
