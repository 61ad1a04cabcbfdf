// JUnit XML, as Jenkins, GitLab, Azure and others read it: a suite for each app, a test case for each check that is listed.
import { actionText, withPlace, type AppChecks, type Digest } from '../src/report/digest/index.js';
import type { Report } from '../src/report/report.js';
import { uniqueNames } from '../src/report/text/words.js';
import { verdicts, type Result } from '../src/report/verdict.js';
import {
  checkCase,
  suiteXml,
  type CheckContext,
  testCase,
  type CaseOutcome,
  type Suite,
  element,
} from './junit/cases.js';

/** The report as JUnit XML, a suite at a time. */
export function* junit(digest: Digest): Generator<string> {
  const suites = suitesOf(digest);
  const cases = suites.flatMap((suite) => suite.cases);
  const count = (outcome: CaseOutcome): number =>
    cases.filter((one) => one.outcome === outcome).length;
  const totals = { tests: cases.length, failures: count('failure'), errors: count('error') };
  const start = element('testsuites', { name: 'ecaudit', ...totals, time: 0 }).replace('/>', '>');
  // Without milliseconds and zone: the schema's own pattern.
  const timestamp = digest.header.generatedAt.slice(0, 19);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n${start}\n`;
  for (const [id, suite] of suites.entries()) yield `  ${suiteXml(suite, id, timestamp)}\n`;
  yield '</testsuites>\n';
}

function suitesOf(digest: Digest): readonly Suite[] {
  return [
    inputSuite(digest),
    ...orgSuite(digest),
    ...Array.from(digest.appChecks(), (one) => appSuite(one, digest)),
    ...excusedSuite(digest),
  ];
}

/** What is said of the rule of a check, what to do, and what fails the run. */
function checkTexts(
  digest: Digest,
  result: Result,
): Pick<CheckContext, 'rule' | 'action' | 'failOn'> {
  return {
    rule: digest.rule(result.rule),
    action: actionText(digest.action(result)),
    failOn: digest.report.options.failOn,
  };
}

/** What only the settings of the org decide: once, however many apps it concerns. */
function orgSuite(digest: Digest): readonly Suite[] {
  if (digest.orgChecks.length === 0) return [];
  const name = uniqueNames();
  const cases = digest.orgChecks.map(({ result, apps }) =>
    checkCase({ ...result, app: 'org' }, name(result.rule), {
      app: undefined,
      ...checkTexts(digest, result),
      apps,
    }),
  );
  return [{ name: 'ecaudit: settings of the whole org', properties: {}, cases, output: [] }];
}

/** A check that a vendor's guide excuses stands in the suite of those. */
function appSuite({ app, results }: AppChecks, digest: Digest): Suite {
  const name = uniqueNames();
  const cases = results.map((result) =>
    checkCase(result, name(result.rule), { app, ...checkTexts(digest, result) }),
  );
  const nothing = testCase({ name: 'no findings', className: app.id, outcome: 'passed' });
  const counts = Object.fromEntries(verdicts.map((verdict) => [verdict, app.counts[verdict]]));
  return {
    name: app.id,
    properties: { label: app.label, kind: app.kind, source: app.source, ...counts },
    cases: cases.length > 0 ? cases : [nothing],
    output: [],
  };
}

function excusedSuite(digest: Digest): readonly Suite[] {
  const { accepted } = digest;
  const { excused } = digest.report.summary;
  if (excused === 0) return [];
  const name = uniqueNames();
  return [
    {
      name: "ecaudit: accepted because a vendor's guide demands it",
      properties: { excused },
      cases: accepted.excused.map((result) =>
        checkCase(result, name(`${result.rule} of ${result.app}`), {
          app: undefined,
          ...checkTexts(digest, result),
        }),
      ),
      output: [],
    },
  ];
}

/** What was read and what was not: without errors a test that passes, so that its absence is noticed. */
function inputSuite(digest: Digest): Suite {
  const name = uniqueNames();
  const errors = digest.gaps.map(({ kind, title, message, location }) =>
    testCase({
      name: name(location ? `${kind} ${location.file}` : kind),
      className: 'ecaudit',
      ...(location && { file: location.file, line: location.startLine }),
      outcome: 'error',
      type: kind,
      message: `audit incomplete: ${title}: ${message}`,
    }),
  );
  const complete = testCase({ name: 'complete', className: 'ecaudit', outcome: 'passed' });
  return {
    name: 'ecaudit: was everything audited',
    properties: { version: digest.header.version, ...numbers(digest.report) },
    cases: errors.length > 0 ? errors : [complete],
    output: [
      digest.counts.checks,
      ...digest.accepted.counts,
      ...digest.terms.all,
      ...digest.byFlags,
      ...warnings(digest),
    ],
  };
}

function numbers({ summary }: Report): Readonly<Record<string, number>> {
  const { apps, checks, pass, fail, open, notApplicable } = summary;
  const { suppressed, baselined, excused } = summary;
  return { apps, checks, pass, fail, open, notApplicable, suppressed, baselined, excused };
}

function warnings({ allWarnings }: Digest): readonly string[] {
  return allWarnings.map((one) => `warning: ${one.title}: ${withPlace(one)}`);
}
