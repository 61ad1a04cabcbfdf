import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Position, Range } from 'vscode-languageserver';
import type { Location } from '../model/location.js';

/** The absolute path of a `file:` URI, with a drive letter in capitals; undefined for what is no file of this machine. */
export function pathOf(uri: string): string | undefined {
  if (!/^file:/i.test(uri)) return undefined;
  try {
    return fileURLToPath(uri).replace(/^[a-z](?=:[\\/])/, (drive) => drive.toUpperCase());
  } catch {
    // A host or an encoded slash, which no path has.
    return undefined;
  }
}

/** The URI of an absolute path. */
export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}

/**
 * A place as the protocol counts: lines and UTF-16 units from 0. A location counts no byte order mark and knows no line end but
 * LF and CRLF; where an editor holds the text, both are put right.
 */
export function lspRangeOf(location: Location, text?: string): Range {
  const { startLine, startColumn, endLine, endColumn } = location;
  const odd = text !== undefined && /^\uFEFF|\r(?!\n)/.test(text);
  const at = odd ? positionsIn(text) : plainPosition;
  const start = at(startLine, startColumn);
  const end = at(endLine, endColumn);
  return { start, end: isBefore(end, start) ? start : end };
}

function plainPosition(line: number, column: number): Position {
  return { line: Math.max(line - 1, 0), character: Math.max(column - 1, 0) };
}

function positionsIn(text: string): (line: number, column: number) => Position {
  const lines = text.split('\n');
  return (line, column) => {
    const before = lines.slice(0, line - 1).map((one) => one.replace(/\r$/, ''));
    const more = before.reduce((sum, one) => sum + one.split('\r').length - 1, 0);
    const marked = line === 1 && text.startsWith('\uFEFF') ? 1 : 0;
    const own = (lines[line - 1] ?? '').slice(0, column - 1 + marked).split('\r');
    return {
      line: line - 1 + more + own.length - 1,
      character: (own.at(-1) ?? '').length,
    };
  };
}

export function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

/** Whether two ranges share a place; ranges that only touch do. */
export function touches(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}
