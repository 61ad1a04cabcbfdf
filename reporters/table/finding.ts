// One finding: its place, how bad it is, what is wrong and which rule says so; what to do under it.
import {
  actionText,
  byFile,
  evidenceText,
  ownMessage,
  shortAction,
  type Finding,
} from '../../src/report/digest/index.js';
import { sinceText } from '../history/words.js';
import { plainProse, plainText } from '../../src/report/text/plain-text.js';
import { indented, textWidth, wrap } from '../../src/report/text/wrap.js';
import type { Result } from '../../src/report/verdict.js';
import { firstLines, severityCell, severityWidth, shortText, type Page } from './page.js';

/** Findings file by file: the path once, then a line for each. The file of the most severe finding comes first. */
export function findingTableLines(page: Page, findings: readonly Finding[]): readonly string[] {
  const told = page.room.info ? findings : findings.filter(isTold);
  const width = Math.max(...findings.map(({ result }) => placeOfResult(result).length), 0);
  const files = byFile(told);
  return [
    ...[...files].flatMap(([file, list]) => [
      ...pathLines(page, file),
      ...list.flatMap((finding) => oneFinding(page, finding, width)),
    ]),
    ...(page.room.info ? [] : foldedFindings(page, findings)),
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

function placeOfResult({ location }: Result): string {
  return `${location.startLine}:${location.startColumn}`;
}

function oneFinding(page: Page, finding: Finding, placeWidth: number): readonly string[] {
  const { result } = finding;
  const place = page.paint(placeOfResult(result).padStart(placeWidth), 'dim');
  const under = page.width < narrow ? narrowIndent : 4 + placeWidth + 2;
  const width = page.width - under;
  const isExplained = page.groupBy === 'app' || page.details;
  const lines = [
    ...(isExplained ? actionLines(page, result, width) : []),
    ...(page.details ? detailLines(page, result, width) : []),
  ];
  return [
    ...factLines(page, finding, `    ${place}  `, under),
    ...lines.map((line) => ' '.repeat(under) + line),
  ];
}

/** Below so many columns the texts of a finding stand under its place, not beside it. */
const narrow = 80;
const narrowIndent = 6;

/** The place, how bad it is, what is wrong, and the rule behind it where that fits; on few columns one under the other. */
function factLines(page: Page, finding: Finding, start: string, under: number): readonly string[] {
  const columns = severityColumns(page);
  const severity = severityCell(page, finding.result.severity, columns);
  if (page.width < narrow) {
    const width = page.width - under;
    const ruleLines = wrap(ruleText(page, finding.result), width);
    return [
      `${start}${severity.trimEnd()}`,
      ...ruleLines.map((line) => ' '.repeat(under) + page.paint(line, 'dim')),
      ...messageLines(page, finding, width).map((line) => ' '.repeat(under) + line),
    ];
  }
  const indent = under + columns + 2;
  const [first = '', ...more] = besideRule(page, finding, page.width - indent);
  return [`${start}${severity}  ${first}`, ...more.map((line) => ' '.repeat(indent) + line)];
}

/** As many columns as the longest severity that there is. */
function severityColumns({ digest: { report } }: Page): number {
  return report.summary.bySeverity.critical > 0 ? severityWidth : 'medium'.length;
}

/** What is wrong, and the rule: behind it where that fits on the line, else at the end of the last one. */
function besideRule(page: Page, finding: Finding, width: number): readonly string[] {
  const rule = ruleText(page, finding.result);
  // In one line, the rule has to fit as well; a long one stands on the next.
  const beside = width - textWidth(rule) - 2;
  const room = page.room.factLines === 1 && beside >= width / 2 ? beside : width;
  const lines = messageLines(page, finding, room);
  const last = lines.at(-1) ?? '';
  const ruleLines = wrap(rule, width).map((line) => page.paint(line, 'dim'));
  if (textWidth(`${last}  ${rule}`) > width) return [...lines, ...ruleLines];
  return [...lines.slice(0, -1), `${last}  ${ruleLines.join('')}`];
}

/** What is wrong, in full; where there is one line only, what the rule is about if that fits better. */
function messageLines(page: Page, { result, apps }: Finding, width: number): readonly string[] {
  const concerns = result.about === 'org' && apps.length > 1 ? ` (${apps.length} apps)` : '';
  const told = page.details ? result.message : ownMessage(result, page.digest.alsoTold(result));
  const lines = wrap(shortText(page, plainText(told) + concerns), width);
  if (page.room.factLines > 1 || lines.length === 1)
    return firstLines(lines, page.room.factLines, width);
  const heading = plainText(page.digest.rule(result.rule).finding) + concerns;
  return firstLines(textWidth(heading) > width ? lines : [heading], 1, width);
}

/** The rule, and those that fail for the same cause: `flows/pkce-required (also: flows/code-exchange-protected)`. */
function ruleText(page: Page, result: Result): string {
  const print = page.verbose ? ` (${result.fingerprint.slice(0, 12)})` : '';
  const also = page.digest.alsoTold(result);
  const [first, ...more] = also;
  const rest = more.length > 0 && !page.details ? [`${more.length} more`] : more;
  const told = first === undefined ? '' : ` (also: ${[first, ...rest].join(', ')})`;
  return plainText(result.rule + print + told);
}

/** What to do: the first sentence, or with --details all of it. */
export function actionLines(page: Page, result: Result, width: number): readonly string[] {
  const action = page.digest.action(result);
  const { due } = page.digest.duty(result);
  const what = page.details ? actionText(action) : shortAction(action);
  const text = due === '' ? what : `${dueText(due, page)}: ${what}`;
  if (text === '') return [];
  const lines = wrap(shortText(page, text), width - 2);
  return firstLines(lines, page.room.actionLines, width - 2).map((line, at) =>
    page.paint(`${at === 0 ? '→' : ' '} ${line}`, 'green'),
  );
}

/** `by 2026-12-30`; a day that has passed is told as such. */
function dueText(due: string, { digest: { report } }: Page): string {
  return due < report.generatedAt.slice(0, 10) ? `overdue since ${due}` : `by ${due}`;
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
      : wrap(shortText(page, plainProse(`${name}: ${text}`)), width).map((line) =>
          page.paint(line, 'dim'),
        ),
  );
}

/** What is only information, folded: the rules, each with its line. */
function foldedFindings(page: Page, findings: readonly Finding[]): readonly string[] {
  const infos = findings.filter((finding) => !isTold(finding));
  if (infos.length === 0) return [];
  const names = infos.map(({ result }) => `${plainText(result.rule)} (${placeOfResult(result)})`);
  const text = `${infos.length} info: ${names.join(', ')}`;
  const lines = wrap(shortText(page, text), page.width - 4);
  return firstLines(lines, 3, page.width - 4).map((line) => `    ${page.paint(line, 'dim')}`);
}
