// The formats that others define, held to what they publish: required fields, enumerations, ranges.
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../src/report/digest/index.js';
import { ocsf } from '../../reporters/ocsf.js';
import { rdjson } from '../../reporters/rdjson.js';
import { ecaudit } from '../stories/run.js';
import ocsfSchema from './ocsf-compliance-finding.schema.json' with { type: 'json' };
import rdjsonSchema from './rdjson.schema.json' with { type: 'json' };
import { clean, empty, findings, hostile } from './samples.js';
import { settled } from './with-exceptions.js';

const ajv = new Ajv({ strict: false, allErrors: true });
const isOcsf = ajv.compile(ocsfSchema);
const isRdjson = ajv.compile(rdjsonSchema);

function mistakes(validate: typeof isOcsf, data: unknown): readonly unknown[] {
  return validate(data) ? [] : (validate.errors ?? []);
}

describe.each(Object.entries({ clean, empty, findings, hostile, settled }))('%s', (_, sample) => {
  test('ocsf', () => {
    const events: unknown = JSON.parse([...ocsf(digestOf(sample))].join(''));
    expect(mistakes(isOcsf, events)).toEqual([]);
  });

  test('rdjson', () => {
    expect(mistakes(isRdjson, JSON.parse(rdjson(digestOf(sample))))).toEqual([]);
  });
});

test('a shape that is none of theirs is seen', () => {
  expect(isOcsf([{ class_uid: 2003 }])).toBe(false);
  expect(isRdjson({ source: { name: 'x' }, diagnostics: [{ message: 'no place' }] })).toBe(false);
});

interface Diagnostic {
  readonly code: { readonly value: string };
  readonly location: { readonly path: string };
  readonly suggestions?: readonly { readonly range: object; readonly text: string }[];
}

describe('a whole run', () => {
  const demo = ['projects/demo/force-app', '--no-config'];
  const diagnosticsOf = async (argv: readonly string[]): Promise<readonly Diagnostic[]> => {
    const data: unknown = JSON.parse((await ecaudit(argv)).stdout);
    expect(mistakes(isRdjson, data)).toEqual([]);
    return (data as { readonly diagnostics: readonly Diagnostic[] }).diagnostics;
  };

  test('ocsf, undecided checks and passed ones as well', async () => {
    const run = await ecaudit([...demo, '--include', 'all', '-f', 'ocsf', '--controls', 'sbs']);
    expect(mistakes(isOcsf, JSON.parse(run.stdout))).toEqual([]);
  });

  test('rdjson suggests what fix does unasked, in the same places', async () => {
    const audited = (await diagnosticsOf([...demo, '-f', 'rdjson'])).filter(
      ({ suggestions }) => suggestions,
    );
    const fixed = await diagnosticsOf(['fix', ...demo, '-f', 'rdjson']);
    const keyOf = ({ code, location, suggestions }: Diagnostic): string =>
      JSON.stringify([code.value, location.path, suggestions]);
    expect(audited.length).toBeGreaterThan(0);
    expect(fixed.map(keyOf)).toEqual(expect.arrayContaining(audited.map(keyOf)));
  });
});
