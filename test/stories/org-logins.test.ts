// Failed log-ins are in the login history of an org as well: they are attempts, and no use of an app.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { admin, adminUser, assignments, token, userId } from '../fake-org/people-and-tokens.js';
import type { Row } from '../fake-org/soql.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';
import { audit, ecaudit, type JsonReport } from './run.js';

stopOrgsAfterEach();

const files = {
  'Billing.connectedApp':
    '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><contactEmail>a@b.example</contactEmail><label>Billing</label><oauthConfig><callbackUrl>https://b.example/cb</callbackUrl><scopes>Api</scopes></oauthConfig></ConnectedApp>',
};
const other = userId(2);
const users = assignments([adminUser, { id: other, username: 'two@fake.example' }]);

function login(subtype: string, more: Row = {}): Row {
  return {
    Application: 'Billing',
    LoginType: 'Remote Access 2.0',
    LoginSubType: subtype,
    ApiType: 'N/A',
    UserId: admin,
    LoginTime: '2026-11-01T00:00:00.000+0000',
    ...more,
  };
}

const denied = { Status: 'Failed: Not approved for access' };
const wrongPassword = { Status: 'Invalid Password' };
const soap = { LoginType: 'Other Apex API', ApiType: 'SOAP Partner', LoginSubType: null };
/** Somebody else logs in, so that the history is seen to be whole. */
const others: readonly Row[] = [admin, other].map((user) =>
  login('', { Application: 'Browser', LoginType: 'Application', UserId: user }),
);

const all = ['--org', 'env', '--no-config', '--include', 'all', '--fail-on', 'never'];

async function audited(logins: readonly Row[], options: object = {}, tokens: readonly Row[] = []) {
  const tables = {
    LoginHistory: [...others, ...logins],
    OauthToken: tokens,
    PermissionSetAssignment: users,
  };
  const org = await orgWith({ files, tables, ...options });
  const { report, code } = await audit(all, { env: envOf(org) });
  return { ...seen(report), report, code, org };
}

function seen({ apps, results }: JsonReport) {
  const app = (name: string) => apps.find(({ apiName }) => apiName === name);
  return {
    app,
    value: (setting: string, name = 'Billing'): unknown => {
      const found = app(name)?.settings[setting];
      return found?.state === 'known' ? found.value : 'unknown';
    },
    verdict: (rule: string, name = 'Billing'): string | undefined =>
      results.find((one) => one.rule === rule && one.app.endsWith(`:${name}`))?.verdict,
  };
}

describe('of an app that is installed', () => {
  test.each([
    ['the username-password flow', 'OauthUsernamePassword', 'usage/no-username-password-logins'],
    ['the user-agent flow', 'OauthUserAgent', 'usage/no-user-agent-logins'],
  ])('%s that Salesforce refuses is no finding', async (_, flow, rule) => {
    const refused = await audited([login(flow, denied), login(flow, wrongPassword)]);
    expect(refused.verdict(rule)).toBe('pass');
    expect(refused.value('used')).toBe(false);
    expect(refused.value('daysSinceLastUse')).toBe('unknown');
    expect(refused.value('loginFlows')).toEqual([]);
    expect([refused.value('failedLogins'), refused.value('deniedAttempts')]).toEqual([2, 1]);
    const allowed = await audited([login(flow, denied), login(flow)]);
    expect(allowed.verdict(rule)).toBe('fail');
    expect(allowed.value('used')).toBe(true);
    expect(allowed.value('failedLogins')).toBe(1);
  });

  test('failed attempts of each insecure flow are counted for themselves', async () => {
    const { value } = await audited([
      login('OauthUsernamePassword', denied),
      login('OauthUserAgent', wrongPassword),
      login('OauthWebServer', denied),
    ]);
    expect(value('failedUsernamePasswordLogins')).toBe(1);
    expect(value('failedUserAgentLogins')).toBe(1);
    expect([value('failedLogins'), value('deniedAttempts')]).toEqual([3, 2]);
  });

  test('the last use is the last success', async () => {
    const { value } = await audited([
      login('OauthWebServer', { LoginTime: '2026-10-01T00:00:00.000+0000' }),
      login('OauthWebServer', { ...denied, LoginTime: '2026-11-20T00:00:00.000+0000' }),
    ]);
    expect(value('daysSinceLastUse')).toBe(52);
  });
});

describe('of an app that nobody installed', () => {
  const ghost = { Application: 'Ghost' };

  test('one that Salesforce kept out is no app of the org, and is told', async () => {
    const { app, report, code } = await audited([
      login('OauthWebServer', { ...ghost, ...denied }),
      login('OauthUsernamePassword', { ...ghost, ...denied }),
    ]);
    expect([app('Ghost'), code]).toEqual([undefined, 0]);
    expect(report.problems).toContainEqual({
      kind: 'org-apps-refused',
      level: 'note',
      message: 'every log-in of these apps failed, and the org has nothing of them: Ghost (2)',
    });
  });

  test.each([
    ['one success', [login('OauthWebServer', ghost), login('X', { ...ghost, ...denied })], []],
    ['a token', [login('OauthWebServer', { ...ghost, ...denied })], [token('Ghost', other)]],
  ])('%s makes it one', async (_, logins, tokens) => {
    const { verdict, report } = await audited(logins, {}, [...tokens, token('Billing', admin)]);
    expect(verdict('usage/installed', 'Ghost')).toBe('fail');
    expect(report.problems.map(({ kind }) => kind)).not.toContain('org-apps-refused');
  });
});

describe('by SOAP login()', () => {
  test.each([
    ['refused', wrongPassword, 'pass', [0, 1]],
    ['successful', {}, 'fail', [1, 0]],
  ])('%s', async (_, status, expected, counts) => {
    const { verdict, value } = await audited([login('', { ...soap, ...status })]);
    expect(verdict('org/soap-login-ends')).toBe(expected);
    expect([value('org.soapLoginUsers'), value('org.failedSoapLoginUsers')]).toEqual(counts);
  });
});

test('an org that does not say how attempts ended decides nothing by them, and that there was none all the same', async () => {
  const logins = [login('OauthUsernamePassword'), login('', soap)];
  const run = await audited(logins, { withoutColumns: ['LoginHistory.Status'] });
  expect(run.verdict('usage/no-username-password-logins')).toBe('open');
  expect(run.verdict('org/soap-login-ends')).toBe('open');
  expect(run.value('used')).toBe('unknown');
  expect(run.verdict('usage/no-user-agent-logins')).toBe('pass');
  expect(run.code).toBe(3);
});

describe('a snapshot of a version that counted failed log-ins as use', () => {
  /** The record as that version wrote it. */
  function older(text: string): string {
    const without = text.replace(
      /"(?:failed\w+|deniedAttempts|org\.failed\w+)":\{"state":"\w+",[^}]*\},?/g,
      '',
    );
    return without.replaceAll(',}', '}');
  }

  test('decides what tokens decide, and nothing by log-ins', async () => {
    const org = await orgWith({
      files,
      tables: {
        LoginHistory: [
          ...others,
          login('OauthUsernamePassword'),
          login('', soap),
          login('OauthWebServer', { Application: 'Ghost' }),
        ],
        OauthToken: [token('Held', other), token('Held', admin)],
        PermissionSetAssignment: users,
      },
    });
    const cwd = tempFolder();
    await ecaudit(['pull', '--org', 'env', '--out', 'saved'], { env: envOf(org), cwd });
    const file = join(cwd, 'saved/org.json');
    const now = readFileSync(file, 'utf8');
    expect(now).toContain('"failedLogins"');
    writeFileSync(file, older(now));
    const argv = ['saved', '--no-config', '--include', 'all', '--fail-on', 'never'];
    const { report, code } = await audit(argv, { cwd });
    const { value, verdict } = seen(report);
    expect(code).toBe(0);
    expect(verdict('usage/no-username-password-logins')).toBe('open');
    expect(verdict('usage/no-user-agent-logins')).toBe('pass');
    expect(verdict('org/soap-login-ends')).toBe('open');
    expect([value('used'), value('daysSinceLastUse')]).toEqual(['unknown', 'unknown']);
    expect(verdict('usage/installed', 'Ghost')).toBe('open');
    expect(verdict('usage/installed', 'Held')).toBe('fail');
    expect(value('used', 'Held')).toBe(true);
  });
});
