import { compareLocations } from '../model/location.js';
import { formatDiagnostic, type Diagnostic } from '../model/user-error.js';

/** In the order of the file, each once: two checks may come across the same mistake. */
export function diagnosticsInOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const unique = new Map(
    diagnostics.map((diagnostic) => [formatDiagnostic(diagnostic), diagnostic]),
  );
  return [...unique.values()].toSorted((a, b) => compareLocations(a.location, b.location));
}

/** Writes a few names as `a, b or c`. */
export function eitherOf(names: readonly string[]): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}`;
}

/** Quotes a text for a message, cut short when it is long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

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
