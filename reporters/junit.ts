// JUnit XML, as Jenkins, GitLab, Azure and others read it: a suite for each app, a test case for each check that is listed.
import type { Report, ReportApp } from '../src/report/report.js';
import { standingOf, verdicts, type Result } from '../src/report/verdict.js';
import { resultsOf } from './by-app.js';
import { checkCounts } from './counting.js';
import { gapsOf } from './gaps.js';
import { checkCase, suiteXml, testCase, type Outcome, type Suite } from './junit/cases.js';
import { element } from './junit/xml.js';
import { listedResults } from './listed.js';
import { withoutRepeats } from './repeats.js';
import { problemTitles } from './problem-titles.js';
import { ruleIndex } from './rule-index.js';
import { settledCounts } from './settled.js';
import { termsOf, warningsOf, withPlace } from './terms.js';
import { uniqueNames } from './unique.js';

/** The report as JUnit XML, a suite at a time. */
export function* junit(report: Report): Generator<string> {
  const suites = suitesOf(report);
  const cases = suites.flatMap((suite) => suite.cases);
  const count = (outcome: Outcome): number => cases.filter((one) => one.outcome === outcome).length;
  const totals = { tests: cases.length, failures: count('failure'), errors: count('error') };
  const start = element('testsuites', { name: 'ecaudit', ...totals, time: 0 }).replace('/>', '>');
  // Without milliseconds and zone: the schema's own pattern.
  const timestamp = report.generatedAt.slice(0, 19);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n${start}\n`;
  for (const [id, suite] of suites.entries()) yield `  ${suiteXml(suite, id, timestamp)}\n`;
  yield '</testsuites>\n';
}

function suitesOf(report: Report): readonly Suite[] {
  const rules = ruleIndex(report);
  const listed = listedResults(report).filter((result) => standingOf(result) !== 'excused');
  const byApp = resultsOf(listed.filter(({ about }) => about !== 'org'));
  const apps = report.apps.map((app) => appSuite(app, byApp.get(app.id) ?? [], rules));
  const org = listed.filter(({ about }) => about === 'org');
  return [
    inputSuite(report),
    ...orgSuite(org, report, rules),
    ...apps,
    ...excusedSuite(report, rules),
  ];
}

/** What only the settings of the org decide: once, however many apps it concerns. */
function orgSuite(results: readonly Result[], report: Report, rules: Rules): readonly Suite[] {
  if (results.length === 0) return [];
  const name = uniqueNames();
  const cases = withoutRepeats(results, report).map(({ result, apps }) =>
    checkCase({ ...result, app: 'org' }, name(result.rule), {
      app: undefined,
      rule: rules.get(result.rule),
      apps,
    }),
  );
  return [{ name: 'ecaudit: settings of the whole org', properties: {}, cases, output: [] }];
}

/** A check that a vendor's guide excuses stands in the suite of those. */
function appSuite(app: ReportApp, results: readonly Result[], rules: Rules): Suite {
  const name = uniqueNames();
  const cases = results.map((result) =>
    checkCase(result, name(result.rule), { app, rule: rules.get(result.rule) }),
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

type Rules = ReturnType<typeof ruleIndex>;

function excusedSuite(report: Report, rules: Rules): readonly Suite[] {
  const { excused } = report.summary;
  if (excused === 0) return [];
  const name = uniqueNames();
  const results = report.results.filter((result) => standingOf(result) === 'excused');
  return [
    {
      name: "ecaudit: accepted because a vendor's guide demands it",
      properties: { excused },
      cases: results.map((result) =>
        checkCase(result, name(`${result.rule} of ${result.app}`), {
          app: undefined,
          rule: rules.get(result.rule),
        }),
      ),
      output: [],
    },
  ];
}

/** What was read and what was not: without errors a test that passes, so that its absence is noticed. */
function inputSuite(report: Report): Suite {
  const name = uniqueNames();
  const errors = gapsOf(report).map(({ kind, title, message, location }) =>
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
    properties: { version: report.tool.version, ...numbers(report) },
    cases: errors.length > 0 ? errors : [complete],
    output: [
      checkCounts(report.summary),
      ...settledCounts(report.summary),
      ...termsOf(report),
      ...warnings(report),
    ],
  };
}

function numbers({ summary }: Report): Readonly<Record<string, number>> {
  const { apps, checks, pass, fail, open, notApplicable } = summary;
  const { suppressed, baselined, excused } = summary;
  return { apps, checks, pass, fail, open, notApplicable, suppressed, baselined, excused };
}

function warnings(report: Report): readonly string[] {
  return warningsOf(report).map((one) => `warning: ${problemTitles[one.kind]}: ${withPlace(one)}`);
}
