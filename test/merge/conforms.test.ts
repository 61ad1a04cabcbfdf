// Our validator against a complete one, on reports with one thing changed.
import type { Report } from '../../src/report/report.js';
import { digestOf } from '../../src/report/digest/index.js';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { json as render } from '../../reporters/json.js';
import { firstMismatch } from '../../src/merge/conforms.js';
import { clean, empty, findings, hostile } from '../reporters/samples.js';

const json = (sample: Report): string => Array.from(render(digestOf(sample))).join('');

const schema: object = JSON.parse(
  readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv2020({ allowUnionTypes: true, validateFormats: false });
const validate = ajv.compile(schema);
const samples = [findings, clean, empty, hostile].map((sample) => json(sample));

test.each(samples.map((text) => [text]))('a report conforms', (text) => {
  expect(firstMismatch(JSON.parse(text), schema)).toBeUndefined();
});

type Holder = Record<string, unknown>;

/** Every object and list of a value, the value itself first. */
function holdersIn(value: unknown): readonly Holder[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Holder, ...Object.values(value).flatMap(holdersIn)];
}

const odd = fc.oneof(
  fc.constantFrom(null, true, false, '', 'known', 'fail', 0, 1, -1, 1.5, [], {}, ['x'], [1]),
  fc.record({ state: fc.constantFrom('known', 'unknown'), value: fc.constant(3) }),
);

const change = fc.record({
  sample: fc.nat(samples.length - 1),
  holder: fc.nat(),
  key: fc.nat(),
  how: fc.constantFrom('remove', 'replace', 'add'),
  value: odd,
});

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed({ sample, holder, key, how, value }: Change): unknown {
  const data: unknown = JSON.parse(samples[sample] ?? '');
  const holders = holdersIn(data);
  const chosen = holders[holder % holders.length] ?? {};
  const keys = Object.keys(chosen);
  const name = how === 'add' ? 'surprise' : (keys[key % keys.length] ?? 'surprise');
  if (how === 'remove' && Array.isArray(chosen)) chosen.splice(Number(name), 1);
  else if (how === 'remove') delete chosen[name];
  else chosen[name] = value;
  return JSON.parse(JSON.stringify(data));
}

test('it refuses exactly what a complete validator refuses', () => {
  let refused = 0;
  fc.assert(
    fc.property(change, (one) => {
      const data = changed(one);
      const valid = validate(data);
      if (!valid) refused += 1;
      expect(firstMismatch(data, schema) === undefined).toBe(valid);
    }),
    { numRuns: 400 },
  );
  expect(refused).toBeGreaterThan(40);
});

describe('it says where and what', () => {
  const rows: readonly (readonly [string, (data: Holder) => void, string, string])[] = [
    [
      'another version',
      (data) => void (data['schemaVersion'] = '2'),
      '/schemaVersion',
      'is not "1"',
    ],
    ['a missing key', (data) => void delete data['apps'], '', 'has no apps'],
    ['an unknown key', (data) => void (data['more'] = 1), '', 'has the unknown key more'],
    ['a wrong type', (data) => void (data['results'] = {}), '/results', 'is no array'],
  ];
  test.each(rows)('%s', (_, edit, at, message) => {
    const data = JSON.parse(samples[0] ?? '');
    edit(data);
    expect(firstMismatch(data, schema)).toEqual({ at, message });
  });
});

test('a keyword that it does not know is not passed over', () => {
  expect(() => firstMismatch('x', { maxLength: 3 })).toThrow('maxLength');
});
