import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseXml } from '../../src/metadata/xml/parse.js';
import type { XmlElement } from '../../src/metadata/xml/document.js';
import { ecaudit, fixtures, root } from './run.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';

stopOrgsAfterEach();
const work = mkdtempSync(join(tmpdir(), 'ecaudit-doctor-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

test('doctor says what an org hides, and what that costs', async () => {
  const org = await orgWith({
    folder: join(fixtures, 'planted/faulty'),
    hidden: ['LoginHistory'],
  });
  const run = await ecaudit(['doctor', '--org', 'env'], { env: envOf(org), cwd: work });
  expect(run.code).toBe(3);
  expect(run.stdout).toContain(
    'Org env: 2 apps: 2 with metadata, 0 installed, 0 known only by use',
  );
  expect(run.stdout).toMatch(
    /- error: Org does not show an object: the login history: .*LoginHistory/,
  );
  expect(run.stdout).toMatch(/- \d+ checks?: the org did not give the login history/);
});

test('doctor says which columns an org lacks, what that costs, and what it does not ask for', async () => {
  const { stdout } = await ecaudit(['doctor', '--org', 'env'], {
    env: envOf(
      await orgWith({
        files: {
          'Sync.connectedApp': `<?xml version="1.0" encoding="UTF-8"?><ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><contactEmail>a@b.example</contactEmail><label>Sync</label><oauthConfig><callbackUrl>https://app.example.com/cb</callbackUrl><isClientCredentialEnabled>true</isClientCredentialEnabled><scopes>Api</scopes></oauthConfig><ipRanges><end>203.0.113.9</end><start>203.0.113.1</start></ipRanges></ConnectedApp>`,
        },
        withoutColumns: ['LoginHistory.CountryIso', 'LoginHistory.SourceIp'],
        tables: {
          LoginHistory: [
            { Application: 'X', LoginType: 'Remote Access 2.0', LoginTime: '2026-11-01T00:00:00Z' },
          ],
        },
      }),
    ),
    cwd: work,
  });
  expect(stdout).toMatch(/- \d+ checks?: [^\n]*LoginHistory\.CountryIso/);
  expect(stdout).toMatch(/- \d+ checks?: [^\n]*LoginHistory\.SourceIp/);
  const [, further = ''] = stdout.split('Not asked for by default:');
  for (const [evidence, permission, flag] of [
    ['Connect REST API', 'one call an app', '--with-users'],
    ['ApiTotalUsageEventLog', 'View Event Log Files', '--with-event-logs'],
    ['AuthSession', 'Manage Users', 'not read'],
    ['SetupAuditTrail', '', 'diff --with-users'],
    ['TransactionSecurityPolicy', 'Event Monitoring', 'not read'],
    ['TenantSecurityConnectedApp', 'Security Center', 'not read'],
    ['InstalledSubscriberPackage', 'Download AppExchange Packages', 'not read'],
  ] as const) {
    const line = further.split('\n').find((one) => one.includes(evidence));
    expect(line).toContain(permission);
    expect(line).toContain(flag);
  }
});

test('doctor without an org looks at the configuration', async () => {
  const run = await ecaudit(['doctor'], { cwd: work });
  expect([run.code, run.stderr]).toEqual([0, '']);
  expect(run.stdout).toContain('Configuration: none');
});

describe('the permission set', () => {
  const file = 'docs/permission-set/permissionsets/ecaudit_Reader.permissionset';
  const parsed = parseXml(readFileSync(join(root, file), 'utf8'));
  if (!parsed.ok) throw new Error(`${file} is not well-formed`);
  const { root: set } = parsed.document;
  const textOf = (element: XmlElement, name: string): string | undefined =>
    element.children.find((child) => child.name === name)?.text;
  const permissions = set.children
    .filter(({ name }) => name === 'userPermissions')
    .map((one) => ({ name: textOf(one, 'name') ?? '', enabled: textOf(one, 'enabled') }));
  const names = permissions.map(({ name }) => name);
  /** The rows of the table in the guide: what Setup calls them, and their API names. */
  const [, guide = ''] = readFileSync(join(root, 'docs/orgs.md'), 'utf8').split('## Permissions');
  const rows = guide
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, , name]) => /^(?:`\w+`(?:, )?)+$/.test(name ?? ''))
    .map(([, label = '', name = '']) => ({ label, names: name.replaceAll('`', '').split(', ') }));
  const sources = readdirSync(join(root, 'src/org'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, 'src/org', name), 'utf8'))
    .join('\n');

  test('gives each permission once, and none that shows secrets or changes users and data', () => {
    expect([set.name, textOf(set, 'label')]).toEqual(['PermissionSet', 'ecaudit Reader']);
    expect(permissions.filter(({ enabled }) => enabled !== 'true')).toEqual([]);
    expect(names).toEqual([...new Set(names)].toSorted());
    expect(names.filter((name) => /Secret|ModifyAllData|ManageUsers/.test(name))).toEqual([]);
    expect(new Set(set.children.map(({ name }) => name))).toEqual(
      new Set(['description', 'hasActivationRequired', 'label', 'userPermissions']),
    );
  });

  test('is what the guide explains', () => {
    // ApiUserOnly is explained below the table, ManageUsers is offered and not given.
    const explained = rows.flatMap((row) => row.names).filter((name) => name !== 'ManageUsers');
    expect([...explained, 'ApiUserOnly'].toSorted()).toEqual(names);
  });

  test('holds what messages of the program ask for', () => {
    const told = sources.matchAll(/visible; ([A-Z][\w ]+) shows all/g);
    const labels = [...told].map(([, label = '']) => label);
    expect(labels.toSorted()).toEqual(['Customize Application', 'Monitor Login History']);
    expect(labels.filter((label) => !rows.some((row) => row.label === label))).toEqual([]);
    const needed = [...sources.matchAll(/hasOneOf\(api, \[([^\]]+)\]/g)].map(([, list = '']) =>
      list.replaceAll(/['\s]/g, '').split(','),
    );
    expect(needed).toHaveLength(2);
    expect(needed.filter((some) => !some.some((name) => names.includes(name)))).toEqual([]);
  });

  test('is named by its manifest', () => {
    const manifest = parseXml(readFileSync(join(root, 'docs/permission-set/package.xml'), 'utf8'));
    const types = manifest.ok ? manifest.document.root.children : [];
    expect(types.map((one) => textOf(one, 'members'))).toContain('ecaudit_Reader');
  });
});

/** The files of the built program that a run loads, as V8 counts them. */
function loadedBy(argv: readonly string[]): readonly string[] {
  const coverage = mkdtempSync(join(work, 'v8-'));
  spawnSync(process.execPath, [join(root, 'dist/cli/bin.js'), ...argv], {
    cwd: fixtures,
    env: {
      ...process.env,
      NODE_V8_COVERAGE: coverage,
      SF_ACCESS_TOKEN: 'x',
      SF_INSTANCE_URL: 'http://127.0.0.1:1',
    },
  });
  const reports = readdirSync(coverage).map((name) => readFileSync(join(coverage, name), 'utf8'));
  const urls = reports.flatMap((text) =>
    (JSON.parse(text) as { result: { url: string }[] }).result.map(({ url }) => url),
  );
  return urls.filter((url) => url.includes('/dist/'));
}

test('an audit of a folder loads no jsforce; one of an org does', () => {
  // The bundle names no packages; this is how jsforce's registry of log-ins calls its file.
  const holdsJsforce = (url: string): boolean =>
    readFileSync(new URL(url), 'utf8').includes('".jsforce"');
  const ofFolder = loadedBy(['planted/clean']);
  expect(ofFolder.length).toBeGreaterThan(0);
  expect(ofFolder.filter(holdsJsforce)).toEqual([]);
  expect(loadedBy(['--org', 'env', '--retries', '0']).some(holdsJsforce)).toBe(true);
});
