import {
  acceptedText,
  evidenceText,
  placeText,
  type RuleTexts,
} from '../../src/report/digest/index.js';
import { reaches } from '../../src/report/severity.js';
import type { ReportApp, ReportOptions } from '../../src/report/report.js';
import { kindTitles } from '../../src/report/text/words.js';
import type { Result } from '../../src/report/verdict.js';
import { plainText } from '../../src/report/text/plain-text.js';

/** How a test case came out. */
export type CaseOutcome = 'passed' | 'failure' | 'error' | 'skipped';

interface TestCase {
  readonly outcome: CaseOutcome;
  readonly xml: string;
}

interface CaseParts {
  readonly name: string;
  readonly className: string;
  readonly file?: string;
  readonly line?: number;
  readonly outcome: CaseOutcome;
  /** Of a failure or an error. */
  readonly type?: string;
  readonly message?: string;
  readonly lines?: readonly string[];
}

/** A test case. What came out well has no element of its own. */
export function testCase(parts: CaseParts): TestCase {
  const { name, className, file, line, outcome, type, message, lines = [] } = parts;
  const attributes = { name, classname: className, time: 0, file, line };
  const inner = outcome === 'passed' ? '' : element(outcome, { type, message }, textContent(lines));
  return { outcome, xml: element('testcase', attributes, inner) };
}

/** One check of one app. Undecided ones are skipped tests, and so is what is accepted: neither is a success. */
export function checkCase(result: Result, name: string, context: CheckContext): TestCase {
  const accepted = acceptedText(result);
  const { file, startLine } = result.location;
  const common = { name, className: result.app, file, line: startLine };
  if (result.verdict === 'pass') return testCase({ ...common, outcome: 'passed' });
  if (result.verdict === 'fail' && accepted === undefined) {
    const { severity, message } = result;
    const lines = failureLines(result, context);
    // What does not fail the run is no failure here either: a build server would be red while the job is green.
    if (!reaches(severity, context.failOn)) {
      const text = `${severity}, does not fail the run: ${message}`;
      return testCase({ ...common, outcome: 'skipped', message: text });
    }
    return testCase({ ...common, outcome: 'failure', type: severity, message, lines });
  }
  const message = accepted === undefined ? skippedText(result) : `${accepted}. ${result.message}`;
  return testCase({ ...common, outcome: 'skipped', message });
}

function skippedText({ verdict, message }: Result): string {
  return verdict === 'open' ? message : `Not applicable: ${message}`;
}

export interface CheckContext {
  /** The lowest severity that fails the run. */
  readonly failOn: ReportOptions['failOn'];
  readonly app: ReportApp | undefined;
  readonly rule: RuleTexts;
  /** What to do. */
  readonly action: string;
  /** The apps that it concerns, where it is about the org. */
  readonly apps?: readonly string[];
}

function failureLines(
  result: Result,
  { app, rule, apps, action, failOn }: CheckContext,
): readonly string[] {
  if (apps) return failureLines({ ...result, app: apps.join(', ') }, { app, rule, action, failOn });
  const named = app ? `${kindTitles[app.kind]} ${app.id} "${app.label}"` : result.app;
  const facts = {
    Severity: result.severity,
    App: named,
    Required: rule.title,
    Found: evidenceText(result, app?.kind),
    At: placeText(result),
    Fix: action,
    'Required by': rule.demand,
    Fingerprint: result.fingerprint,
  };
  return Object.entries(facts).flatMap(([name, text]) => (text === '' ? [] : [`${name}: ${text}`]));
}

/** A suite in the order that the JUnit schema wants: properties, cases, output. */
export function suiteXml(suite: Suite, id: number, timestamp: string): string {
  const count = (outcome: CaseOutcome): number =>
    suite.cases.filter((one) => one.outcome === outcome).length;
  const attributes = {
    name: suite.name,
    package: 'ecaudit',
    id,
    // What the schema asks for where the host is nobody's business.
    hostname: 'localhost',
    timestamp,
    tests: suite.cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: 0,
  };
  const properties = Object.entries(suite.properties).map(([name, value]) =>
    element('property', { name, value }),
  );
  const parts = [
    properties.length > 0 ? `<properties>${properties.join('')}</properties>` : '<properties/>',
    ...suite.cases.map(({ xml }) => xml),
    `<system-out>${suite.output.map(xmlText).join('\n')}</system-out>`,
    '<system-err/>',
  ];
  return element('testsuite', attributes, `\n    ${parts.join('\n    ')}\n  `);
}

export interface Suite {
  readonly name: string;
  readonly properties: Readonly<Record<string, string | number>>;
  readonly cases: readonly TestCase[];
  /** Lines. */
  readonly output: readonly string[];
}

/** A value of an attribute; what is undefined is left out. */
type XmlAttributes = Readonly<Record<string, string | number | undefined>>;

/** A text as XML 1.0 can hold it: one line, its markup escaped. */
function xmlText(text: string): string {
  return plainText(text).replace(reserved, (char) => entities[char] ?? char);
}

const reserved = /[&<>"']/g;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** An element with text, with elements in it, or with nothing. `content` is XML already. */
export function element(name: string, attributes: XmlAttributes, content = ''): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${xmlText(String(value))}"`],
  );
  const start = `<${name}${written.join('')}`;
  return content === '' ? `${start}/>` : `${start}>${content}</${name}>`;
}

/** Lines of text as the content of an element. */
function textContent(lines: readonly string[]): string {
  return lines.filter(Boolean).map(xmlText).join('\n');
}
