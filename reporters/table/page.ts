import type { Digest } from '../../src/report/digest/index.js';
import type { Style } from '../../src/report/report.js';
import type { Severity } from '../../src/report/severity.js';
import { painter, type Look, type Paint } from '../../src/report/text/ansi.js';
import { clip } from '../../src/report/text/plain-text.js';
import { indented } from '../../src/report/text/wrap.js';

/** How text for a terminal is laid out. */
export interface Layout {
  readonly width: number;
  readonly verbose: boolean;
  readonly paint: Paint;
}

/** What every part of the table needs to lay itself out. */
export interface Page extends Layout {
  readonly digest: Digest;
}

/** Narrower than this nothing can be read, and wider than this no eye finds the next line. */
const narrowest = 60;
const widest = 200;

/** A text in the table is no longer than this, and with -v than that: an app may be called by a whole novel. */
const longest = { usually: 400, verbose: 2000 };

export function pageOf(digest: Digest, style: Style): Page {
  return { digest, ...layoutOf(style) };
}

export function layoutOf(style: Style): Layout {
  return {
    width: Math.min(Math.max(Math.floor(style.width), narrowest), widest),
    verbose: style.verbose,
    paint: painter(style.color),
  };
}

export const severityLooks = {
  critical: ['magenta', 'bold'],
  high: ['red', 'bold'],
  medium: ['yellow'],
  low: ['cyan'],
  info: ['dim'],
} as const satisfies Readonly<Record<Severity, readonly Look[]>>;

/** Cuts a text that goes on for too long. */
export function shortened({ verbose }: Layout, text: string): string {
  return clip(text, verbose ? longest.verbose : longest.usually);
}

/** A paragraph with an indent of so many columns. */
export function paragraph(
  page: Layout,
  text: string,
  indent = 0,
  ...looks: readonly Look[]
): string[] {
  const lines = indented(shortened(page, text), page.width, ' '.repeat(indent));
  return lines.map((line) => page.paint(line, ...looks));
}

/** An item of a list: a dash, and all of its lines behind it. */
export function listItem(
  page: Layout,
  text: string,
  indent: number,
  ...looks: readonly Look[]
): string[] {
  const space = ' '.repeat(indent);
  const lines = indented(shortened(page, text), page.width, `${space}  `, `${space}- `);
  return lines.map((line) => page.paint(line, ...looks));
}
