// Which org a source is: what its log-in and its answers say anyway, and its row of Organization.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { salesforceCli } from './cli-of-orgs.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';
import { audit, ecaudit, fixtures, type JsonReport } from './run.js';

stopOrgsAfterEach();

const orgId = '00DxxYYz0000Ab1';
const longId = orgId;
const options = { folder: join(fixtures, 'planted/clean'), orgId };

interface Identified {
  readonly org?: Readonly<Record<string, unknown>>;
}

function orgOf({ sources }: JsonReport): Identified['org'] {
  return (sources as readonly Identified[])[0]?.org;
}

test('by an access token, which begins with it', async () => {
  const org = await orgWith(options);
  const { report } = await audit(['--org', 'env'], { env: envOf(org), cwd: tempFolder() });
  const host = new URL(org.url).host;
  expect(orgOf(report)).toEqual({
    name: 'Fake & Sons',
    type: 'Enterprise Edition',
    sandbox: false,
    instance: 'EU47',
    id: expect.stringMatching(new RegExp(`^${longId}[A-Z0-5]{3}$`)),
    host,
    apiVersion: '68.0',
    user: 'admin@fake.example',
  });
});

test('by what the Salesforce CLI says', async () => {
  const org = await orgWith(options);
  const env = {
    PATH: salesforceCli({ prod: org }, { id: `${orgId}EAC`, username: 'me@x.example' }),
  };
  const { report } = await audit(['--org', 'prod'], { env, cwd: tempFolder() });
  expect(orgOf(report)).toMatchObject({ user: 'me@x.example' });
  expect(String(orgOf(report)?.['id']).slice(0, 15)).toBe(orgId);
});

test('by the identity that the token endpoint answers', async () => {
  const org = await orgWith(options);
  const env = { SF_CLIENT_ID: 'one', SF_CLIENT_SECRET: 'two', SF_INSTANCE_URL: org.url };
  const { report } = await audit(['--org', 'env'], { env, cwd: tempFolder() });
  expect(String(orgOf(report)?.['id']).slice(0, 15)).toBe(orgId);
});

test('it takes one query, and a snapshot keeps it', async () => {
  const org = await orgWith(options);
  const cwd = tempFolder();
  const live = await audit(['--org', 'env'], { env: envOf(org), cwd });
  const asked = org.seen.filter(({ path }) => path === '/services/oauth2/userinfo').length;
  expect(asked).toBeLessThanOrEqual(1);
  const queries = org.seen.filter(({ soql }) => soql.includes('FROM Organization'));
  expect(queries.map(({ soql }) => soql)).toEqual([
    'SELECT Id, Name, OrganizationType, IsSandbox, InstanceName FROM Organization',
  ]);
  await ecaudit(['pull', '--org', 'env', '--out', 'org/env'], { env: envOf(org), cwd });
  const saved = await audit(['org/env'], { cwd });
  expect(orgOf(saved.report)).toEqual(orgOf(live.report));
});

const fields = { name: 'Fake & Sons', type: 'Enterprise Edition', sandbox: false };

test.each([
  ['a column', { withoutColumns: ['Organization.InstanceName'] }, { ...fields, instance: null }, 0],
  ['the object', { hidden: ['Organization'] }, { name: null, sandbox: null, instance: null }, 1],
  [
    'the row',
    { tables: { Organization: [] } },
    { name: null, type: null, sandbox: null, instance: null },
    0,
  ],
])('an org without %s is audited whole, and what it hides is not known', async (...row) => {
  const [, lacking, told, notes] = row;
  const org = await orgWith({ ...options, ...lacking });
  const run = await audit(['--org', 'env', '--fail-on', 'never'], {
    env: envOf(org),
    cwd: tempFolder(),
  });
  expect(run.code).toBe(0);
  expect(orgOf(run.report)).toMatchObject({ ...told, user: 'admin@fake.example' });
  const found = run.report.problems.filter(({ kind }) => kind === 'org-identity-unknown');
  expect(found).toHaveLength(notes);
});

test('a row of another org names nothing', async () => {
  const other = { Id: '00D000000000009', Name: 'Somebody else', IsSandbox: true };
  const org = await orgWith({ ...options, tables: { Organization: [other] } });
  const { report } = await audit(['--org', 'env'], { env: envOf(org), cwd: tempFolder() });
  expect(orgOf(report)).toMatchObject({ name: null, sandbox: null });
  expect(orgOf(report)?.['id']).not.toContain('00D000000000009');
  const [told] = report.problems.filter(({ kind }) => kind === 'org-identity-unknown');
  expect(told?.message).toContain('another org');
});

test('a snapshot of the first format says where the org is, and not which', async () => {
  const org = await orgWith(options);
  const cwd = tempFolder();
  await ecaudit(['pull', '--org', 'env', '--out', 'old'], { env: envOf(org), cwd });
  const file = join(cwd, 'old/org.json');
  const text = readFileSync(file, 'utf8');
  const lines = text.split('\n').filter((line) => !line.startsWith('"org":'));
  expect(lines).toHaveLength(text.split('\n').length - 1);
  writeFileSync(file, lines.join('\n').replace('"ecauditSnapshot": 2', '"ecauditSnapshot": 1'));
  const { report } = await audit(['old'], { cwd });
  expect(report.problems).toEqual([]);
  expect(orgOf(report)).toMatchObject({ id: null, host: new URL(org.url).host });
});

test('a folder is no org', async () => {
  const { report } = await audit(['planted/clean'], {});
  expect(Object.hasOwn(report.sources[0] ?? {}, 'org')).toBe(false);
});
