// What stops working on which day: by files, by an org, by a saved report; as a table, as data and as a calendar.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { admin, adminUser, assignments } from '../fake-org/people-and-tokens.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { envOf, orgWith, stopOrgsAfterEach } from '../stories/orgs.js';
import { salesforceCli } from '../stories/cli-of-orgs.js';
import { ecaudit, type Surroundings } from '../stories/run.js';

stopOrgsAfterEach();

const connectedApp = (label: string, config = ''): string =>
  `<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><contactEmail>a@b.example</contactEmail><label>${label}</label><oauthConfig><callbackUrl>https://b.example/cb</callbackUrl>${config}<scopes>Api</scopes></oauthConfig></ConnectedApp>`;

const device = '<isDeviceFlowEnabled>true</isDeviceFlowEnabled>';
const files = {
  'connectedApps/Billing.connectedApp': connectedApp('Billing, "nightly"; ☃'.repeat(4), device),
  'connectedApps/Web.connectedApp': connectedApp('Web'),
};

/** 2026-11-30, 08:00 UTC. */
const env = { SOURCE_DATE_EPOCH: '1796025600' };

interface DeadlinesJson {
  readonly schemaVersion: string;
  readonly generatedAt: string;
  readonly incomplete: boolean;
  readonly sources: readonly { readonly id: string; readonly kind: string }[];
  readonly problems: readonly unknown[];
  readonly deadlines: readonly {
    readonly id: string;
    readonly date?: string;
    readonly release?: string;
    readonly certainty: string;
    readonly source: { readonly title: string; readonly read?: string };
    readonly apps: readonly {
      readonly apiName: string;
      readonly inUse: boolean | null;
      readonly because: string;
      readonly action: string;
    }[];
  }[];
}

async function json(argv: readonly string[], at: Surroundings = {}): Promise<DeadlinesJson> {
  const run = await ecaudit(['deadlines', ...argv, '-f', 'json'], { env, ...at });
  if (run.stdout === '') throw new Error(run.stderr);
  return JSON.parse(run.stdout) as DeadlinesJson;
}

describe('of files', () => {
  let folder = '';
  beforeEach(() => {
    folder = tempFolder(files);
  });

  test('as data: dates with source and certainty, apps whose use nobody knows', async () => {
    const report = await json([folder]);
    expect(report).toMatchObject({
      schemaVersion: '1',
      generatedAt: '2026-11-30T08:00:00.000Z',
      incomplete: false,
      sources: [{ kind: 'folder' }],
      problems: [],
    });
    const named = (id: string) => report.deadlines.find((one) => one.id === id);
    expect(named('device-flow')).toMatchObject({
      date: '2026-11-30',
      certainty: 'announced',
      source: { read: '2026-11-30' },
      apps: [
        { apiName: 'Billing', inUse: null, because: expect.stringContaining('Device Flow: on') },
      ],
    });
    expect(named('connected-apps')).toMatchObject({ release: "Summer '27" });
    expect(named('connected-apps')).not.toHaveProperty('date');
    expect(named('connected-apps')?.apps.map(({ because }) => because)).toEqual([
      'it is a Connected App',
      'it is a Connected App',
    ]);
  });

  test('for people: the next day first, what to do, and nothing that is not known', async () => {
    const { code, stdout } = await ecaudit(['deadlines', folder], { env });
    expect(code).toBe(0);
    expect(stdout).toContain('2026-11-30 (today)');
    expect(stdout).toContain('2 apps, use not known.');
    expect(stdout).toContain('Do: Migrate it in App Manager');
    expect(stdout.indexOf('device flow')).toBeLessThan(stdout.indexOf('support of Connected Apps'));
  });

  test('what nobody knows to be in use fails no run', async () => {
    const run = await ecaudit(['deadlines', folder, '--fail-within', '400'], { env });
    expect(run.code).toBe(0);
  });

  test('the audit tells the same dates in a section of its own', async () => {
    const table = await ecaudit([folder, '--no-config'], { env });
    expect(table.stdout).toMatch(/^Deadlines\n- The device flow[^]*: 1 app, use not known$/m);
    const markdown = await ecaudit([folder, '--no-config', '-f', 'markdown'], { env });
    expect(markdown.stdout).toContain('<summary>2 deadlines of the platform</summary>');
  });

  test('as a calendar: only what has a day, the same bytes in every run', async () => {
    const run = await ecaudit(['deadlines', folder, '-f', 'ics'], { env });
    expect(await ecaudit(['deadlines', folder, '-f', 'ics'], { env })).toEqual(run);
    const lines = run.stdout.split('\r\n');
    expect(lines.at(-1)).toBe('');
    expect(run.stdout.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    // RFC 5545, 3.1: a line that begins with a space goes on with the one before.
    const unfolded = run.stdout.replaceAll('\r\n ', '').split('\r\n');
    expect(unfolded.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
    expect(unfolded).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^UID:2026-11-30-device-flow-[0-9a-f]{16}@ecaudit$/),
        'DTSTAMP:20261130T080000Z',
        'DTSTART;VALUE=DATE:20261130',
        'DTEND;VALUE=DATE:20261201',
        expect.stringContaining(String.raw`DESCRIPTION:Billing\, "nightly"\; ☃Billing\, `),
      ]),
    );
    expect(run.stderr).toContain("connected-apps (Summer '27)");
  });

  test('a saved report says the same as the folder, on another day counted anew', async () => {
    const place = tempFolder({});
    const file = join(place, 'report.json');
    await ecaudit([folder, '--no-config', '-f', `json=${file}`, '--include', 'all'], {
      env,
      cwd: place,
    });
    const saved = await json(['report.json'], { cwd: place });
    expect(saved.deadlines).toEqual((await json([folder], { cwd: place })).deadlines);
    const later = await ecaudit(['deadlines', file], { env: { SOURCE_DATE_EPOCH: '1796112000' } });
    expect(later.stdout).toContain('2026-11-30 (1 day ago)');
  });

  test('an app that --app does not mean is left out of a report, too', async () => {
    const file = join(tempFolder({}), 'report.json');
    await ecaudit([folder, '--no-config', '-f', `json=${file}`], { env });
    const { deadlines } = await json([file, '--app', 'Web']);
    expect(deadlines.flatMap(({ apps }) => apps.map(({ apiName }) => apiName))).toEqual(['Web']);
  });
});

describe('of an org', () => {
  const tables = {
    LoginHistory: [
      {
        Application: 'Web',
        LoginType: 'Remote Access 2.0',
        LoginSubType: 'OauthUsernamePassword',
        ApiType: 'N/A',
        Status: 'Success',
        UserId: admin,
        LoginTime: '2026-11-29T00:00:00.000+0000',
      },
    ],
    PermissionSetAssignment: assignments([adminUser]),
  };

  test.each([
    [['--fail-within', '82'], 1],
    [['--fail-within', '81'], 0],
    [[], 0],
  ])('an app that logs in by what ends, with %j: exit code %i', async (flags, code) => {
    const org = await orgWith({ files: { 'Web.connectedApp': connectedApp('Web') }, tables });
    const at = { env: { ...env, ...envOf(org) } };
    const run = await ecaudit(['deadlines', 'org:env', '--no-config', '-f', 'json', ...flags], at);
    expect(run.code).toBe(code);
    const { deadlines, sources } = JSON.parse(run.stdout) as DeadlinesJson;
    expect(sources).toMatchObject([{ id: 'org/env', kind: 'org' }]);
    const flow = deadlines.find(({ id }) => id === 'username-password-flow');
    expect(flow?.apps).toMatchObject([{ apiName: 'Web', inUse: true }]);
  });
});

test('of many orgs: one calendar with an event for each org and day, whatever the org is called', async () => {
  const count = 4;
  const webFiles = { 'Web.connectedApp': connectedApp('Web', device) };
  const orgs = await Promise.all(
    Array.from({ length: count }, (_, at) =>
      orgWith({ files: webFiles, orgId: `00D0000000${String(at).padStart(5, '0')}` }),
    ),
  );
  const aliases = orgs.map((org, at) => [`o${at}`, org] as const);
  const [[, first] = []] = aliases;
  // A second alias of an org is no second event; a name of letters of several bytes is folded between them.
  const known = Object.fromEntries(
    [...aliases, ['\u9867\u5ba2'.repeat(12), first]].map(([alias, org]) => [alias, org ?? orgs[0]]),
  );
  const cwd = tempFolder({ 'orgs.txt': `${Object.keys(known).join('\n')}\nlost\n` });
  const at = {
    cwd,
    env: { ...env, PATH: salesforceCli(known as Parameters<typeof salesforceCli>[0]) },
  };
  const argv = [
    'deadlines',
    '--orgs-file',
    'orgs.txt',
    '--no-config',
    '--retries',
    '0',
    '--concurrency',
    '4',
  ];
  const run = await ecaudit([...argv, '-f', 'ics', '-f', 'json=all.json'], at);
  expect(run.code).toBe(3);
  const lines = run.stdout.split('\r\n');
  for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  const whole = run.stdout.replaceAll('\r\n ', '');
  expect(whole).not.toContain('\ufffd');
  const ids = whole.match(/^UID:2026-11-30-device-flow-.*$/gm) ?? [];
  expect([ids.length, new Set(ids).size]).toEqual([count, count]);
  expect(whole).toMatch(/^X-WR-CALDESC:Incomplete.*lost/m);
  const data = JSON.parse(readFileSync(join(cwd, 'all.json'), 'utf8')) as DeadlinesJson;
  expect([data.incomplete, data.sources.length]).toEqual([true, count + 2]);
  const flow = data.deadlines.find(({ id }) => id === 'device-flow');
  expect(flow?.apps).toHaveLength(count + 1);
});

describe('wrong requests', () => {
  test.each([
    [['--fail-within', 'soon']],
    [['--fail-within', '-1']],
    [['-f', 'csv']],
    [['-f', 'table', '-f', 'json']],
    [['nowhere']],
    [['org:']],
  ])('%j is exit code 2 and an empty stdout', async (argv) => {
    const run = await ecaudit(['deadlines', ...argv], { cwd: tempFolder(files) });
    expect([run.code, run.stdout]).toEqual([2, '']);
  });

  test('a broken file makes the answer incomplete, and every format says so', async () => {
    const folder = tempFolder({ ...files, 'connectedApps/Bad.connectedApp': '<ConnectedApp>' });
    const run = await ecaudit(['deadlines', folder, '-f', 'markdown'], { env });
    expect(run.code).toBe(3);
    expect(run.stdout).toContain('Incomplete');
    expect((await json([folder])).incomplete).toBe(true);
    const table = await ecaudit(['deadlines', folder], { env });
    expect(table.stdout).toContain('Incomplete: not everything that was asked for could be read.');
  });

  test('a file of a report is written whole, and stdout stays empty', async () => {
    const folder = tempFolder(files);
    const run = await ecaudit(['deadlines', '.', '-f', 'ics=out/dates.ics', '-q'], {
      cwd: folder,
      env,
    });
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(folder, 'out/dates.ics'), 'utf8')).toMatch(/^BEGIN:VCALENDAR\r\n/);
  });
});
