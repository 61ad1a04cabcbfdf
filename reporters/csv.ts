// An action plan for a spreadsheet: a row for each thing that somebody has to do or to know, the worst first.
import {
  acceptedText,
  evidenceText,
  placeText,
  type Digest,
  type Finding,
  type Gap,
  type TitledProblem,
} from '../src/report/digest/index.js';
import { formatLocation } from '../src/model/location.js';
import type { ReportApp } from '../src/report/report.js';
import { statusOf, type Result } from '../src/report/verdict.js';
import { kindNames } from '../src/report/text/words.js';
import { row } from './csv/cells.js';

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

/** What the status of a result is called: findings that are accepted have sections of their own. */
const statuses = {
  active: 'to do',
  suppressed: 'suppressed',
  baselined: 'in the baseline',
  excused: 'accepted by vendor',
  echo: '',
} as const;

/** The action plan: what was not audited, then findings by status and severity, what is undecided, and the counts. */
export function* csv(digest: Digest): Generator<string> {
  yield row(columns);
  for (const gap of digest.gaps) yield line(gapCells(gap));
  for (const finding of digest.plan) yield line(findingCells(finding, digest));
  for (const warning of digest.allWarnings) yield line(warningCells(warning));
  yield line(summaryCells(digest));
}

function line(cells: Cells): string {
  return row(columns.map((column) => cells[column] ?? ''));
}

function findingCells({ result, apps }: Finding, digest: Digest): Cells {
  const app = result.about === 'org' ? undefined : digest.app(result.app);
  const rule = digest.rule(result.rule);
  return {
    status: statusText(result),
    severity: result.severity,
    app: apps.join('; '),
    label: app?.label ?? '',
    kind: app ? kindNames[app.kind] : '',
    rule: result.rule,
    required: rule.title,
    finding: result.message,
    found: evidenceText(result, app?.kind),
    fix: rule.fix ?? '',
    owner: ownerOf(result, app),
    due: result.suppressed?.expires ?? '',
    controls: rule.controls,
    'demanded by': rule.demand,
    location: placeText(result),
    'settled by': acceptedText(result) ?? '',
    fingerprint: result.fingerprint,
  };
}

function statusText(result: Result): string {
  if (result.verdict === 'fail') return statuses[statusOf(result)];
  return { pass: 'passed', open: 'not decided', notApplicable: 'not applicable' }[result.verdict];
}

/** Whoever answers for the exception; else whom the app itself names as its contact. */
function ownerOf({ suppressed }: Result, app: ReportApp | undefined): string {
  if (suppressed?.owner) return suppressed.owner;
  const contact = app?.settings.contactEmail;
  return contact?.state === 'known' ? contact.value : '';
}

function gapCells(gap: Gap): Cells {
  return { status: 'not audited', ...problemCells(gap) };
}

function warningCells(warning: TitledProblem): Cells {
  return { status: 'warning', ...problemCells(warning) };
}

function problemCells({ kind, title, message, location }: Gap): Cells {
  const place = location ? formatLocation(location) : '';
  return { rule: kind, required: title, finding: message, location: place };
}

/** The last row: without findings it is the only one, and it says when the audit is incomplete. */
function summaryCells({ report, counts, accepted, terms }: Digest): Cells {
  const state = report.summary.incomplete ? 'audit incomplete' : 'audit complete';
  const facts = [state, counts.severe, counts.checks, ...accepted.counts, ...terms.all];
  return { status: 'summary', finding: facts.join('. ') };
}
