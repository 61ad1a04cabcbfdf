// What an org says of apps beside their own metadata: profiles, token exchange handlers, addresses and countries of log-ins, and
// who uses External Client Apps.
import { describe, expect, test } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeOrgOptions } from '../fake-org/fake-org.js';
import { idOf } from '../fake-org/components.js';
import { admin, adminUser, assignments, token, userId } from '../fake-org/people-and-tokens.js';
import type { Row } from '../fake-org/soql.js';
import { xml } from '../evidence/project.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { csvRows } from '../../src/org/client/usage-pages.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';
import { audit, ecaudit, type Audit } from './run.js';

stopOrgsAfterEach();

const all = ['--no-config', '--include', 'all', '--fail-on', 'never'];
const other = userId(2);

function value({ report }: Audit, name: string, setting: string): unknown {
  const found = report.apps.find(({ apiName }) => apiName === name)?.settings[setting];
  return found?.state === 'known' ? found.value : found?.reason;
}

function verdict({ report }: Audit, rule: string, name: string): string | undefined {
  return report.results.find((one) => one.rule === rule && one.app.endsWith(`:${name}`))?.verdict;
}

const sync = (oauth = '', more = ''): Record<string, string> => ({
  'Sync.connectedApp': xml(
    'ConnectedApp',
    `<contactEmail>a@b.example</contactEmail><label>Sync</label><oauthConfig><callbackUrl>https://app.example.com/cb</callbackUrl><isAdminApproved>true</isAdminApproved><scopes>Api</scopes>${oauth}</oauthConfig>${more}`,
  ),
});

async function pulledAndSaved(options: FakeOrgOptions, more: readonly string[] = []) {
  const org = await orgWith(options);
  const cwd = tempFolder();
  const live = await audit(['--org', 'env', ...all], { env: envOf(org), cwd });
  await ecaudit(['pull', '--org', 'env', '--out', 'saved', ...more], { env: envOf(org), cwd });
  return { org, cwd, live, saved: await audit(['saved', ...all], { cwd }) };
}

describe('profiles', () => {
  const ranges =
    '<loginIpRanges><endAddress>203.0.113.9</endAddress><startAddress>203.0.113.1</startAddress></loginIpRanges>';
  const files = (inside: string, minutes?: number): Record<string, string> => ({
    ...sync(
      '',
      '<oauthPolicy><ipRelaxation>ENFORCE</ipRelaxation></oauthPolicy><profileName>Integration</profileName>',
    ),
    'Integration.profile': xml(
      'Profile',
      `<custom>true</custom><description>Not to be kept</description>${inside}`,
    ),
    ...(minutes === undefined
      ? {}
      : {
          'profilesessionsetting1.profileSessionSetting': xml(
            'ProfileSessionSetting',
            `<profile>Integration</profile><requiredSessionLevel>STANDARD</requiredSessionLevel><sessionTimeout>${minutes}</sessionTimeout>`,
          ),
        }),
  });

  test.each([
    [ranges, true, 'pass'],
    ['', false, 'fail'],
  ])('%s: login IP ranges', async (inside, expected, came) => {
    const { live, saved } = await pulledAndSaved({ files: files(inside) });
    for (const run of [live, saved]) {
      expect(value(run, 'Sync', 'loginIpRanges')).toBe(expected);
      expect(verdict(run, 'network/login-ranges-behind-enforce', 'Sync')).toBe(came);
      expect(value(run, 'Sync', 'repositoryRead')).toBe(false);
    }
  });

  test('a snapshot keeps what decides and nothing else of a profile', async () => {
    const { cwd, saved } = await pulledAndSaved({ files: files(ranges, 30) });
    const folder = join(cwd, 'saved/metadata/profiles');
    const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(texts).toHaveLength(1);
    expect(texts.join('')).toContain('203.0.113.9');
    expect(texts.join('')).not.toContain('Not to be kept');
    expect(saved.report.problems).toEqual([]);
  });

  test.each([
    [30, 'notApplicable'],
    [120, 'fail'],
  ])('sessions of the profile end after %i minutes', async (minutes, expected) => {
    const { live, saved } = await pulledAndSaved({ files: files('', minutes) });
    for (const run of [live, saved]) {
      expect(value(run, 'Sync', 'approvedProfilesTimeoutMinutes')).toBe(minutes);
      expect(verdict(run, 'tokens/session-timeout', 'Sync')).toBe(expected);
    }
  });

  test('an org that does not describe them is whole', async () => {
    const { live } = await pulledAndSaved({ files: files(ranges), hidden: ['Profile'] });
    expect(live.report.problems).toEqual([]);
    expect(verdict(live, 'network/login-ranges-behind-enforce', 'Sync')).toBe('notApplicable');
  });
});

test('token exchange handlers of an org', async () => {
  const handler = xml(
    'OauthTokenExchangeHandler',
    '<developerName>Okta</developerName><enablements><apexExecutionUser>exec@acme.example</apexExecutionUser><connectedApp>Sync</connectedApp><isDefault>true</isDefault></enablements><isEnabled>true</isEnabled><isRefreshTokenSupported>true</isRefreshTokenSupported><isUserCreationAllowed>false</isUserCreationAllowed>',
  );
  const { live, saved } = await pulledAndSaved({
    files: { ...sync(), 'Okta.oauthtokenexchangehandler': handler },
  });
  for (const run of [live, saved]) {
    expect(value(run, 'Sync', 'tokenExchangeHandlers')).toEqual(['Okta']);
    expect(verdict(run, 'evidence/token-exchange-takes-no-refresh-tokens', 'Sync')).toBe('fail');
    expect(verdict(run, 'evidence/token-exchange-creates-no-users', 'Sync')).toBe('pass');
    expect(run.report.problems).toEqual([]);
  }
});

describe('log-ins', () => {
  const login = (address: string, country: string, more: Row = {}): Row => ({
    Application: 'Sync',
    LoginType: 'Remote Access 2.0',
    LoginSubType: 'OauthClientCredentials',
    ApiType: 'N/A',
    UserId: admin,
    LoginTime: '2026-11-01T00:00:00.000+0000',
    SourceIp: address,
    CountryIso: country,
    ...more,
  });
  const trusted = '<ipRanges><end>203.0.113.9</end><start>203.0.113.1</start></ipRanges>';
  const history = [
    login('203.0.113.5', 'DE'),
    login('198.51.100.7', 'IE', { UserId: other }),
    login('198.51.100.8', 'RU', { Status: 'Failed: Not approved for access' }),
    login('Salesforce.com IP', 'US'),
    login('203.0.113.6', 'FR'),
  ];
  const options = (ranges: string): FakeOrgOptions => ({
    files: sync('', ranges),
    tables: {
      LoginHistory: history,
      PermissionSetAssignment: assignments([
        adminUser,
        { id: other, username: 'two@fake.example' },
      ]),
    },
  });

  test('from outside the ranges of the app, and from many countries', async () => {
    const { live, saved, org } = await pulledAndSaved(options(trusted));
    for (const run of [live, saved]) {
      expect(value(run, 'Sync', 'loginAddressesOutsideRanges')).toEqual(['198.51.100.7']);
      expect(verdict(run, 'usage/logins-within-ranges', 'Sync')).toBe('fail');
      expect(value(run, 'Sync', 'loginCountries')).toEqual(['DE', 'FR', 'IE', 'US']);
      expect(verdict(run, 'usage/server-logins-from-few-countries', 'Sync')).toBe('fail');
    }
    expect(org.seen.some(({ soql }) => soql.includes('SourceIp'))).toBe(true);
  });

  test('nobody asks for addresses where no app has ranges', async () => {
    const { live, org } = await pulledAndSaved(options(''));
    expect(verdict(live, 'usage/logins-within-ranges', 'Sync')).toBe('notApplicable');
    expect(org.seen.filter(({ soql }) => soql.includes('SourceIp'))).toEqual([]);
  });

  test('an org without the column is whole, and says what is unknown', async () => {
    const { live } = await pulledAndSaved({
      ...options(trusted),
      withoutColumns: ['LoginHistory.SourceIp', 'LoginHistory.CountryIso'],
    });
    expect(live.code).toBe(0);
    expect(verdict(live, 'usage/logins-within-ranges', 'Sync')).toBe('open');
    expect(verdict(live, 'usage/server-logins-from-few-countries', 'Sync')).toBe('open');
  });
});

describe('use of External Client Apps', () => {
  const created = '2026-01-01T00:00:00.000+0000';
  const row = (serial: number, name: string): Row => ({
    Id: idOf('ExternalClientApplication', serial),
    DeveloperName: name,
    MasterLabel: name,
    CreatedDate: created,
    NamespacePrefix: 'acme',
  });
  const tables = { ExternalClientApplication: [row(71, 'Used'), row(72, 'Idle')] };
  const usage = {
    [idOf('ExternalClientApplication', 71)]: 3,
    [idOf('ExternalClientApplication', 72)]: 0,
  };
  const rule = 'usage/app-in-use';

  test('that neither token nor log-in shows is undecided, and the message says what decides it', async () => {
    const { live, org } = await pulledAndSaved({ tables, oauthUsage: usage });
    expect(verdict(live, rule, 'acme__Idle')).toBe('open');
    expect(value(live, 'acme__Idle', 'used')).toMatch(/pull --with-users/);
    expect(org.seen.filter(({ path }) => path.includes('/apps/oauth/'))).toEqual([]);
  });

  test('is asked for with the users', async () => {
    const { saved, org } = await pulledAndSaved({ tables, oauthUsage: usage }, ['--with-users']);
    expect(value(saved, 'acme__Used', 'used')).toBe(true);
    expect(value(saved, 'acme__Idle', 'used')).toBe(false);
    expect(verdict(saved, rule, 'acme__Idle')).toBe('fail');
    const calls = org.seen.filter(({ path }) => path.includes('/apps/oauth/'));
    expect(new Set(calls.map(({ method }) => method))).toEqual(new Set(['GET']));
    expect(calls).toHaveLength(3);
  });

  test('an org that refuses it is told of in a note', async () => {
    const { saved } = await pulledAndSaved({ tables }, ['--with-users']);
    expect(saved.code).toBe(0);
    expect(saved.report.problems.map(({ kind }) => kind)).toContain('org-oauth-usage-unknown');
    expect(verdict(saved, rule, 'acme__Idle')).toBe('open');
  });
});

test('MCP servers of an org', async () => {
  const { live, saved } = await pulledAndSaved({
    files: {
      ...sync('<scopes>MCP</scopes>'),
      'Orders.mcpServerDefinition': xml(
        'McpServerDefinition',
        '<description>Not to be kept</description><masterLabel>Orders</masterLabel><tools><destructive>true</destructive><openWorld>false</openWorld><toolName>delete_order</toolName></tools>',
      ),
    },
  });
  for (const run of [live, saved]) {
    expect(value(run, 'Sync', 'destructiveMcpTools')).toEqual(['Orders/delete_order']);
    expect(verdict(run, 'evidence/mcp-tools-destroy-nothing', 'Sync')).toBe('fail');
    expect(verdict(run, 'evidence/mcp-tools-stay-inside', 'Sync')).toBe('pass');
    expect(run.report.problems).toEqual([]);
  }
});

describe('the license of the run-as user', () => {
  const rule = 'access/run-as-user-integration-license';
  const files = sync(
    '<isClientCredentialEnabled>true</isClientCredentialEnabled><oauthClientCredentialUser>bot@fake.example</oauthClientCredentialUser>',
  );
  const people = (license: string | null): readonly Row[] =>
    assignments([adminUser, { id: other, username: 'bot@fake.example' }]).map((row) => ({
      ...row,
      Assignee: {
        ...(row['Assignee'] as Row),
        Profile: license === null ? null : { UserLicense: { Name: license } },
      },
    }));

  test.each([
    ['Salesforce Integration', 'pass'],
    ['Salesforce', 'fail'],
    ['Salesforce Platform', 'fail'],
    [null, 'open'],
  ] as const)('%s', async (license, expected) => {
    const org = await orgWith({ files, tables: { PermissionSetAssignment: people(license) } });
    const run = await audit(['--org', 'env', ...all], { env: envOf(org), cwd: tempFolder() });
    expect(verdict(run, rule, 'Sync')).toBe(expected);
    const asked = org.seen.filter(({ soql }) => soql.includes('UserLicense'));
    expect(asked.map(({ soql }) => soql.includes('Username IN'))).toEqual([true]);
  });
});

test('the user with the most tokens', async () => {
  const tokens = [admin, admin, admin, admin, other].map((user) => token('Sync', user));
  const org = await orgWith({
    files: sync(),
    tables: {
      OauthToken: tokens,
      PermissionSetAssignment: assignments([
        adminUser,
        { id: other, username: 'two@fake.example' },
      ]),
    },
  });
  const run = await audit(['--org', 'env', ...all], { env: envOf(org), cwd: tempFolder() });
  expect(value(run, 'Sync', 'mostTokensOfOneUser')).toBe(4);
  expect(verdict(run, 'usage/few-approvals-of-one-user', 'Sync')).toBe('fail');
});

describe('API calls in the event log', () => {
  const rule = 'usage/api-calls-leave-a-trace';
  const asked = ['--with-event-logs'];
  const id = idOf('ConnectedApplication', 81);
  const tables = {
    ConnectedApplication: [
      { Id: id, Name: 'Loader', CreatedDate: '2025-01-01T00:00:00.000+0000' },
      {
        Id: idOf('ConnectedApplication', 82),
        Name: 'Quiet',
        CreatedDate: '2025-01-01T00:00:00.000+0000',
      },
    ],
  };
  const rows = [1, 2].map((at) => ({
    ConnectedAppIdentifier: id,
    RequestIdentifier: `r${at}`,
    Timestamp: `2026-11-2${at}T10:00:00.000+0000`,
  }));
  const stranger = {
    ConnectedAppIdentifier: '0H4000000000099AAA',
    RequestIdentifier: 'r9',
    Timestamp: '2026-11-20T10:00:00.000+0000',
  };
  const log = '0AT000000000001AAA';
  const files = {
    tables: {
      ...tables,
      EventLogFile: [
        {
          Id: log,
          EventType: 'ApiTotalUsage',
          LogDate: '2026-11-29T00:00:00.000+0000',
          LogFileLength: 90,
        },
      ],
    },
    eventLogFiles: {
      [log]: `"EVENT_TYPE","CONNECTED_APP_ID","CONNECTED_APP_NAME"\n"ApiTotalUsage","${id}","Loader"\n"ApiTotalUsage","","Who, ""else"""\n"ApiTotalUsage","",""\n`,
    },
  };

  test('are not asked for by default', async () => {
    const { live, org } = await pulledAndSaved(files);
    expect(verdict(live, rule, 'Loader')).toBe('notApplicable');
    expect(org.seen.some(({ soql, path }) => /EventLog/.test(soql + path))).toBe(false);
  });

  test('are those of the object, and prove a use', async () => {
    const logged = { ...tables, ApiTotalUsageEventLog: [...rows, stranger] };
    const { saved, org } = await pulledAndSaved({ tables: logged }, asked);
    expect(value(saved, 'Loader', 'apiCalls')).toBe(2);
    expect([value(saved, 'Loader', 'used'), value(saved, 'Quiet', 'used')]).toEqual([true, false]);
    expect(verdict(saved, rule, 'Loader')).toBe('fail');
    expect(verdict(saved, rule, 'Quiet')).toBe('notApplicable');
    expect(verdict(saved, 'usage/app-in-use', 'Loader')).toBe('pass');
    expect(verdict(saved, 'usage/app-in-use', 'Quiet')).toBe('fail');
    const notes = saved.report.problems.filter(({ kind }) => kind === 'org-api-calls-unplaced');
    expect(notes.map(({ message }) => message).join('')).toContain('0H4000000000099 (1)');
    expect(org.seen.filter(({ soql }) => soql.includes('EventLog'))).toHaveLength(1);
  });

  test('are those of the files where the object is not there', async () => {
    const { saved } = await pulledAndSaved(files, asked);
    expect(value(saved, 'Loader', 'apiCalls')).toBe(1);
    expect(value(saved, 'Quiet', 'apiCalls')).toBe(0);
    expect(saved.report.problems.map(({ message }) => message).join('')).toContain(
      'Who, "else" (1)',
    );
  });

  test.each([
    ['no such object', { tables }],
    ['no file', { tables: { ...tables, EventLogFile: [] } }],
    ['a file that is none', { ...files, eventLogFiles: { [log]: '<html>moved</html>' } }],
    ['a file of something else', { ...files, eventLogFiles: { [log]: 'A,B\n1,2\n' } }],
    [
      'a file too large',
      {
        ...files,
        tables: {
          ...files.tables,
          EventLogFile: [{ ...files.tables.EventLogFile[0], LogFileLength: 90_000_000 }],
        },
      },
    ],
  ] as const)('%s: a note, and the check is undecided', async (_, options) => {
    const { saved } = await pulledAndSaved(options, asked);
    expect(saved.code).toBe(0);
    expect(saved.report.problems.map(({ kind }) => kind)).toEqual(['org-api-calls-unknown']);
    expect(verdict(saved, rule, 'Loader')).toBe('open');
  });

  test.each([
    [
      'a,b\r\n"c ""d"" ,\ne",f\n',
      [
        ['a', 'b'],
        ['c "d" ,\ne', 'f'],
      ],
    ],
    ['a,,b', [['a', '', 'b']]],
    ['"",""\n', [['', '']]],
    ['', []],
  ])('%j as rows', (text, expected) => {
    expect(csvRows(text)).toEqual(expected);
  });
});
