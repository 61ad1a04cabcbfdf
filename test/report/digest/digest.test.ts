import { expect, test } from 'vitest';
import { digestOf } from '../../../src/report/digest/index.js';
import { app, report, result } from '../../reporters/report.js';

const folder = { id: 'force-app', kind: 'folder', apps: 1, files: 2, ignored: 0 } as const;
const org = {
  id: 'org/emea',
  kind: 'org',
  apps: 1,
  files: 3,
  ignored: 0,
  unread: 'there is no host of this name',
} as const;
const [a, b] = [app('A', { source: folder.id }), app('B', { source: org.id })];

const sample = report({
  sources: [folder, org],
  apps: [a, b],
  results: [
    result('flows/low', a.id, { severity: 'low' }),
    result('flows/high', a.id, { severity: 'high' }),
    result('flows/known', a.id, { severity: 'high', baselined: true }),
    result('org/pkce', a.id, { severity: 'medium', about: 'org', fingerprint: 'f' }),
    result('org/pkce', b.id, { severity: 'medium', about: 'org', fingerprint: 'f' }),
  ],
});

test('findings are in the order of the report, or the most severe first', () => {
  const { findings, worstFirst } = digestOf(sample);
  const rules = (of: typeof findings): readonly string[] => of.map(({ result: { rule } }) => rule);
  expect(rules(findings)).toEqual(['flows/low', 'flows/high', 'org/pkce', 'org/pkce']);
  expect(rules(worstFirst)).toEqual(['flows/high', 'org/pkce', 'org/pkce', 'flows/low']);
});

test('each source has its counts by severity', () => {
  expect(digestOf(sample).countsBySource).toEqual([
    { source: 'force-app', bySeverity: { critical: 0, high: 1, medium: 1, low: 1, info: 0 } },
    { source: 'org/emea', bySeverity: { critical: 0, high: 0, medium: 1, low: 0, info: 0 } },
  ]);
});

test('the header names every source, and which could not be read', () => {
  const { sources, unread } = digestOf(sample).header;
  expect(sources.map(({ id }) => id)).toEqual(['force-app', 'org/emea']);
  expect(unread).toEqual(['org/emea was not read (there is no host of this name)']);
});

test('a part is made once', () => {
  const digest = digestOf(sample);
  expect(digest.apps).toBe(digest.apps);
  expect(Array.from(digest.appChecks(), ({ results }) => results.length)).toEqual([3, 0]);
});
