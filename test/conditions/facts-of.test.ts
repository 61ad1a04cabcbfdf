// What conditions read of an app, and what is loaded before they do.
import { expect, test } from 'vitest';
import { createFactLookup, usesPatterns } from '../../src/conditions/evaluate.js';
import type { Setting } from '../../src/settings/settings.js';

const stated = (value: string | number | boolean): Setting => ({
  state: 'known',
  value,
  origin: 'stated',
});
const unknown: Setting = { state: 'unknown', reason: 'no file says it' };

function read(settings: Readonly<Record<string, Setting>>, name: string): Setting {
  return createFactLookup(settings, '2026-11-22')(name);
}

test('today is known', () => {
  const day = { state: 'known', value: '2026-11-22', origin: 'derived' };
  expect(read({}, 'today')).toEqual(day);
  expect(read({ today: stated('2020-01-01') }, 'today')).toEqual(day);
});

test('a setting is what the app says; what is none, or is not in a report, is unknown', () => {
  expect(read({ label: stated('Atlas') }, 'label')).toEqual(stated('Atlas'));
  const none = { state: 'unknown', reason: 'there is no such setting' };
  expect(read({}, 'label')).toEqual(none);
  expect(read({ nothing: stated('x') }, 'nothing')).toEqual(none);
  expect(read({}, 'toString')).toEqual(none);
});

const forEver = stated('until-revoked');

test.each<readonly [string, Readonly<Record<string, Setting>>, Setting | 'without end']>([
  ['what is written', { refreshTokenDays: stated(30), refreshTokenPolicy: forEver }, stated(30)],
  [
    'without end, until revoked',
    { refreshTokenDays: unknown, refreshTokenPolicy: forEver },
    'without end',
  ],
  [
    'without end, where the idle limit is known to be off',
    {
      refreshTokenDays: unknown,
      refreshTokenPolicy: forEver,
      idleRefreshTokenLimit: stated(false),
    },
    'without end',
  ],
  [
    'without end, where nobody knows of an idle limit',
    { refreshTokenDays: unknown, refreshTokenPolicy: forEver, idleRefreshTokenLimit: unknown },
    'without end',
  ],
  [
    'unknown, with an idle limit',
    { refreshTokenDays: unknown, refreshTokenPolicy: forEver, idleRefreshTokenLimit: stated(true) },
    unknown,
  ],
  [
    'unknown, by another policy',
    { refreshTokenDays: unknown, refreshTokenPolicy: stated('lifetime') },
    unknown,
  ],
  [
    'unknown, by an unknown policy',
    { refreshTokenDays: unknown, refreshTokenPolicy: unknown },
    unknown,
  ],
  ['unknown, without a policy', { refreshTokenDays: unknown }, unknown],
])('how many days a refresh token lives: %s', (_, settings, expected) => {
  const endless = { ...forEver, value: Number.POSITIVE_INFINITY, origin: 'derived' };
  expect(read(settings, 'refreshTokenDays')).toEqual(
    expected === 'without end' ? endless : expected,
  );
  const others = { ...settings, sessionTimeoutMinutes: unknown };
  expect(read(others, 'sessionTimeoutMinutes')).toEqual(unknown);
});

test.each([
  ['matches', true],
  ['not:someFact:matches', true],
  ['like', false],
  ['matches:not', false],
])('%s uses patterns: %j', (operator, expected) => {
  const leaf = { fact: 'label', operator, value: 'x' };
  expect(usesPatterns({ any: [{ not: leaf }] })).toBe(expected);
});
