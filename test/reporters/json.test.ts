import { digestOf } from '../../src/report/digest/index.js';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { json as render } from '../../reporters/json.js';
import { appKinds } from '../../src/model/app.js';
import type { Report } from '../../src/report/report.js';
import { rulesetKinds } from '../../src/model/ruleset.js';
import { settingNames } from '../../src/settings/settings.js';
import { severities } from '../../src/report/severity.js';
import { verdicts } from '../../src/report/verdict.js';
import { app, at, report, result, settingsWith } from './report.js';
import { clean, empty, findings, hostile, hostileNames } from './samples.js';

const json = (sample: Report): string => Array.from(render(digestOf(sample))).join('');

const schema = JSON.parse(
  readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

/** What a reader of the JSON gets, as far as the tests look into it. */
interface Data {
  readonly apps: readonly { readonly label: string; readonly settings: Record<string, object> }[];
  readonly results: readonly { readonly verdict: string }[];
  readonly summary: { readonly checks: number };
}

function parse(parts: Report): Data {
  return JSON.parse(json(parts)) as Data;
}

describe.each(Object.entries({ findings, clean, empty, hostile }))('%s', (_, sample) => {
  test('is what the schema says', () => {
    validate(parse(sample));
    expect(validate.errors).toBeNull();
  });
});

test('the schema knows the lists of the model', () => {
  const { summary, app: schemaApp, result: schemaResult, ruleset, severity } = schema.$defs;
  expect(severity.enum).toEqual(severities);
  expect(schemaResult.properties.verdict.enum).toEqual(verdicts);
  expect(schemaApp.properties.counts.required).toEqual(verdicts);
  expect(schemaApp.properties.kind.enum).toEqual(appKinds);
  expect(ruleset.properties.kind.enum.toSorted()).toEqual(rulesetKinds.toSorted());
  expect(summary.properties.bySeverity.required).toEqual(severities);
  expect(settingNames.filter((name) => !/^[A-Za-z][A-Za-z0-9.]*$/.test(name))).toEqual([]);
});

test('keys stand in the order of the contract', () => {
  const data = parse(findings);
  expect(Object.keys(data).join(' ')).toBe(
    'schemaVersion tool generatedAt sources revision rulesets summary excuses apps results problems',
  );
  expect(Object.keys(data.results[0] ?? {}).join(' ')).toBe(
    'rule app verdict severity message location evidence fingerprint excusedBy originalSeverity',
  );
  expect(Object.keys(data.apps[0]?.settings ?? {})).toEqual(settingNames);
});

test('settings say their state, and what is not there has no key', () => {
  const file = 'a.xml';
  const settings = settingsWith({
    scopes: {
      state: 'known',
      value: ['api', '{{X}}'],
      origin: 'stated',
      location: at(file, 3, 4),
      itemLocations: [at(file, 3, 4), at(file, 4, 4)],
      placeholder: true,
    },
    pkceRequired: { state: 'known', value: false, origin: 'default' },
    label: { state: 'unknown', reason: 'why', location: at(file) },
  });
  const data = parse(report({ apps: [app('A', { settings })] })).apps[0]?.settings ?? {};
  expect(data['scopes']).toEqual(settings.scopes);
  expect(data['pkceRequired']).toEqual({ state: 'known', value: false, origin: 'default' });
  // It stands nowhere.
  expect(data['label']).toEqual({ state: 'unknown', reason: 'why' });
});

test('a setting stands on one line', () => {
  const line = json(findings)
    .split('\n')
    .find((text) => text.includes('"pkceRequired": {'));
  expect(line).toMatch(/^ {8}"pkceRequired": \{"state":"unknown",.*\},?$/);
});

test('nothing that an app is called is lost', () => {
  const labels = parse(hostile).apps.map(({ label }) => label);
  expect(labels).toEqual(hostileNames);
});

test.each([
  [
    { include: ['fail', 'open', 'pass', 'notApplicable'] },
    ['fail', 'notApplicable', 'open', 'pass'],
  ],
  [{ include: ['pass'] }, ['pass']],
  [{ include: ['fail', 'open'], minSeverity: 'critical' }, ['open']],
] as const)('%j lists %j', (options, expected) => {
  const results = verdicts.map((verdict) =>
    result(`r/${verdict}`, 'externalClientApp:A', {
      verdict,
      severity: verdict === 'open' ? 'critical' : 'high',
    }),
  );
  const data = parse(report({ apps: [app('A')], results, options }));
  expect(data.results.map(({ verdict }) => verdict).toSorted()).toEqual(expected);
  expect(data.summary.checks).toBe(4);
});
