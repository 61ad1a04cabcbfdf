/**
 * A range in a text file. Lines and columns are 1-based, columns count UTF-16 units, a byte order mark counts none,
 * and the end is exclusive. `file` is relative to the current folder, with `/`.
 */
export interface Location {
  readonly file: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The first character of a file: where a problem sits that concerns the file as a whole. */
export function startOf(file: string): Location {
  return { file, startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
}

/** Orders locations by file, then line, then column. */
export function compareLocations(a: Location, b: Location): number {
  return compareText(a.file, b.file) || a.startLine - b.startLine || a.startColumn - b.startColumn;
}

/** Orders texts by UTF-16 code units: the same on every machine, unlike a locale's order. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Writes a location as `file:line:column`. */
export function formatLocation(location: Location): string {
  return `${location.file}:${location.startLine}:${location.startColumn}`;
}

/** Writes a location with its end, as `file:line:column-line:column`: a name for exactly this range. */
export function formatRange(location: Location): string {
  return `${formatLocation(location)}-${location.endLine}:${location.endColumn}`;
}

/** Where the files of a configuration are read from: the disk, or a revision of the repository. Paths are absolute. */
export interface TextFiles {
  /** The text of a file. Throws an error with a `code`, such as ENOENT, where it cannot be read. */
  readonly text: (path: string) => string;
  readonly isFile: (path: string) => boolean;
}

/** Whether both are the same range of one file, or neither is anywhere. */
export function isSamePlace(a: Location | undefined, b: Location | undefined): boolean {
  if (a === b || !a || !b) return a === b;
  return (
    a.startLine === b.startLine &&
    a.startColumn === b.startColumn &&
    a.endLine === b.endLine &&
    a.endColumn === b.endColumn &&
    a.file === b.file
  );
}
