import type { Location } from '../../src/model/location.js';

/** A text as JSON. */
export type Quote = (text: string) => string;

export function locationText(location: Location, quote: Quote): string {
  const { file, startLine, startColumn, endLine, endColumn } = location;
  return `{"file":${quote(file)},"startLine":${startLine},"startColumn":${startColumn},"endLine":${endLine},"endColumn":${endColumn}}`;
}

export function locationData(location: Location | undefined): Location | undefined {
  if (location === undefined) return undefined;
  const { file, startLine, startColumn, endLine, endColumn } = location;
  return { file, startLine, startColumn, endLine, endColumn };
}
