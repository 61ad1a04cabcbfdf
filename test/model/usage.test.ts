import { expect, test } from 'vitest';
import { settingNames, settings, type Setting } from '../../src/settings/settings.js';
import { usageSettings } from '../../src/settings/catalogue/usage.js';
import { usageSettingsOf, withUsage } from '../../src/model/usage.js';
import { readFiles } from '../../src/metadata/source.js';
import { fixtures } from '../stories/run.js';

const { apps } = await readFiles('planted/faulty', fixtures);
const app = apps.find(({ kind }) => kind === 'connectedApp');
if (!app) throw new Error('the fixture has no Connected App');

const known = (value: number): Setting<number> => ({ state: 'known', value, origin: 'stated' });

test('in files they are unknown, because they need an org', () => {
  const reasons = usageSettingsOf(app.kind).map((name) => app.settings[name]);
  expect(reasons.length).toBeGreaterThan(20);
  expect(new Set(reasons.map((setting) => JSON.stringify(setting)))).toEqual(
    new Set(['{"state":"unknown","reason":"needs an org"}']),
  );
});

test('files say themselves that they are metadata', () => {
  expect(app.settings.seenIn).toMatchObject({ state: 'known', value: 'metadata' });
});

test('an org fills them in, and what it leaves out says so', () => {
  const filled = withUsage(app, { tokenCount: known(3) });
  expect(filled.ofOrg).toBe(true);
  expect(filled.settings.tokenCount).toEqual(known(3));
  expect(filled.settings.oldestTokenDays).toEqual({
    state: 'unknown',
    reason: 'the org was not asked for it',
  });
  expect(filled.settings.label).toEqual(app.settings.label);
  expect(Object.keys(filled.settings)).toEqual(settingNames);
});

test('every setting that needs an org is in the table of usage', () => {
  const needing = settingNames.filter((name) => {
    const { connectedApp } = settings[name];
    return 'unavailable' in connectedApp && connectedApp.unavailable === 'needs an org';
  });
  expect(needing.filter((name) => !Object.hasOwn(usageSettings, name))).toEqual([]);
});
