// Salesforce refuses an aggregate of more than 2,000 groups, and has no second page of it.
import { describe, expect, test } from 'vitest';
import { idOf } from '../fake-org/components.js';
import { restError } from '../fake-org/fake-org.js';
import {
  admin,
  adminUser,
  assignments,
  permissionSets,
  userId,
} from '../fake-org/people-and-tokens.js';
import type { Row } from '../fake-org/soql.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';
import { audit } from './run.js';

stopOrgsAfterEach();

const all = ['--org', 'env', '--no-config', '-r', 'usage', '--fail-on', 'never'];
const several = ['Success', 'a', 'b', 'c', 'd'];
/** Groups are counted, not apps: an app in as many of them as it has ways to end a log-in is the same for less. */
const many = ['Success', ...Array.from({ length: 24 }, (_, index) => `s${index}`)];
const day = 24 * 60 * 60 * 1000;

/** The days of the last half year, dealt out evenly. */
const daysBack = (index: number, apps: number): number => Math.floor((index * 170) / apps);

/** Log-ins of so many apps that nobody installed, one each half of the last half year. */
function logins(apps: number, statuses: readonly string[] = ['Success']): readonly Row[] {
  return Array.from({ length: apps }, (_, index) =>
    statuses.map((Status) => ({
      Application: `App ${String(index).padStart(5, '0')}`,
      LoginType: 'Remote Access 2.0',
      LoginSubType: index % 2 === 0 ? 'OauthWebServer' : 'OauthUsernamePassword',
      ApiType: 'N/A',
      UserId: index % 2 === 0 ? admin : userId(2),
      LoginTime: new Date(Date.UTC(2026, 10, 20) - daysBack(index, apps) * day).toISOString(),
      Status,
    })),
  ).flat();
}

async function audited(tables: Readonly<Record<string, readonly Row[]>>, refuse?: RegExp) {
  const org = await orgWith({ tables });
  if (refuse)
    org.inject({
      when: ({ soql }) => refuse.test(soql),
      reply: restError(400, 'MALFORMED_QUERY', 'unexpected token'),
    });
  const { report, code } = await audit(all, { env: envOf(org) });
  const asked = (from: string): number =>
    org.seen.filter(({ soql }) => soql.includes(` FROM ${from} `)).length;
  const value = (name: string, setting: string): unknown => {
    const found = report.apps.find((app) => app.apiName === name)?.settings[setting];
    return found?.state === 'known' ? found.value : found?.reason;
  };
  return { report, code, asked, value, calls: org.seen.length };
}

describe('logins of more apps than one answer holds', () => {
  test.each([
    ['2,000: at once', 80, undefined, 1],
    ['2,025: in order', 81, undefined, 3],
    ['6,500: from both ends', 260, undefined, 5],
    [
      '3,500, where the order is refused: by halves of the time',
      140,
      /LoginHistory .*ORDER BY /,
      4,
    ],
    ['3,500, where OFFSET is refused: by halves of the time', 140, /LoginHistory .*OFFSET /, 5],
  ])('%s', async (_, apps, refuse, most) => {
    const { report, code, value, asked, calls } = await audited(
      { LoginHistory: logins(apps, many) },
      refuse,
    );
    expect(report.problems.filter(({ level }) => level === 'error')).toEqual([]);
    expect([code, report.apps.length]).toEqual([0, apps]);
    expect(value('App 00001', 'usernamePasswordLogins')).toBe(1);
    expect(value('App 00070', 'daysSinceLastUse')).toBe(2 + daysBack(70, apps));
    // One more is for the logins by kind of API.
    expect(asked('LoginHistory')).toBeLessThanOrEqual(most + 1);
    expect(calls).toBeLessThanOrEqual(40);
  });

  test('the sums of parts of the time are those of the whole', async () => {
    const early = logins(500, several);
    const late = early.map((row) => ({ ...row, LoginTime: '2026-11-21T00:00:00.000Z' }));
    const failed = late.slice(0, 10).map((row) => ({ ...row, Status: 'e' }));
    const { value } = await audited(
      { LoginHistory: [...early, ...late.slice(0, 100), ...failed] },
      /LoginHistory .*ORDER BY /,
    );
    expect(value('App 00001', 'usernamePasswordLogins')).toBe(2);
    expect(value('App 00001', 'failedLogins')).toBe(13);
    expect(value('App 00101', 'usernamePasswordLogins')).toBe(1);
    expect(value('App 00001', 'daysSinceLastUse')).toBe(1);
  });

  test('more than all ways give are undecided and told, never a part of them', async () => {
    const { report, code } = await audited({ LoginHistory: logins(348, many) });
    expect(code).toBe(3);
    expect(report.apps).toEqual([]);
    expect(report.problems.map(({ kind, message }) => `${kind}: ${message}`)).toContain(
      'org-limit-reached: the login history: query of LoginHistory: more groups than 2000 at a time give',
    );
  });
});

describe('more permission sets than one answer holds', () => {
  const app = idOf('ConnectedApp', 77);
  const set = (index: number): string => `0PS${String(index).padStart(12, '0')}AAA`;
  const assigned: readonly Row[] = Array.from({ length: 2600 }, (_, index) => ({
    AssigneeId: userId(index),
    Assignee: { Username: `u${index}`, IsActive: true },
    PermissionSetId: set(100 + index),
    PermissionSet: { IsOwnedByProfile: index % 2 === 0 },
  }));
  const tables = {
    ConnectedApplication: [{ Id: app, Name: 'Loader', OptionsAllowAdminApprovedUsersOnly: true }],
    SetupEntityAccess: [
      {
        SetupEntityId: app,
        SetupEntityType: 'ConnectedApplication',
        ParentId: set(100),
        Parent: { Name: 'X', IsOwnedByProfile: true, Profile: { Name: 'Sales' } },
      },
    ],
    PermissionSet: [...permissionSets, { ...permissionSets[2], Id: set(102), Name: 'Wide' }],
    PermissionSetAssignment: [
      ...assignments([adminUser]),
      ...assigned,
      ...Array.from({ length: 1300 }, (_, index) => ({
        ...assigned[0],
        AssigneeId: userId(5000 + index),
      })),
    ],
  };

  test('those that matter are counted by their ids', async () => {
    const { value, report, calls } = await audited(tables);
    expect(report.problems.filter(({ level }) => level === 'error')).toEqual([]);
    expect(value('Loader', 'grantedUserPercent')).toBe(50);
    expect(value('Loader', 'org.useAnyApiClientGrantedBy')).toEqual(['Wide']);
    expect(calls).toBeLessThanOrEqual(30);
  });

  test('where who has access is hidden, only what needs it is unknown', async () => {
    const org = await orgWith({ tables, hidden: ['SetupEntityAccess'] });
    const { report, code } = await audit(all, { env: envOf(org) });
    expect(code).toBe(3);
    const [first] = report.apps;
    expect(first?.settings['grantedUserPercent']?.state).toBe('unknown');
    expect(first?.settings['org.useAnyApiClientGrantedBy']).toMatchObject({ value: ['Wide'] });
  });
});
