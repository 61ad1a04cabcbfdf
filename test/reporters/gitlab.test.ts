import { digestOf } from '../../src/report/digest/index.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { gitlab } from '../../reporters/gitlab.js';
import { plainText } from '../../src/report/text/plain-text.js';
import type { Report } from '../../src/report/report.js';
import { severities } from '../../src/report/severity.js';
import { app, at, report, result } from './report.js';
import { clean, empty, findings, hostile, hostileNames } from './samples.js';
import { settled } from './with-exceptions.js';

/** The table of https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format as a schema. */
const schema = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{32}$' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^(?!\\.?/)' },
          lines: {
            type: 'object',
            required: ['begin'],
            properties: { begin: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
};
const validate = new Ajv2020({ allErrors: true }).compile(schema);

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const read = (sample: Report): readonly Issue[] =>
  JSON.parse(Array.from(gitlab(digestOf(sample))).join('')) as readonly Issue[];
const named = (sample: Report): readonly string[] =>
  read(sample).map(({ check_name: name, severity }) => `${severity} ${name}`);

describe.each(Object.entries({ findings, clean, empty, hostile, settled }))(
  '%s',
  (_name, sample) => {
    test('fits the documented format', () => {
      validate(read(sample));
      expect(validate.errors).toBeNull();
    });

    test('has a fingerprint of its own for each issue', () => {
      const fingerprints = read(sample).map(({ fingerprint }) => fingerprint);
      expect(new Set(fingerprints).size).toBe(fingerprints.length);
    });
  },
);

test('gaps come first, then findings, then the counts of what is settled or undecided', () => {
  expect(named(findings)).toEqual([
    'blocker ecaudit/malformed-xml',
    'major flows/no-device-flow',
    'blocker access/admin-approved',
    'critical flows/pkce-required',
    'minor ecaudit/duplicate-element',
    'minor ecaudit/unknown-scope',
    'info ecaudit/accepted-by-vendor',
    'info ecaudit/not-decided',
    'info ecaudit/terms',
  ]);
  expect(named(settled)).toEqual([
    'major flows/no-device-flow',
    'info ecaudit/accepted-by-vendor',
    'info ecaudit/suppressed',
    'info ecaudit/baselined',
  ]);
  expect(named(clean)).toEqual([]);
  expect(named(empty)).toEqual(['blocker ecaudit/no-apps']);
});

test('each severity has its word', () => {
  const results = severities.map((severity) =>
    result(`r/${severity}`, 'externalClientApp:A', { severity }),
  );
  expect(named(report({ apps: [app('A')], results }))).toEqual([
    'blocker r/critical',
    'critical r/high',
    'major r/medium',
    'minor r/low',
    'info r/info',
  ]);
});

test('an issue is the same one when lines move and when a count changes', () => {
  const of = (sample: Report): readonly string[] =>
    read(sample).map(({ fingerprint }) => fingerprint);
  const results = findings.results.map((one) => ({
    ...one,
    location: at(`moved/${one.location.file}`, one.location.startLine + 7),
  }));
  const moved = { ...findings, results, summary: { ...findings.summary, open: 99 } };
  expect(of(moved)).toEqual(of(findings));
});

test('the path is one of the repository', () => {
  const results = [result('r/a', 'externalClientApp:A', { location: at('./x/a.xml', 3) })];
  expect(read(report({ apps: [app('A')], results }))[0]?.location).toMatchObject({
    path: 'x/a.xml',
    lines: { begin: 3 },
  });
});

test.each(hostileNames.filter(({ length }) => length < 900))('%j comes back as it was', (name) => {
  const issues = read(hostile).filter(({ severity }) => severity === 'critical');
  expect(
    issues.some(({ description }) => description.startsWith(plainText(`${name} is wrong`))),
  ).toBe(true);
});
