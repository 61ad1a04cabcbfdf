import { digestOf } from '../../src/report/digest/index.js';
import { expect, test } from 'vitest';
import { github } from '../../reporters/github.js';
import { plainText } from '../../src/report/text/plain-text.js';
import type { Report } from '../../src/report/report.js';
import { app, at, report, result } from './report.js';
import { clean, empty, findings, hostile, hostileNames } from './samples.js';
import { settled } from './with-exceptions.js';

const linesOf = (sample: Report): readonly string[] =>
  Array.from(github(digestOf(sample)))
    .join('')
    .split('\n')
    .slice(0, -1);

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** Reads a line as the runner does (actions/runner, src/Runner.Common/ActionCommand.cs), decoding included. */
function commandIn(line: string): Command | undefined {
  if (!line.trimStart().startsWith('::')) return undefined;
  const text = line.trimStart().slice(2);
  const end = text.indexOf('::');
  if (end === -1) return undefined;
  const [name = '', ...rest] = text.slice(0, end).split(' ');
  const properties = rest
    .join(' ')
    .split(',')
    .filter(Boolean)
    .map((pair) => {
      const equals = pair.indexOf('=');
      const key = pair.slice(0, equals);
      const value = pair.slice(equals + 1);
      return [key, decoded(value).replaceAll('%3A', ':').replaceAll('%2C', ',')] as const;
    });
  return {
    name,
    properties: Object.fromEntries(
      properties.map(([key, value]) => [key, value.replaceAll('%25', '%')]),
    ),
    message: decoded(text.slice(end + 2)).replaceAll('%25', '%'),
  };
}

function decoded(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n');
}

const commandsOf = (sample: Report): readonly Command[] =>
  linesOf(sample).flatMap((line) => commandIn(line) ?? []);
const annotations = (sample: Report): readonly Command[] =>
  commandsOf(sample).filter(({ name }) => ['error', 'warning', 'notice'].includes(name));

test('an incomplete audit says so first, then come the findings, the worst first', () => {
  expect(annotations(findings).map(({ name, properties }) => [name, properties['title']])).toEqual([
    ['warning', 'ecaudit: audit incomplete'],
    ['error', 'critical: access/admin-approved'],
    ['error', 'high: flows/pkce-required'],
    ['error', 'ecaudit: File is not well-formed XML'],
    ['warning', 'ecaudit: Element occurs twice'],
    ['warning', 'ecaudit: OAuth scope is not known'],
  ]);
});

test('what is below high is folded in the log', () => {
  expect(linesOf(findings)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^::group::\d findings? below high$/),
      expect.stringMatching(/^- medium flows\/no-device-flow force-app\/.*:\d+:\d+: .*Data_Loader/),
    ]),
  );
});

test('--no-annotations leaves what tells how the run went', () => {
  const sample = { ...findings, options: { ...findings.options, annotations: false } };
  expect(annotations(sample).map(({ name, properties }) => [name, properties['title']])).toEqual([
    ['warning', 'ecaudit: audit incomplete'],
    ['warning', 'ecaudit: Element occurs twice'],
    ['warning', 'ecaudit: OAuth scope is not known'],
  ]);
});

test('an annotation stands at the exact place and says how to fix it', () => {
  const [, first] = annotations(findings);
  expect(first).toEqual({
    name: 'error',
    properties: {
      file: 'force-app/extlClntAppOauthPolicies/Order_Sync_plcy.ecaOauthPlcy-meta.xml',
      line: '12',
      endLine: '12',
      col: '31',
      endColumn: '51',
      title: 'critical: access/admin-approved',
    },
    message:
      'Permitted Users is "self-authorize"; "admin-approved" is required Fix: How to meet access/admin-approved. (externalClientApp:Order_Sync)',
  });
});

test('a place of several lines has no columns: GitHub takes none', () => {
  const location = { file: 'a.xml', startLine: 3, startColumn: 5, endLine: 4, endColumn: 2 };
  const results = [result('r/a', 'externalClientApp:A', { location })];
  const [only] = annotations(report({ apps: [app('A')], results }));
  expect(only?.properties).toEqual({ file: 'a.xml', line: '3', endLine: '4', title: 'high: r/a' });
});

test('what is settled is no annotation, and is counted', () => {
  expect(annotations(settled)).toEqual([]);
  expect(linesOf(settled)).toEqual(
    expect.arrayContaining([
      "::group::1 finding accepted because a vendor's guide demands it",
      '- vendors/servicemax-atlas/pkce-off demands it: 1 finding of flows/pkce-required, in externalClientApp:Order_Sync',
      '::endgroup::',
      'ecaudit: 1 finding suppressed by the configuration',
      'ecaudit: 1 finding in the baseline',
    ]),
  );
});

test('without findings there are only counts', () => {
  expect(linesOf(clean)).toEqual([
    'ecaudit: no findings',
    'ecaudit: 1 app, 7 checks: 5 passed, 0 failed, 0 undecided, 2 not applicable',
    'ecaudit: judged by 5 rules of 3 rulesets; no configuration',
    'ecaudit: findings of high and above fail the run',
  ]);
  expect(annotations(empty)[0]).toMatchObject({ name: 'warning' });
  expect(linesOf(empty)).toContain('ecaudit: audit incomplete; no findings');
});

test('a percent sign, a colon and a comma come back as they were', () => {
  const location = at('a%3A,b:c%25.xml', 3);
  const results = [
    result('r/a', 'externalClientApp:A', { message: '100%25, really: %0A', location }),
  ];
  const [only] = annotations(report({ apps: [app('A')], results }));
  expect(only?.properties['file']).toBe('a%3A,b:c%25.xml');
  expect(only?.message).toBe('100%25, really: %0A (externalClientApp:A)');
});

test('no name makes a command, ends one early or runs over a line', () => {
  const commands = commandsOf(hostile);
  const names = commands.map(({ name }) => name);
  expect(new Set(names)).toEqual(new Set(['warning', 'error']));
  expect(linesOf(hostile).filter((line) => /##\[|##vso\[/.test(line))).toEqual([]);
  const wrong = commands.filter(({ message }) => message.includes('is wrong'));
  // The longest one is cut before its end.
  expect(wrong).toHaveLength(hostileNames.length - 1);
  for (const name of hostileNames.filter(({ length }) => length < 1000)) {
    expect(wrong.some(({ message }) => message.startsWith(plainText(`${name} is wrong`)))).toBe(
      true,
    );
  }
});
