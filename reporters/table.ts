// The report for people at a terminal: a view, not a log. What was audited and how it came out, then the findings, then what
// was accepted, what nobody could check, and what to do next.
import {
  type Digest,
  decidingText,
  shortAction,
  type Finding,
} from '../src/report/digest/index.js';
import type { Style } from '../src/report/report.js';
import { acceptedLines } from './table/accepted.js';
import { byApp, quietApps, byOrg } from './table/by-app.js';
import { ruleParts, frequentRules } from './table/by-rule.js';
import {
  deadlineTable,
  headerLines,
  lastLine,
  sourceTable,
  summaryLines,
  historyLines,
  userLines,
} from './table/header.js';
import { notCheckedLines, undecidedLines, unrecognisedLines } from './table/not-checked.js';
import {
  tablePage,
  rooms,
  roomsOfOne,
  type Page,
  listItem,
  titled,
  paragraph,
} from './table/page.js';
import { clip, plainText } from '../src/report/text/plain-text.js';
import { counted } from '../src/report/text/words.js';
import type { ControlCoverage, FrameworkCoverage } from '../src/report/controls.js';
import type { Look } from '../src/report/text/ansi.js';

/** How many lines a report has at most, as far as it can: of one app a screen, of many apps what one scrolls through. */
const screen = 40;
const longestReason = 150;

/** The report as text, never wider than `style.width` (60 columns at least). */
export function table(digest: Digest, style: Style): string {
  const page = tablePage(digest, style);
  const lines = page.details ? linesOf(page) : fitting(page);
  return `${lines.join('\n')}\n`;
}

/** Everything where that fits; else as much as there is room for. */
function fitting(page: Page): readonly string[] {
  const isOne = page.digest.report.summary.apps === 1;
  const all = isOne ? roomsOfOne : rooms;
  // What is short anyway need not be folded; where there is much to read, information is noise.
  const choices = page.digest.findings.length > foldedFrom ? all.filter(({ info }) => !info) : all;
  // What -v adds is asked for, and takes no room from the findings.
  const quiet = { ...page, verbose: false };
  const most = mostLines(page, isOne);
  const room = choices.find((one) => linesOf({ ...quiet, room: one }).length <= most);
  return linesOf({ ...page, room: room ?? choices.at(-1) ?? page.room });
}

/** Sentences need more lines where these are shorter; a list of rules has a line for each all the same. */
function mostLines({ width, groupBy }: Page, isOne: boolean): number {
  const most = isOne ? screen : longestReason;
  return groupBy === 'app' ? Math.floor(most * Math.max(1, usual / width)) : most;
}

/** The columns for which the limits are meant. */
const usual = 100;
const foldedFrom = 10;

function linesOf(page: Page): readonly string[] {
  const end = [
    quietApps(page),
    acceptedLines(page),
    undecidedLines(page),
    notCheckedLines(page),
    deadlineTable(page),
    unrecognisedLines(page),
    userLines(page),
    ...controlsTable(page),
    nextSteps(page),
    lastLine(page),
  ];
  return joinSections([
    headerLines(page),
    summaryLines(page),
    sourceTable(page),
    historyLines(page),
    ...findingParts(page),
    ...(page.room.items === 0 ? [end.flat()] : end),
  ]);
}

function findingParts(page: Page): readonly (readonly string[])[] {
  if (page.groupBy === 'rule') return [ruleParts(page, page.digest.rules)];
  if (page.groupBy === 'org') return byOrg(page);
  return [frequentRules(page), ...byApp(page)];
}

/** Parts with an empty line between them; one that has nothing to say leaves no gap. */
function joinSections(parts: readonly (readonly string[])[]): readonly string[] {
  const told = parts.filter(({ length }) => length > 0);
  return told.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
}

/** What to do after reading: the worst finding first, then what would decide most, then the reports that say more. */
export function nextSteps(page: Page): readonly string[] {
  const steps = [...firstFix(page), ...deciding(page), ...completion(page), ...otherReports(page)];
  const [only, ...more] = steps;
  if (only === undefined) return [];
  if (more.length === 0) return titled(page, 'Next', only);
  return [page.paint('Next', 'bold'), ...steps.flatMap((step) => listItem(page, step, 0))];
}

/** The rule to begin with; where the report lists each finding with what to do, that is plain to see. */
function firstFix(page: Page): readonly string[] {
  const rule = firstRule(page);
  const [first] = rule?.findings ?? [];
  if (!rule || !first || page.groupBy === 'app') return [];
  const where =
    rule.findings.length > 1 ? counted(rule.findings.length, 'finding') : placeOfFirst(page, first);
  const action = shortAction(page.digest.action(first.result));
  return [`Fix first: ${plainText(rule.rule)}, ${where}. ${action}`.trim()];
}

/**
 * The worst rule; where a vendor's guide asks for something of the same app as severely, that comes first: what the guide demands
 * makes the integration work.
 */
function firstRule({ digest }: Page): Page['digest']['rules'][number] | undefined {
  const rules = digest.rules.filter(({ findings: [one] }) => one && isDuty(one));
  const [worst] = rules;
  if (!worst) return undefined;
  const severity = (one: typeof worst) => one.findings[0]?.result.severity;
  const apps = new Set(worst.findings.map(({ result }) => result.app));
  const demand = rules.find(
    (one) =>
      one.rule.startsWith('vendors/') &&
      severity(one) === severity(worst) &&
      one.findings.some(({ result }) => apps.has(result.app)),
  );
  return demand ?? worst;
}

/** What a guide only offers is never the first thing to do. */
function isDuty({ result }: Finding): boolean {
  return result.level !== 'optional' && result.level !== 'troubleshooting';
}

function placeOfFirst({ digest }: Page, { result }: Finding): string {
  if (result.about === 'org') return 'the org';
  return plainText(clip(digest.app(result.app)?.apiName ?? result.app, 80));
}

/** What to retrieve so that most is decided. */
function deciding({ digest }: Page): readonly string[] {
  const text = decidingText(digest);
  return text === '' ? [] : [text];
}

function completion({ digest: { report } }: Page): readonly string[] {
  if (!report.summary.incomplete) return [];
  const errors = report.problems.some(({ level }) => level === 'error');
  const what = errors ? 'Fix the errors above' : 'Decide the undecided checks above';
  return [`${what}: an incomplete audit ends with exit code 3, unless its findings make it 1`];
}

function otherReports({ digest: { report, rules }, details, groupBy }: Page): readonly string[] {
  const { summary, problems } = report;
  if (summary.apps === 0) {
    return summary.incomplete ? ['Name a folder, a metadata file or a zip: ecaudit PATH'] : [];
  }
  const more = summary.fail + summary.open + problems.length > 0;
  const one = groupBy === 'rule' && rules[0] ? `, of one rule with --rule ${rules[0].rule}` : '';
  return more && !details ? [`Every finding with all it has: --details${one}`] : [];
}

/** What the checks mean for the controls of each framework that was asked for; a part for each. */
export function controlsTable(page: Page): readonly (readonly string[])[] {
  return (page.digest.report.controls ?? []).map((coverage) => frameworkLines(page, coverage));
}

function frameworkLines(page: Page, { framework, controls }: FrameworkCoverage): readonly string[] {
  const { id, title, version } = framework;
  const name = plainText(version === undefined ? title : `${title}, ${version}`);
  const assessed = controls.filter((one) => one.assessed);
  const others = controls.filter((one) => !one.assessed);
  return [
    ...paragraph(page, `Controls: ${name} (${plainText(id)})`, 0, 'bold'),
    ...paragraph(page, evidenceOnly, 0, 'dim'),
    ...assessed.flatMap((one) => assessedLines(page, one)),
    ...notAssessedLines(page, others),
  ];
}

const evidenceOnly =
  'Checks give evidence; whether a control is fulfilled is for whoever is responsible for it.';

function assessedLines(page: Page, coverage: ControlCoverage): readonly string[] {
  const { control, title, rules } = coverage;
  const [word, look] = controlState(coverage);
  const named = control === title ? control : `${control} ${title}`;
  const lines = listItem(page, `${plainText(named)}: ${word} (${countsText(coverage)})`, 0, look);
  const why = page.verbose ? paragraph(page, plainText(rules.join(', ')), 2, 'dim') : [];
  return [...lines, ...why];
}

/** The worst that a check came to. */
function controlState({ fail, open, pass }: ControlCoverage): readonly [string, Look] {
  if (fail > 0) return ['failed', 'red'];
  if (open > 0) return ['not decided', 'yellow'];
  return pass > 0 ? ['passed', 'green'] : ['no app that it applies to', 'dim'];
}

function countsText({ pass, fail, open, notApplicable, rules }: ControlCoverage): string {
  const counts = [
    [pass, 'passed'],
    [fail, 'failed'],
    [open, 'not decided'],
    [notApplicable, 'not applicable'],
  ] as const;
  const parts = counts.flatMap(([count, name]) => (count > 0 ? [`${count} ${name}`] : []));
  return `${counted(rules.length, 'rule')}: ${parts.join(', ') || 'no check'}`;
}

/** Their ids; with -v, each with the reason. */
function notAssessedLines(page: Page, controls: readonly ControlCoverage[]): readonly string[] {
  if (controls.length === 0) return [];
  const head = `Not assessed by this tool: ${counted(controls.length, 'control')}`;
  if (!page.verbose) {
    const ids = controls.map(({ control }) => control).join(', ');
    return paragraph(page, plainText(`${head} (-v says why): ${ids}`), 0);
  }
  return [
    ...paragraph(page, head, 0),
    ...controls.flatMap(({ control, title, reason }) =>
      listItem(page, plainText(`${control} ${title}: ${reason ?? ''}`), 0, 'dim'),
    ),
  ];
}
