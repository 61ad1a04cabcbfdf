// The published JSON Schema is the one that the code has, and says what the code says.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { settingNames } from '../../src/settings/settings.js';
import { rulesetJsonSchema } from '../../src/rulesets/json-schema.js';
import { demanding, head, leaf, rules } from './rulesets.js';
import { ruleFiles } from './shipped-files.js';

const schema = rulesetJsonSchema();
const validate = new Ajv.default({ allErrors: true, strict: true }).compile(schema);

test('schemas/ruleset.schema.json is up to date', () => {
  const file = readFileSync(new URL('../../schemas/ruleset.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(file)).toEqual(schema);
});

test('editors can complete facts and operators', () => {
  const text = JSON.stringify(schema);
  for (const name of [...settingNames, 'today', 'containsAll', 'beforeToday', 'critical']) {
    expect(text).toContain(`"${name}"`);
  }
});

test.each(ruleFiles())('it accepts %s', (_, text) => {
  validate(parse(text));
  expect(validate.errors ?? []).toEqual([]);
});

test.each([
  ['a misspelt key', `${head}severty: high\n${rules}`],
  ['an unknown severity', `${head}severity: severe\n${rules}`],
  ['no demand', `${head}rules: [{ id: one }]\n`],
  ['an unknown fact', demanding('{ fact: pkceRequird, operator: equal, value: true }')],
  ['an unknown operator', demanding('{ fact: pkceRequired, operator: equals, value: true }')],
  ['an unknown decorator', demanding('{ fact: scopes, operator: "allFacts:like", value: x }')],
  ['an empty group', demanding('{ all: [] }')],
  ['two groups', demanding(`{ all: [${leaf}], any: [${leaf}] }`)],
  [
    'an unknown setting',
    `${head}rules: [{ id: one, require: ${leaf}, examples: [{ settings: { x: 1 }, verdict: pass }] }]\n`,
  ],
])('it rejects %s', (_, text) => {
  expect(validate(parse(text))).toBe(false);
});

test.each([
  ['a parameter', demanding('{ fact: param.env, operator: equal, value: x }')],
  [
    'decorators',
    demanding('{ fact: callbackUrls, operator: "everyFact:not:usesScheme", value: http }'),
  ],
  ['another fact', demanding('{ fact: startUrl, operator: equal, value: { fact: infoUrl } }')],
  ['no value', demanding('{ fact: scopes, operator: isEmpty }')],
])('it accepts %s', (_, text) => {
  expect(validate(parse(text))).toBe(true);
});
