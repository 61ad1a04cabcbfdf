import { formatRange, type Location } from '../../src/model/location.js';
import type { Report } from '../../src/report/report.js';

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

/** What a report says of the texts of files. */
export type QuotedTexts = Pick<Report, 'lineHashes' | 'snippets'>;

/** GitHub's hash of the line at which a place starts. */
export function lineHashAt(
  { file, startLine }: Location,
  { lineHashes }: QuotedTexts,
): string | undefined {
  return lineHashes.get(`${file}:${startLine}`);
}

/** The text at a place. */
export function snippetAt(
  location: Location | undefined,
  { snippets }: QuotedTexts,
): string | undefined {
  return location && snippets?.get(formatRange(location));
}
