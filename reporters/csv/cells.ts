import { clip, plainText } from '../../src/report/text/plain-text.js';

/** A spreadsheet cuts a cell off behind 32,767 characters. */
const maxCell = 32_000;

/**
 * A row of cells as RFC 4180 wants it. A cell that a spreadsheet would take for a formula starts with an apostrophe, which
 * shows it as text: https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => quoted(harmless(clip(plainText(String(cell)), maxCell)))).join(',')}\r\n`;
}

// Behind a semicolon, too: where that separates cells, a spreadsheet takes what follows for the start of one.
const formula = /(^|;)(["'\s]*)(?=[=+@|%\uff1d\uff0b\uff20\uff0d\uff5c-])/g;

function harmless(cell: string): string {
  return cell.replace(formula, "$1'$2");
}

function quoted(cell: string): string {
  return /[",;]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
