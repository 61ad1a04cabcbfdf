import { jsonText } from '../../src/report/text/plain-text.js';

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
