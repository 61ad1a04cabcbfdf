import { jsonText } from '../../src/report/text/plain-text.js';
import { formatRange, type Location } from '../../src/model/location.js';
import type { Report } from '../../src/report/report.js';

/**
 * Opens `levels` levels of a value over lines, and writes what is deeper, or holds only plain values, on one line:
 * one thing a line is what people search and compare, at a third of the size.
 */
export function layOut(value: unknown, levels: number, indent: string): string {
  if (levels === 0 || typeof value !== 'object' || value === null || isFlat(value)) {
    return jsonText(value);
  }
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => inner + layOut(item, levels - 1, inner));
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  const lines = Object.entries(value).flatMap(([key, item]: [string, unknown]) =>
    item === undefined ? [] : [`${inner}"${key}": ${layOut(item, levels - 1, inner)}`],
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

function isFlat(value: object): boolean {
  return Object.values(value).every((item) => typeof item !== 'object');
}

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
