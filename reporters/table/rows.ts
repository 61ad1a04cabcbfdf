import { placeText } from '../../src/report/digest/index.js';
import type { Look } from '../../src/report/text/ansi.js';
import { plainText } from '../../src/report/text/plain-text.js';
import { textWidth, wrap } from '../../src/report/text/wrap.js';
import type { Result } from '../../src/report/verdict.js';
import { severityLooks, shortened, type Page } from './page.js';

/** What the drawing of a table needs: every text is cut into lines that fit, and painted. */
export interface Grid {
  readonly head: readonly string[];
  readonly widths: readonly number[];
  readonly rows: readonly (readonly string[])[];
}

/** The indent of a table, and the space between two columns. */
export const margin = 2;
const severityWidth = 'critical'.length;

/** The findings of an app as a grid. One line of text is one row: cli-table3 is slow with cells of many lines. */
export function findingsGrid(page: Page, findings: readonly Result[]): Grid {
  const width = page.width - margin - severityWidth - margin;
  const widths = [severityWidth, width];
  return {
    head: ['severity', 'finding'].map((text) => page.paint(text, 'dim')),
    widths,
    rows: findings.flatMap((finding, at) => [
      ...(at === 0 ? [] : [widths.map(() => '')]),
      ...rowsOf(page, width, finding),
    ]),
  };
}

function rowsOf(page: Page, width: number, finding: Result): readonly (readonly string[])[] {
  const severity = page.paint(finding.severity, ...severityLooks[finding.severity]);
  return findingLines(page, finding, width).map((line, at) => [at === 0 ? severity : '', line]);
}

/** What is wrong, how to put it right (-v), and which rule says so of which place. */
function findingLines(page: Page, result: Result, width: number): readonly string[] {
  const fix = page.verbose ? page.digest.rule(result.rule).fix : undefined;
  return [
    ...lines(page, plainText(result.message), width),
    ...(fix === undefined ? [] : lines(page, `Fix: ${fix}`, width, 'green')),
    ...origin(page, result, width),
  ];
}

/** Rule and place on one line where that fits: the place stays whole, so that terminals can open it. */
function origin(page: Page, result: Result, width: number): readonly string[] {
  const print = page.verbose ? ` (${result.fingerprint.slice(0, 12)})` : '';
  const rule = plainText(result.rule) + print;
  const place = placeText(result);
  const together = `${rule}  ${place}`;
  if (textWidth(together) <= width) return lines(page, together, width, 'dim');
  return [...lines(page, rule, width, 'dim'), ...lines(page, place, width, 'dim')];
}

function lines(
  page: Page,
  text: string,
  width: number,
  ...looks: readonly Look[]
): readonly string[] {
  return wrap(shortened(page, text), width).map((line) => page.paint(line, ...looks));
}
