// An action plan for a spreadsheet: a row for each thing that somebody has to do or to know, the worst first.
import {
  acceptedText,
  actionText,
  placeText,
  type Digest,
  type Finding,
  type Gap,
  type TitledProblem,
} from '../src/report/digest/index.js';
import type { ControlCoverage, FrameworkCoverage } from '../src/report/controls.js';
import { formatLocation } from '../src/model/location.js';
import type { Style } from '../src/report/report.js';
import { statusOf, type Result, type Status } from '../src/report/verdict.js';
import { counted, kindTitles } from '../src/report/text/words.js';
import { csvRow } from './csv/cells.js';

/** The columns, in their order. New ones come last. */
const findingColumns = [
  'status',
  'severity',
  'org',
  'kind',
  'api name',
  'label',
  'rule',
  'finding',
  'fix',
  'owner',
  'due',
  'controls',
  'demanded by',
  'location',
  'fingerprint',
] as const;

type FindingCells = Readonly<Partial<Record<(typeof findingColumns)[number], string>>>;

/** What the status of a failed check is called. An echo has no row. */
const statusNames = {
  active: 'to do',
  suppressed: 'accepted',
  baselined: 'known',
  excused: 'accepted',
  echo: '',
} as const satisfies Readonly<Record<Status, string>>;

/** Spreadsheets open a file without a byte order mark in the code page of the machine. */
const byteOrderMark = '\u{feff}';

/** The action plan: what was not audited, then findings by status and severity, and the counts. */
export function* csv(digest: Digest, { file }: Pick<Style, 'file'> = {}): Generator<string> {
  const { options } = digest.report;
  yield (file ? byteOrderMark : '') + csvRow(findingColumns);
  for (const gap of digest.gaps) yield csvLine(gapCells(gap));
  for (const finding of digest.plan) {
    // What is undecided is no work to do: it has rows where somebody asks for them.
    if (finding.result.verdict === 'open' && !options.includeGiven) continue;
    yield csvLine(findingCells(finding, digest));
  }
  for (const warning of digest.allWarnings) yield csvLine(warningCells(warning));
  for (const coverage of digest.report.controls ?? [])
    for (const control of coverage.controls) yield csvLine(controlCells(coverage, control));
  yield csvLine(summaryCells(digest));
}

function csvLine(cells: FindingCells): string {
  return csvRow(findingColumns.map((column) => cells[column] ?? ''));
}

function findingCells({ result, apps, source }: Finding, digest: Digest): FindingCells {
  const app = result.about === 'org' ? undefined : digest.app(result.app);
  const rule = digest.rule(result.rule);
  return {
    status: statusText(result),
    severity: result.severity,
    org: digest.header.sources.find(({ id }) => id === source)?.name ?? source,
    kind: app ? kindTitles[app.kind] : '',
    'api name': app?.apiName ?? '',
    label: app?.label ?? '',
    rule: result.rule,
    finding: findingCellText(result, apps),
    fix: actionText(digest.action(result)),
    ...digest.duty(result),
    controls: rule.controls,
    'demanded by': rule.demand,
    location: placeText(result),
    fingerprint: result.fingerprint,
  };
}

/** What is wrong; of what is accepted or known the reason as well, and of what is about the org how many apps it concerns. */
function findingCellText(result: Result, apps: readonly string[]): string {
  const settled = acceptedText(result);
  const concerns = result.about === 'org' ? ` Concerns ${counted(apps.length, 'app')}.` : '';
  return `${result.message}${concerns}${settled ? ` (${settled})` : ''}`;
}

function statusText(result: Result): string {
  const status = statusOf(result);
  if (status !== 'active' || result.verdict === 'fail') return statusNames[status];
  return { pass: 'passed', open: 'undecided', notApplicable: 'not applicable' }[result.verdict];
}

function gapCells(gap: Gap): FindingCells {
  return { status: 'not audited', ...problemCells(gap) };
}

function warningCells(warning: TitledProblem): FindingCells {
  return { status: 'warning', ...problemCells(warning) };
}

function problemCells({ kind, title, message, location }: Gap): FindingCells {
  const place = location ? formatLocation(location) : '';
  return { rule: kind, finding: `${title}: ${message}`, location: place };
}

/** What the checks say of a control: evidence, never the word that it is fulfilled. */
function controlCells({ framework }: FrameworkCoverage, coverage: ControlCoverage): FindingCells {
  const { control, title, rules, assessed, reason = '', ...counts } = coverage;
  const { pass, fail, open, notApplicable } = counts;
  const checks = `${pass} passed, ${fail} failed, ${open} undecided, ${notApplicable} not applicable`;
  return {
    status: 'summary',
    label: title,
    rule: rules.join('; '),
    finding: assessed ? checks : `not assessed: ${reason}`,
    controls: `${framework.id} ${control}`,
  };
}

/** The last row: without findings it is the only one, and it says when the audit is incomplete. */
function summaryCells(digest: Digest): FindingCells {
  const { report, counts, accepted, terms, header, byFlags } = digest;
  const state = report.summary.incomplete ? 'audit incomplete' : 'audit complete';
  const { when, version, sources } = header;
  const made = `ecaudit ${version}, ${when}`;
  const named = sources.map(({ name, facts }) => [name, ...facts].join(', '));
  const numbers = [counts.severe, counts.checks, ...accepted.counts];
  const all = [state, ...numbers, ...terms.all, ...byFlags];
  const facts = [...all, ...header.unread, made, ...named];
  return { status: 'summary', finding: facts.join('. ') };
}
