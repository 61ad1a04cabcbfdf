// Rule by rule, the most severe first: how many findings, what is wrong, what to do, and in which apps.
import {
  namesWithCounts,
  type Digest,
  type Finding,
  type RuleDigest,
} from '../../src/report/digest/index.js';
import { reaches } from '../../src/report/severity.js';
import { plainText } from '../../src/report/text/plain-text.js';
import { counted } from '../../src/report/text/words.js';
import type { Result } from '../../src/report/verdict.js';
import { textWidth, wrap } from '../../src/report/text/wrap.js';
import { actionLines, findingTableLines } from './finding.js';
import {
  firstLines,
  oneLine,
  paddedText,
  paragraph,
  severityCell,
  severityWidth,
  type Page,
} from './page.js';

const countWidth = 6;
const indent = severityWidth + countWidth + 2;

/** One part: a line for each rule, more for those that matter most. */
export function ruleParts(page: Page, rules: readonly RuleDigest[]): readonly string[] {
  const told = page.room.info ? rules : rules.filter(({ severity }) => severity !== 'info');
  const infos = page.room.info ? [] : rules.filter(({ severity }) => severity === 'info');
  const shown = told.slice(0, page.room.rules);
  const ids = Math.min(
    Math.max('rule'.length, ...shown.map(({ rule }) => textWidth(plainText(rule)))),
    Math.floor((page.width - indent) * widestIds),
  );
  const head = `${'severity'.padEnd(severityWidth)}${'found'.padStart(countWidth)}  ${'rule'.padEnd(ids)}`;
  return [
    page.paint(head.trimEnd(), 'dim'),
    ...shown.flatMap((rule) => ruleTableLines(page, rule, ids)),
    ...ruleDetailLines(page, told.slice(shown.length)),
    ...foldedRules(page, infos),
  ];
}

function ruleTableLines(page: Page, rule: RuleDigest, ids: number): readonly string[] {
  const { severity, findings, heading } = rule;
  const width = page.width - indent;
  const space = ' '.repeat(indent);
  const id = plainText(rule.rule);
  const count = `${findings.length}`.padStart(countWidth);
  const isBeside = width - ids - 2 >= shortestHeading;
  const text = oneLine(isBeside ? `${paddedText(id, ids)}  ${heading}` : id, width);
  const first = text.startsWith(id) ? page.paint(id, 'bold') + text.slice(id.length) : text;
  const isExplained = reaches(severity, page.room.explained);
  return [
    `${severityCell(page, severity)}${count}  ${first}`,
    ...(isExplained && !isBeside ? [space + oneLine(heading, width)] : []),
    ...(isExplained ? explained(page, rule, isBeside, space) : []),
    ...(page.verbose ? findingTableLines(page, findings) : []),
  ];
}

/** What part of a line the ids take at most; a longer one pushes its heading to the right. */
const widestIds = 0.45;

/** Fewer columns than these say nothing of a heading. */
const shortestHeading = 24;

/** What to do, and in which apps; where the heading takes a line, there is none for the apps but with --details. */
function explained(
  page: Page,
  { findings }: RuleDigest,
  isBeside: boolean,
  space: string,
): string[] {
  const width = page.width - space.length;
  const [first] = findings;
  const action = first ? actionLines(page, first.result, width) : [];
  const names = wrap(appNames(page.digest, findings).join(', '), width);
  const where = isBeside || page.details ? firstLines(names, mostOfApps(page), width) : [];
  return [
    ...action.map((line) => space + line),
    ...where.map((line) => space + page.paint(line, 'dim')),
  ];
}

function mostOfApps({ details }: Page): number {
  return details ? Infinity : 1;
}

/** The apps that findings are about; with few of them, the places. */
function appNames(digest: Digest, findings: readonly Finding[]): readonly string[] {
  const several = digest.header.sources.length > 1;
  const sourceOf = new Map(digest.header.sources.map(({ id, name }) => [id, name]));
  const placed = findings.length <= mostPlacesTold;
  const names = findings.map(({ result, source, apps }) => {
    const at = several ? `${sourceOf.get(source) ?? source} ` : '';
    if (result.about === 'org') return `${at}the whole org (${counted(apps.length, 'app')})`;
    const name = plainText(at + (digest.app(result.app)?.apiName ?? result.app));
    return placed ? `${name} ${shortPlace(result)}` : name;
  });
  return namesWithCounts(names);
}

/** Of how many findings the places are told. */
const mostPlacesTold = 3;

/** `Order_Sync.ecaOauth-meta.xml:9:21`: the whole path is in --details. */
function shortPlace({ location: { file, startLine, startColumn } }: Result): string {
  return plainText(`${file.slice(file.lastIndexOf('/') + 1)}:${startLine}:${startColumn}`);
}

function ruleDetailLines(page: Page, rules: readonly RuleDigest[]): readonly string[] {
  if (rules.length === 0) return [];
  const findings = rules.reduce((sum, rule) => sum + rule.findings.length, 0);
  const text = `and ${counted(rules.length, 'more rule')} with ${counted(findings, 'finding')}, less severe than these (--details)`;
  return paragraph(page, text, 0, 'bold');
}

/** What is only information, folded into one list. */
function foldedRules(page: Page, rules: readonly RuleDigest[]): readonly string[] {
  if (rules.length === 0) return [];
  const findings = rules.reduce((sum, rule) => sum + rule.findings.length, 0);
  const names = rules.map((rule) => `${plainText(rule.rule)} ${rule.findings.length}`);
  const width = page.width - indent;
  const lines = firstLines(wrap(names.join(', '), width), 4, width);
  const count = `${findings}`.padStart(countWidth);
  return lines.map((line, at) =>
    at === 0
      ? `${severityCell(page, 'info')}${count}  ${page.paint(line, 'dim')}`
      : ' '.repeat(indent) + page.paint(line, 'dim'),
  );
}

/** In a report app by app: the rules that more than one finding is of. */
export function frequentRules(page: Page): readonly string[] {
  const frequent = page.digest.rules.filter(({ findings }) => findings.length > 1);
  if (frequent.length === 0 || page.digest.report.summary.apps < 2) return [];
  const names = frequent.map(({ rule, findings }) => `${plainText(rule)} ${findings.length}`);
  const rest = page.digest.rules.length - frequent.length;
  const more = rest > 0 ? [`${counted(rest, 'rule')} once each`] : [];
  return paragraph(page, `By rule: ${[...names, ...more].join(', ')}.`, 0, 'dim');
}
