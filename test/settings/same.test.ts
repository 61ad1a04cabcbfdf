// Settings that say the same at the same places may be one object; any difference keeps them apart.
import { expect, test } from 'vitest';
import type { Location } from '../../src/model/location.js';
import { isSameSetting } from '../../src/settings/same.js';
import type { Setting } from '../../src/settings/settings.js';

const at = (startLine: number, more: Partial<Location> = {}): Location => ({
  file: 'a.xml',
  startLine,
  startColumn: 1,
  endLine: startLine,
  endColumn: 9,
  ...more,
});

const list = {
  state: 'known',
  value: ['a', 'b'],
  origin: 'stated',
  location: at(1),
  itemLocations: [at(1), at(2)],
} as const satisfies Setting;
const unknown = { state: 'unknown', reason: 'no file', location: at(1) } as const satisfies Setting;
const flag = { state: 'known', value: true, origin: 'stated' } as const satisfies Setting;

test.each<readonly [string, Setting]>([
  ['a list', list],
  ['a flag without a place', flag],
  ['what is unknown', unknown],
  ['an incomplete list', { ...list, among: ['a', 'b', 'c'] }],
])('%s is the same as its copy', (_, setting) => {
  expect(isSameSetting(setting, structuredClone(setting))).toBe(true);
});

test.each<readonly [string, Setting, Setting]>([
  ['another entry', list, { ...list, value: ['a', 'c'] }],
  ['another order', list, { ...list, value: ['b', 'a'] }],
  ['another line', list, { ...list, location: at(2) }],
  ['another column', list, { ...list, location: at(1, { startColumn: 2 }) }],
  ['another end', list, { ...list, location: at(1, { endColumn: 10 }) }],
  ['another last line', list, { ...list, location: at(1, { endLine: 2 }) }],
  ['another file', list, { ...list, location: at(1, { file: 'b.xml' }) }],
  ['another place of an entry', list, { ...list, itemLocations: [at(1), at(3)] }],
  ['fewer places of entries', list, { ...list, itemLocations: [at(1)] }],
  ['another origin', list, { ...list, origin: 'default' }],
  ['a template', list, { ...list, placeholder: true }],
  ['other entries that were looked for', list, { ...list, among: ['a'] }],
  ['another reason', unknown, { ...unknown, reason: 'no element' }],
  ['no value any more', flag, { state: 'unknown', reason: 'no file' }],
  ['another value', flag, { ...flag, value: false }],
  ['a place', flag, { ...flag, location: at(1) }],
])('%s is a difference, both ways', (_, one, other) => {
  expect(isSameSetting(one, other)).toBe(false);
  expect(isSameSetting(other, one)).toBe(false);
});
