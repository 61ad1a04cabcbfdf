// One finding: its place, how bad it is, what is wrong and which rule says so; what to do under it.
import {
  actionText,
  byFile,
  evidenceText,
  shortAction,
  type Finding,
} from '../../src/report/digest/index.js';
import { sinceText } from '../history/words.js';
import { plainProse, plainText } from '../../src/report/text/plain-text.js';
import { indented, textWidth, wrap } from '../../src/report/text/wrap.js';
import type { Result } from '../../src/report/verdict.js';
import { firstLines, oneLine, severityCell, severityWidth, shortened, type Page } from './page.js';

/** Findings file by file: the path once, then a line for each. The file of the most severe finding comes first. */
export function findingLines(page: Page, findings: readonly Finding[]): readonly string[] {
  const told = page.room.info ? findings : findings.filter(isTold);
  const width = Math.max(...findings.map(({ result }) => placeOf(result).length), 0);
  const files = byFile(told);
  return [
    ...[...files].flatMap(([file, list]) => [
      ...pathLines(page, file),
      ...list.flatMap((finding) => oneFinding(page, finding, width)),
    ]),
    ...(page.room.info ? [] : foldedLines(page, findings)),
  ];
}

function isTold({ result }: Finding): boolean {
  return result.severity !== 'info';
}

/** The path stays whole where it fits, so that terminals can open it. */
function pathLines(page: Page, file: string): readonly string[] {
  const lines = indented(plainText(file), page.width, '  ');
  return lines.map((line) => page.paint(line, 'dim'));
}

function placeOf({ location }: Result): string {
  return `${location.startLine}:${location.startColumn}`;
}

function oneFinding(page: Page, finding: Finding, placeWidth: number): readonly string[] {
  const { result } = finding;
  const indent = 4 + placeWidth + 2 + severityWidth + 2;
  const width = page.width - indent;
  const space = ' '.repeat(indent);
  const place = page.paint(placeOf(result).padStart(placeWidth), 'dim');
  const [first = '', ...more] = factLines(page, finding, width);
  return [
    `    ${place}  ${severityCell(page, result.severity)}  ${first}`,
    ...more.map((line) => space + line),
    ...(page.groupBy === 'app' || page.details
      ? actionLines(page, result, width).map((line) => space + line)
      : []),
    ...alsoLines(page, result, width).map((line) => space + line),
    ...(page.details ? detailLines(page, result, width).map((line) => space + line) : []),
  ];
}

/** What is wrong, and the rule: behind it where that fits on the line, else at the end of the last one. */
function factLines(page: Page, { result, apps }: Finding, width: number): readonly string[] {
  const concerns = result.about === 'org' && apps.length > 1 ? ` (${apps.length} apps)` : '';
  const message = shortened(page, plainText(result.message) + concerns);
  const print = page.verbose ? ` (${result.fingerprint.slice(0, 12)})` : '';
  const rule = plainText(result.rule) + print;
  const most = page.room.factLines;
  // In one line, the rule has to fit as well.
  const lines =
    most === 1
      ? [oneLine(message, Math.max(width - textWidth(rule) - 2, Math.floor(width / 2)))]
      : firstLines(wrap(message, width), most, width);
  const last = lines.at(-1) ?? '';
  const ruleLines = wrap(rule, width).map((line) => page.paint(line, 'dim'));
  if (textWidth(`${last}  ${rule}`) > width) return [...lines, ...ruleLines];
  return [...lines.slice(0, -1), `${last}  ${ruleLines.join('')}`];
}

/** What to do: the first sentence, or with --details all of it. */
export function actionLines(page: Page, result: Result, width: number): readonly string[] {
  const action = page.digest.action(result);
  const { due } = page.digest.duty(result);
  const what = page.details ? actionText(action) : shortAction(action);
  const text = due === '' ? what : `${dueText(due, page)}: ${what}`;
  if (text === '') return [];
  const lines = wrap(shortened(page, text), width - 2);
  return firstLines(lines, page.room.actionLines, width - 2).map((line, at) =>
    page.paint(`${at === 0 ? '→' : ' '} ${line}`, 'green'),
  );
}

/** `by 2026-12-30`; a day that has passed is told as such. */
function dueText(due: string, { digest: { report } }: Page): string {
  return due < report.generatedAt.slice(0, 10) ? `overdue since ${due}` : `by ${due}`;
}

/** The rules that fail for the same cause. */
function alsoLines(page: Page, result: Result, width: number): readonly string[] {
  // The message itself says so, unless it is cut.
  const isCut = page.room.factLines < Infinity;
  const rules = page.digest
    .alsoTold(result)
    .filter((rule) => isCut || !result.message.includes(rule));
  if (rules.length === 0) return [];
  const text = plainText(`also: ${rules.join(', ')}`);
  const most = page.details ? Infinity : 1;
  return firstLines(wrap(text, width), most, width).map((line) => page.paint(line, 'dim'));
}

/** What the finding rests on, who asks for it, and by what it is known. */
function detailLines(page: Page, result: Result, width: number): readonly string[] {
  const rule = page.digest.rule(result.rule);
  const kind = page.digest.app(result.app)?.kind;
  const facts = {
    Found: evidenceText(result, kind),
    Required: rule.title,
    'Required by': rule.demand,
    Controls: rule.controls,
    Owner: page.digest.duty(result).owner,
    Seen: sinceText(page.digest.since(result), page.digest.report.generatedAt),
    Fingerprint: result.fingerprint,
  };
  return Object.entries(facts).flatMap(([name, text]) =>
    text === ''
      ? []
      : wrap(shortened(page, plainProse(`${name}: ${text}`)), width).map((line) =>
          page.paint(line, 'dim'),
        ),
  );
}

/** What is only information, folded: the rules, each with its line. */
function foldedLines(page: Page, findings: readonly Finding[]): readonly string[] {
  const infos = findings.filter((finding) => !isTold(finding));
  if (infos.length === 0) return [];
  const names = infos.map(({ result }) => `${plainText(result.rule)} (${placeOf(result)})`);
  const text = `${infos.length} info: ${names.join(', ')}`;
  const lines = wrap(shortened(page, text), page.width - 4);
  return firstLines(lines, 3, page.width - 4).map((line) => `    ${page.paint(line, 'dim')}`);
}
