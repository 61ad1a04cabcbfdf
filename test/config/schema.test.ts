// The published JSON Schema is the one that the code has, and says what the code says.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { configJsonSchema } from '../../src/config/json-schema.js';
import { load } from './configs.js';

const schema = configJsonSchema();
const validate = new Ajv.default({ allErrors: true, strict: true }).compile(schema);

function fileOf(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

const examples = Array.from(
  fileOf('docs/configuration.md').matchAll(/```yaml\n([^]*?)```/g),
  ([, text = '']) => text,
);

test('schemas/config.schema.json is up to date', () => {
  expect(JSON.parse(fileOf('schemas/config.schema.json'))).toEqual(schema);
});

test('docs/configuration.md has examples, the first of them with every key but extends', () => {
  expect(examples.length).toBeGreaterThan(1);
  const keys = Object.keys(parse(examples[0] ?? '') as object);
  expect(keys).toEqual([
    'rulesets',
    'vendors',
    'failOn',
    'apps',
    'overrides',
    'suppressions',
    'suppressionPolicy',
    'owners',
    'due',
    'baseline',
  ]);
});

test.each(examples)('the example of docs/configuration.md is sound: %#', async (text) => {
  validate(parse(text));
  expect(validate.errors ?? []).toEqual([]);
  const files = {
    'policy/acme.yaml': fileOf('rules/hygiene.yaml').replace('id: hygiene', 'id: acme'),
  };
  const inside = text.replace('../security', './security');
  await load(inside, { ...files, 'security/ecaudit.base.yaml': 'failOn: low\n' });
});

test.each([
  ['a misspelt key', 'failon: high\n'],
  ['an unknown severity', 'failOn: severe\n'],
  ['a suppression without a rule', 'suppressions: [{ reason: x }]\n'],
  ['an override without a rule', 'overrides: [{ severity: off }]\n'],
  ['vendors that are no list', 'vendors: fullcast\n'],
])('it rejects %s', (_, text) => {
  expect(validate(parse(text))).toBe(false);
});
