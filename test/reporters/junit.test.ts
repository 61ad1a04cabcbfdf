import { digestOf } from '../../src/report/digest/index.js';
import { describe, expect, test } from 'vitest';
import { junit } from '../../reporters/junit.js';
import { plainText } from '../../src/report/text/plain-text.js';
import type { Report } from '../../src/report/report.js';
import { verdicts } from '../../src/report/verdict.js';
import { clean, empty, findings, hostile, hostileNames } from './samples.js';
import { settled } from './with-exceptions.js';
import { all, parseXml, type Node } from './xml-tree.js';

const textOf = (sample: Report): string => Array.from(junit(digestOf(sample))).join('');
const read = (sample: Report): Node => parseXml(textOf(sample));

/**
 * The schema that most readers follow (junit-10.xsd of Jenkins' xUnit plugin, with what the Ant schema demands): the
 * attributes of each element, `?` for optional ones, and its children in their order.
 */
const shapes: Readonly<Record<string, Shape>> = {
  testsuites: { attributes: 'name tests failures errors time', children: /^(testsuite )+$/ },
  testsuite: {
    attributes: 'name package id hostname timestamp tests failures errors skipped time',
    children: /^properties (testcase )+system-out system-err $/,
  },
  properties: { attributes: '', children: /^(property )*$/ },
  property: { attributes: 'name value', children: /^$/ },
  testcase: {
    attributes: 'name classname time file? line?',
    children: /^(failure |error |skipped )?$/,
  },
  failure: { attributes: 'type message', children: /^$/ },
  error: { attributes: 'type message', children: /^$/ },
  skipped: { attributes: 'message', children: /^$/ },
  'system-out': { attributes: '', children: /^$/ },
  'system-err': { attributes: '', children: /^$/ },
};

interface Shape {
  readonly attributes: string;
  readonly children: RegExp;
}

function diagnosticsIn(node: Node): readonly string[] {
  const shape = shapes[node.name];
  if (!shape) return [`unknown element ${node.name}`];
  const allowed = shape.attributes.split(' ').filter(Boolean);
  const names = Object.keys(node.attributes);
  const known = allowed.map((name) => name.replace('?', ''));
  const children = node.children.map(({ name }) => `${name} `).join('');
  return [
    ...allowed
      .filter((name) => !name.endsWith('?') && !names.includes(name))
      .map((name) => `${node.name} lacks ${name}`),
    ...names.filter((name) => !known.includes(name)).map((name) => `${node.name} has ${name}`),
    ...(shape.children.test(children) ? [] : [`${node.name} holds ${children}`]),
    ...node.children.flatMap(diagnosticsIn),
  ];
}

const count = (node: Node, name: string): number => all(node, name).length;
const numbers = (node: Node, ...names: readonly string[]): readonly number[] =>
  names.map((name) => Number(node.attributes[name]));

describe.each(
  Object.entries({
    findings,
    clean,
    empty,
    hostile,
    settled,
    'everything listed': {
      ...findings,
      options: { ...findings.options, include: verdicts },
    },
  }),
)('%s', (_name, sample) => {
  const root = read(sample);

  test('has the shape that readers know', () => {
    expect(diagnosticsIn(root)).toEqual([]);
  });

  test('counts what it holds', () => {
    expect(numbers(root, 'tests', 'failures', 'errors')).toEqual([
      count(root, 'testcase'),
      count(root, 'failure'),
      count(root, 'error'),
    ]);
    for (const suite of root.children) {
      expect(numbers(suite, 'tests', 'failures', 'errors', 'skipped')).toEqual(
        ['testcase', 'failure', 'error', 'skipped'].map((name) => count(suite, name)),
      );
      expect(suite.attributes['timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    }
  });

  test('has a suite for each app, and no test case twice', () => {
    const suites = root.children.map(({ attributes }) => attributes['name']);
    for (const { id } of sample.apps) expect(suites).toContain(plainText(id));
    const cases = all(root, 'testcase').map(({ attributes }) =>
      JSON.stringify([attributes['classname'], attributes['name']]),
    );
    expect(new Set(cases).size).toBe(cases.length);
  });
});

/** `name: outcome` of each test case in the suite of an app. */
function outcomes(sample: Report, suite: string): readonly string[] {
  const found = read(sample).children.find(({ attributes }) => attributes['name'] === suite);
  return (found?.children ?? [])
    .filter(({ name }) => name === 'testcase')
    .map(({ attributes, children }) => `${attributes['name']}: ${children[0]?.name ?? 'passed'}`);
}

test('a failed check is a failure, an undecided one is skipped', () => {
  expect(outcomes(findings, 'externalClientApp:Order_Sync')).toEqual([
    'access/admin-approved: failure',
    'access/sessions: skipped',
    'flows/no-device-flow: skipped',
    'flows/pkce-required: failure',
  ]);
  expect(outcomes(findings, 'externalClientApp:Tidy')).toEqual(['no findings: passed']);
});

test('what is settled is skipped with its reason, and what a vendor demands has a suite of its own', () => {
  expect(outcomes(settled, 'externalClientApp:Order_Sync')).toEqual([
    'access/admin-approved: skipped',
    'access/sessions: skipped',
    'flows/no-device-flow: skipped',
  ]);
  const suite = "ecaudit: accepted because a vendor's guide demands it";
  expect(outcomes(settled, suite)).toEqual([
    'flows/pkce-required of externalClientApp:Order_Sync: skipped',
  ]);
  const messages = all(read(settled), 'skipped').map(({ attributes }) => attributes['message']);
  expect(messages[0]).toMatch(
    /^suppressed by the configuration: Replaced in March, SEC-123; owner integrations team; until 2027-03-31\. /,
  );
  expect(messages[1]).toMatch(/^in the baseline\. /);
});

test('a failure says what, where, how to fix it and who asks for it', () => {
  const [failure] = all(read(findings), 'failure').filter(
    ({ attributes }) => attributes['type'] === 'critical',
  );
  expect(failure?.attributes['message']).toBe(
    'Permitted Users is "self-authorize"; "admin-approved" is required',
  );
  expect(failure?.text.split('\n')).toEqual([
    'Severity: critical',
    'App: External Client App externalClientApp:Order_Sync "Order Sync"',
    'Required: Only users whom an admin approved may use the app',
    'Found: Permitted Users: self-authorize; Select Profiles: none',
    'At: force-app/extlClntAppOauthPolicies/Order_Sync_plcy.ecaOauthPlcy-meta.xml:12:31',
    'Fix: How to meet access/admin-approved.',
    'Fingerprint: fp-access/admin-approved-externalClientApp:Order_Sync',
  ]);
});

test('what was not audited is an error, and without apps there is nothing that passed', () => {
  const root = read(empty);
  expect(numbers(root, 'tests', 'errors')).toEqual([1, 1]);
  expect(all(root, 'error')[0]?.attributes).toMatchObject({
    type: 'no-apps',
    message: expect.stringContaining('audit incomplete'),
  });
});

test('--strict says why an audit without errors is incomplete', () => {
  const sample = {
    ...clean,
    summary: { ...clean.summary, open: 2, incomplete: true },
    options: { ...clean.options, strict: true },
  };
  expect(all(read(sample), 'error')[0]?.attributes['type']).toBe('undecided-checks');
});

test.each(hostileNames.map((name, number) => [number, name] as const))(
  'hostile name %i comes back as it was written',
  (number, name) => {
    const suite = read(hostile).children.find(
      ({ attributes }) => attributes['name'] === `externalClientApp:App_${number}`,
    );
    const label = suite && all(suite, 'property').find((one) => one.attributes['name'] === 'label');
    expect(label?.attributes['value']).toBe(plainText(name));
    expect(all(suite ?? read(hostile), 'failure')[0]?.attributes['message']).toBe(
      plainText(`${name} is wrong`),
    );
  },
);

test('characters that XML forbids are made visible', () => {
  const label = 'a\ufffeb\uffffc';
  const [app] = clean.apps;
  const text = textOf({ ...clean, apps: app ? [{ ...app, label }] : [] });
  expect(text).not.toMatch(/[\ufffe\uffff]/);
  expect(text).toContain(String.raw`a\u{fffe}b\u{ffff}c`);
});
