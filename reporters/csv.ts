// An action plan for a spreadsheet: a row for each thing that somebody has to do or to know, the worst first.
import type { Problem } from '../src/report/problem.js';
import type { Report, ReportApp } from '../src/report/report.js';
import { severityRank } from '../src/report/severity.js';
import { standings, standingOf, type Result } from '../src/report/verdict.js';
import { checkCounts, severityCounts } from './counting.js';
import { row } from './csv/cells.js';
import {
  controlsText,
  demandText,
  evidenceText,
  fixText,
  placeText,
  titleText,
} from './finding-texts.js';
import { formatLocation } from '../src/model/location.js';
import { gapsOf, type Gap } from './gaps.js';
import { kindNames } from './kind-names.js';
import { listedResults } from './listed.js';
import { problemTitles } from './problem-titles.js';
import { withoutRepeats, type Shared } from './repeats.js';
import { ruleIndex } from './rule-index.js';
import { settledCounts, settledText } from './settled.js';
import { termsOf, warningsOf } from './terms.js';

/** The columns, in their order. New ones come last. */
const columns = [
  'status',
  'severity',
  'app',
  'label',
  'kind',
  'rule',
  'required',
  'finding',
  'found',
  'fix',
  'owner',
  'due',
  'controls',
  'demanded by',
  'location',
  'settled by',
  'fingerprint',
] as const;

type Cells = Readonly<Partial<Record<(typeof columns)[number], string>>>;

/** What the status of a result is called: findings that are settled have sections of their own. */
const statuses = {
  active: 'to do',
  suppressed: 'suppressed',
  baselined: 'in the baseline',
  excused: 'accepted by vendor',
} as const;

/** The action plan: what was not audited, then findings by status and severity, what is undecided, and the counts. */
export function* csv(report: Report): Generator<string> {
  const rules = ruleIndex(report);
  const apps = new Map(report.apps.map((app) => [app.id, app]));
  yield row(columns);
  for (const gap of gapsOf(report)) yield line(gapCells(gap));
  for (const one of withoutRepeats(listedResults(report).toSorted(byUrgency), report)) {
    yield line(resultCells(one, apps, rules));
  }
  for (const warning of warningsOf(report)) yield line(warningCells(warning));
  yield line(summaryCells(report));
}

function line(cells: Cells): string {
  return row(columns.map((column) => cells[column] ?? ''));
}

const verdictOrder = ['fail', 'open', 'pass', 'notApplicable'] as const;

function byUrgency(a: Result, b: Result): number {
  return (
    verdictOrder.indexOf(a.verdict) - verdictOrder.indexOf(b.verdict) ||
    standings.indexOf(standingOf(a)) - standings.indexOf(standingOf(b)) ||
    severityRank(a.severity) - severityRank(b.severity)
  );
}

function resultCells({ result, apps }: Shared, known: Apps, rules: Rules): Cells {
  const app = result.about === 'org' ? undefined : known.get(result.app);
  const rule = rules.get(result.rule);
  return {
    status: statusOf(result),
    severity: result.severity,
    app: apps.join('; '),
    label: app?.label ?? '',
    kind: app ? kindNames[app.kind] : '',
    rule: result.rule,
    required: titleText(result, rule),
    finding: result.message,
    found: evidenceText(result, app?.kind),
    fix: fixText(rule),
    owner: ownerOf(result, app),
    due: result.suppressed?.expires ?? '',
    controls: controlsText(rule),
    'demanded by': demandText(rule),
    location: placeText(result),
    'settled by': settledText(result) ?? '',
    fingerprint: result.fingerprint,
  };
}

type Apps = ReadonlyMap<string, ReportApp>;
type Rules = ReturnType<typeof ruleIndex>;

function statusOf(result: Result): string {
  if (result.verdict === 'fail') return statuses[standingOf(result)];
  return { pass: 'passed', open: 'not decided', notApplicable: 'not applicable' }[result.verdict];
}

/** Whoever answers for the exception; else whom the app itself names as its contact. */
function ownerOf({ suppressed }: Result, app: ReportApp | undefined): string {
  if (suppressed?.owner) return suppressed.owner;
  const contact = app?.settings.contactEmail;
  return contact?.state === 'known' ? contact.value : '';
}

function gapCells(gap: Gap): Cells {
  return { status: 'not audited', ...troubleCells(gap) };
}

function warningCells(warning: Problem): Cells {
  return { status: 'warning', ...troubleCells({ ...warning, title: problemTitles[warning.kind] }) };
}

function troubleCells({ kind, title, message, location }: Gap): Cells {
  const place = location ? formatLocation(location) : '';
  return { rule: kind, required: title, finding: message, location: place };
}

/** The last row: without findings it is the only one, and it says when the audit is incomplete. */
function summaryCells(report: Report): Cells {
  const { summary } = report;
  const state = summary.incomplete ? 'audit incomplete' : 'audit complete';
  const worst = severityCounts(summary.bySeverity) || 'no findings';
  const facts = [state, worst, checkCounts(summary), ...settledCounts(summary), ...termsOf(report)];
  return { status: 'summary', finding: facts.join('. ') };
}
