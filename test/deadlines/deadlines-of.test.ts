// What changes on which day, for which app of a report, and whether it is in use.
import { expect, test } from 'vitest';
import { deadlinesOf, type DeadlineReport } from '../../src/deadlines/deadlines-of.js';
import type { ReportApp } from '../../src/report/report.js';
import type { Setting, SettingValue } from '../../src/settings/settings.js';
import { app } from '../reporters/report.js';

const settings = (values: Readonly<Record<string, SettingValue>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, Setting] => [
      name,
      { state: 'known', value, origin: 'stated' },
    ]),
  ) as unknown as ReportApp['settings'];

const on = (day: string, ...apps: readonly ReportApp[]): readonly DeadlineReport[] =>
  deadlinesOf({ generatedAt: `${day}T10:00:00.000Z`, apps });

const named = (id: string, all: readonly DeadlineReport[]): DeadlineReport | undefined =>
  all.find((one) => one.id === id);

const loader = app('Loader', {
  id: 'org/emea#connectedApp:Loader',
  kind: 'connectedApp',
  source: 'org/emea',
  settings: settings({
    kind: 'connectedApp',
    label: 'Partner Loader',
    definedElsewhereAs: '',
    usernamePasswordLogins: 4,
    used: true,
    daysSinceLastUse: 1,
    'org.soapLoginUsers': 2,
  }),
});

test('the next day comes first, and what passed more than a year ago is gone', () => {
  const ids = on('2026-11-30').map(({ id }) => id);
  expect(ids.indexOf('device-flow')).toBeLessThan(ids.indexOf('username-password-flow'));
  expect(ids.indexOf('username-password-flow')).toBeLessThan(ids.indexOf('soap-login'));
  expect(named('device-flow', on('2027-11-30'))).toBeDefined();
  expect(named('device-flow', on('2027-12-01'))).toBeUndefined();
});

test('an app in use says so, by which evidence, and what to do', () => {
  expect(named('username-password-flow', on('2026-11-30', loader))).toEqual({
    id: 'username-password-flow',
    date: '2027-02-20',
    from: '2027-02-20',
    what: 'The OAuth username-password flow',
    change: 'ends',
    certainty: 'stated',
    source: expect.objectContaining({ read: '2026-11-30' }),
    apps: [
      {
        id: 'org/emea#connectedApp:Loader',
        apiName: 'Loader',
        label: 'Partner Loader',
        source: 'org/emea',
        inUse: true,
        because: 'Logins by the username-password flow: 4, last use 2026-11-29',
        action: expect.stringContaining('client credentials'),
      },
    ],
    clients: [],
  });
});

test('users of SOAP login() are clients, once a source', () => {
  const twin = { ...loader, id: 'org/emea#connectedApp:Other' };
  expect(named('soap-login', on('2026-11-30', loader, twin))).toMatchObject({
    release: "Summer '27",
    apps: [],
    clients: [{ name: 'SOAP login()', source: 'org/emea', users: 2, inUse: true }],
  });
});

test.each([
  ['a Connected App with the device flow', { kind: 'connectedApp', deviceFlow: true }, [null]],
  ['one that is used', { kind: 'connectedApp', deviceFlow: true, used: true }, [true]],
  ['one that nobody uses', { kind: 'connectedApp', deviceFlow: true, used: false }, [false]],
  [
    'a packaged External Client App',
    {
      kind: 'externalClientApp',
      deviceFlow: true,
      distributionState: 'packaged',
      callbackHosts: ['localhost'],
    },
    [null],
  ],
  [
    'a local one without a loopback callback',
    {
      kind: 'externalClientApp',
      deviceFlow: true,
      distributionState: 'local',
      callbackHosts: ['a.example'],
    },
    [null],
  ],
  [
    'a local one with a loopback callback keeps it',
    {
      kind: 'externalClientApp',
      deviceFlow: true,
      distributionState: 'local',
      callbackHosts: ['localhost'],
    },
    [],
  ],
  ['without the flow', { kind: 'connectedApp', deviceFlow: false }, []],
] as const)('device flow: %s', (_, values, inUse) => {
  const one = app('X', { settings: settings(values) });
  expect(named('device-flow', on('2026-11-30', one))?.apps.map((found) => found.inUse)).toEqual(
    inUse,
  );
});

test('an app created since July 2026 has the controls fixed on', () => {
  const born = (createdOn: string) => app('X', { settings: settings({ createdOn }) });
  const found = on('2026-11-30', born('2026-06-30'), born('2026-07-01'));
  expect(named('new-app-controls', found)?.apps.map(({ because }) => because)).toEqual([
    'Created on: 2026-07-01',
  ]);
});

test('a Connected App whose successor is there is no longer concerned by the end of support', () => {
  const replaced = app('X', {
    settings: settings({ kind: 'connectedApp', definedElsewhereAs: 'externalClientApp:X' }),
  });
  expect(named('connected-apps', on('2026-11-30', replaced, loader))?.apps).toMatchObject([
    { apiName: 'Loader', inUse: true },
  ]);
});
