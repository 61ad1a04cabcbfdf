import { groupingOf, type Digest, type Grouping } from '../../src/report/digest/index.js';
import type { Style } from '../../src/report/report.js';
import { severities, type Severity } from '../../src/report/severity.js';
import { painter, type Look, type Paint } from '../../src/report/text/ansi.js';
import { clip } from '../../src/report/text/plain-text.js';
import { indented, textWidth, wrap } from '../../src/report/text/wrap.js';

/** How text for a terminal is laid out. */
export interface TableLayout {
  readonly width: number;
  /** Notes, each undecided check and clean apps as well. */
  readonly verbose: boolean;
  /** Every finding with all it has. */
  readonly details: boolean;
  readonly paint: Paint;
}

/** What every part of the table needs to lay itself out. */
export interface Page extends TableLayout {
  readonly digest: Digest;
  readonly groupBy: Grouping;
  /** How much there is room for: see `rooms`. */
  readonly room: Room;
}

/** How much of a finding there is room for. */
export interface Room {
  /** Findings that are only information stand on a line of their own, not folded into one. */
  readonly info: boolean;
  /** How many lines what is wrong may take. */
  readonly factLines: number;
  /** How many lines what to do may take. */
  readonly actionLines: number;
  /** Of rules from which severity on what to do and the apps are told. */
  readonly explained: Severity;
  /** How many rules are told at all. */
  readonly rules: number;
  /** How many reasons for undecided checks, and how many exceptions of a kind; with 0 what is no finding stands close together. */
  readonly items: number;
}

const everything: Room = {
  info: true,
  factLines: Infinity,
  actionLines: Infinity,
  explained: 'info',
  rules: Infinity,
  items: Infinity,
};

const spacious: Room = { ...everything, actionLines: 3, items: 5 };
const foldedRoom: Room = { ...spacious, info: false };
const tight: Room = { ...foldedRoom, factLines: 1, actionLines: 1, items: 2 };

/** From generous to tight: the first that keeps a report within its limit is taken. What is no finding is cut first. */
export const rooms: readonly Room[] = [
  spacious,
  { ...spacious, items: 2 },
  foldedRoom,
  { ...foldedRoom, items: 2 },
  { ...foldedRoom, actionLines: 2, items: 2 },
  { ...foldedRoom, factLines: 2, actionLines: 2, items: 2 },
  { ...foldedRoom, factLines: 2, actionLines: 1, items: 2 },
  tight,
  { ...tight, explained: 'low' },
  { ...tight, explained: 'medium' },
  { ...tight, explained: 'high' },
  { ...tight, explained: 'critical' },
  { ...tight, explained: 'critical', rules: 80 },
  { ...tight, explained: 'critical', rules: 40 },
];

/** The same for one app, which is to fit on a screen: before its findings are cut, all else is only counted. */
export const roomsOfOne: readonly Room[] = [
  spacious,
  { ...spacious, items: 2 },
  foldedRoom,
  { ...foldedRoom, items: 1 },
  { ...foldedRoom, actionLines: 2, items: 1 },
  { ...foldedRoom, factLines: 2, actionLines: 2, items: 0 },
  { ...foldedRoom, factLines: 2, actionLines: 1, items: 0 },
  { ...tight, items: 0 },
];

/** Narrower than this nothing can be read, and wider than this no eye finds the next line. */
const narrowestPage = 60;
const widest = 200;

/** A text in the table is no longer than this, and with --details than that: an app may be called by a whole novel. */
const longestText = { usually: 400, details: 2000 };

export function tablePage(digest: Digest, style: Style): Page {
  const groupBy = groupingOf(digest.findings, style);
  return { digest, groupBy, room: everything, ...tableLayout(style) };
}

export function tableLayout(style: Style): TableLayout {
  const details = style.details === true;
  return {
    width: Math.min(Math.max(Math.floor(style.width), narrowestPage), widest),
    verbose: style.verbose || details,
    details,
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

/** The columns of a severity. */
export const severityWidth = 'critical'.length;

/** A severity in its colour, as wide as all of them or as a caller needs it. */
export function severityCell(
  { paint }: TableLayout,
  severity: Severity,
  columns: number = severityWidth,
): string {
  return paint(severity, ...severityLooks[severity]) + ' '.repeat(columns - severity.length);
}

const severityCount = new RegExp(`\\d+ (${severities.join('|')})`, 'g');

/** `1 critical, 2 high`, each count in the colour of its severity. */
export function withColors({ paint }: TableLayout, line: string): string {
  return line.replace(severityCount, (text) => {
    const severity = severities.find((name) => text.endsWith(name));
    return severity === undefined ? text : paint(text, ...severityLooks[severity]);
  });
}

/** Cuts a text that goes on for too long. */
export function shortText({ details }: TableLayout, text: string): string {
  return clip(text, details ? longestText.details : longestText.usually);
}

/** A paragraph with an indent of so many columns. */
export function paragraph(
  page: TableLayout,
  text: string,
  indent = 0,
  ...looks: readonly Look[]
): string[] {
  const lines = indented(shortText(page, text), page.width, ' '.repeat(indent));
  return lines.map((line) => page.paint(line, ...looks));
}

/** A paragraph that begins with a title. */
export function titled(page: TableLayout, title: string, text: string): readonly string[] {
  const [first = '', ...rest] = paragraph(page, `${title}: ${text}`);
  return [page.paint(title, 'bold') + first.slice(title.length), ...rest];
}

/** The first lines of a text; what is cut off shows as `…`. */
export function firstLines(lines: readonly string[], most: number, width: number): string[] {
  if (lines.length <= most) return [...lines];
  const [last = ''] = wrap(lines[most - 1] ?? '', width - 1);
  return [...lines.slice(0, most - 1), `${last}…`];
}

/** A text in one line. */
export function oneLine(text: string, width: number): string {
  return firstLines(wrap(text, width), 1, width).join('');
}

/** A text with spaces behind it. */
export function paddedText(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

/** An item of a list: a dash, and all of its lines behind it. */
export function listItem(
  page: TableLayout,
  text: string,
  indent: number,
  ...looks: readonly Look[]
): string[] {
  const space = ' '.repeat(indent);
  const lines = indented(shortText(page, text), page.width, `${space}  `, `${space}- `);
  return lines.map((line) => page.paint(line, ...looks));
}
