// In which order an org is asked: no call waits for an answer that it is not made of.
import { describe, expect, test } from 'vitest';
import { longestChain } from '../../bench/chain.js';
import { limitConcurrency } from '../../src/org/client/pace.js';
import { restError, type FakeOrg, type Seen } from '../fake-org/fake-org.js';
import { manyTokens, manyUsers } from '../fake-org/many-tokens.js';
import { admin, adminUser, assignments, token, userId } from '../fake-org/people-and-tokens.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';
import { audit, ecaudit } from './run.js';

stopOrgsAfterEach();

const runAs = 'integration@fake.example';
const policies = (name: string): string =>
  `<ExtlClntAppOauthConfigurablePolicies xmlns="http://soap.sforce.com/2006/04/metadata"><clientCredentialsFlowUser>${name}</clientCredentialsFlowUser><externalClientApplication>Own</externalClientApplication><isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled><label>Own</label></ExtlClntAppOauthConfigurablePolicies>`;
const own = {
  'Own.eca':
    '<ExternalClientApplication xmlns="http://soap.sforce.com/2006/04/metadata"><contactEmail>a@b.example</contactEmail><label>Own</label></ExternalClientApplication>',
  'Own_oauth.ecaOauthPlcy': policies(runAs),
};
const runAsUser = { id: userId(900), username: runAs };

async function read(org: FakeOrg) {
  const argv = ['--org', 'env', '--no-config', '--fail-on', 'never'];
  return audit(argv, { env: envOf(org) });
}

function asked(org: FakeOrg, fits: (call: Seen) => boolean): readonly Seen[] {
  return org.seen.filter(fits).toSorted((a, b) => a.began - b.began);
}

const isCount = ({ soql }: Seen): boolean => soql.includes('COUNT() FROM OauthToken');
const isTokens = (call: Seen): boolean => call.object === 'OauthToken' && !isCount(call);
const isPeople = ({ soql }: Seen): boolean => soql.includes('Assignee.Username,');

describe('tokens', () => {
  test('are asked for beside the metadata types, and the first of them beside their count', async () => {
    const org = await orgWith({ delay: 50, tables: { OauthToken: manyTokens(10, ['Own']) } });
    await read(org);
    const [types] = asked(org, ({ operation }) => operation === 'describeMetadata');
    const [count] = asked(org, isCount);
    const [first] = asked(org, isTokens);
    expect(first?.began).toBeLessThan(types?.ended ?? 0);
    expect(count?.began).toBeLessThan(first?.ended ?? 0);
    expect(first?.began).toBeLessThan(count?.ended ?? 0);
  });

  test('go ahead of questions that no other call waits for', async () => {
    const org = await orgWith({ delay: 50, tables: { OauthToken: manyTokens(2_600, ['Own']) } });
    await read(org);
    const pages = asked(org, isTokens);
    const others = asked(org, ({ soql, object }) => soql !== '' && object !== 'OauthToken');
    expect(pages).toHaveLength(6);
    const waiting = others.filter(({ began }) => began > (pages[2]?.began ?? Infinity));
    expect(waiting.length).toBeGreaterThan(0);
  });

  test('that were issued between the two questions are there, and none is missing', async () => {
    const tokens = [token('Own', admin), token('Own', userId(2)), token('Own', userId(3))];
    const org = await orgWith({ files: own, tables: { OauthToken: tokens } });
    const rows = tokens.slice(0, 2).map((row) => ({ attributes: { type: 'row' }, ...row }));
    org.inject({
      when: isTokens,
      times: 1,
      reply: {
        type: 'application/json',
        body: JSON.stringify({ totalSize: 2, done: true, records: rows }),
      },
    });
    const { report } = await read(org);
    expect(report.apps.map(({ settings }) => settings['tokenCount'])).toMatchObject([
      { state: 'known', value: 3 },
    ]);
    expect(report.problems.map(({ kind }) => kind)).not.toContain('org-tokens-incomplete');
    expect(asked(org, isCount)).toHaveLength(1);
  });

  test('that nobody may count are told as that alone', async () => {
    const org = await orgWith({ withoutColumns: ['OauthToken.UseCount'] });
    const refused = restError(403, 'INSUFFICIENT_ACCESS', 'no');
    org.inject({ when: isCount, reply: refused });
    const { report } = await read(org);
    const told = report.problems.filter(({ message }) => /Oauth ?Token/i.test(message));
    expect(told.map(({ message }) => message)).toEqual([
      'the number of OAuth tokens: INSUFFICIENT_ACCESS: no',
    ]);
  });
});

test('a session that the org does not take costs seven calls at most, and is no problem of the tokens', async () => {
  const org = await orgWith({ delay: 20 });
  const env = { ...envOf(org), SF_ACCESS_TOKEN: '00D000000000001!dead' };
  const run = await ecaudit(['--org', 'env', '--no-config'], { env });
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('does not accept the access token in SF_ACCESS_TOKEN');
  expect(run.stderr).not.toContain('OAuth tokens');
  // The list of versions, and three calls that go out before the first of them is refused, some of them again.
  expect(org.seen.length).toBeLessThanOrEqual(7);
});

describe('users', () => {
  const people = assignments([adminUser, runAsUser, ...manyUsers]).map((row) => ({
    ...row,
    Assignee: {
      ...(row['Assignee'] as Readonly<Record<string, unknown>>),
      Profile: { UserLicense: { Name: 'Salesforce Integration' } },
    },
  }));

  test('who hold tokens and those whom files name are asked for in one call', async () => {
    const org = await orgWith({
      files: own,
      tables: { OauthToken: manyTokens(300, ['Own']), PermissionSetAssignment: people },
    });
    const { report } = await read(org);
    expect(asked(org, isPeople)).toHaveLength(1);
    expect(report.problems.filter(({ level }) => level === 'error')).toEqual([]);
    expect(report.apps[0]?.settings).toMatchObject({
      runAsUserActive: { state: 'known', value: true },
      runAsUserLicense: { state: 'known', value: 'Salesforce Integration' },
      tokensOfInactiveUsers: { state: 'known', value: 0 },
    });
  });

  test('are asked for in more calls where one address does not hold all of them', async () => {
    const holders = Array.from({ length: 500 }, (_, index) => ({
      id: userId(index + 1000),
      username: `h${index}@fake.example`,
    }));
    const tokens = holders.map(({ id }) => token('Own', id));
    const table = [...people, ...assignments(holders)];
    const many = Array.from({ length: 34 }, (_, index) => [
      `App_${index}_oauth.ecaOauthPlcy`,
      policies(`${'long'.repeat(13)}.${index}@integration.example`).replace(
        '>Own</ext',
        `>App_${index}</ext`,
      ),
    ]);
    const org = await orgWith({
      files: { ...own, ...Object.fromEntries(many) },
      tables: { OauthToken: tokens, PermissionSetAssignment: table },
    });
    const { report } = await read(org);
    expect(asked(org, isPeople)).toHaveLength(2);
    const app = report.apps.find(({ apiName }) => apiName === 'Own');
    expect(app?.settings).toMatchObject({
      runAsUserActive: { state: 'known', value: true },
      tokensOfInactiveUsers: { state: 'known', value: 0 },
    });
  });

  test('whom files name are unknown where usernames are, as are the holders of tokens', async () => {
    const org = await orgWith({
      files: own,
      tables: { OauthToken: manyTokens(300, ['Own']), PermissionSetAssignment: people },
      withoutColumns: ['PermissionSetAssignment.Assignee.Username'],
    });
    const { report } = await read(org);
    expect(report.apps[0]?.settings).toMatchObject({
      runAsUserActive: { state: 'unknown' },
      tokensOfInactiveUsers: { state: 'unknown' },
    });
  });
});

test('a job that goes ahead is next, before those that came earlier', async () => {
  const inTurn = limitConcurrency(1);
  const done: string[] = [];
  const job = (name: string) => (): Promise<number> => Promise.resolve(done.push(name));
  await Promise.all([
    inTurn(job('running')),
    inTurn(job('first')),
    inTurn(job('second')),
    inTurn(job('ahead'), true),
    inTurn(job('ahead, too'), true),
  ]);
  expect(done).toEqual(['running', 'ahead', 'ahead, too', 'first', 'second']);
});

describe('the longest chain of calls', () => {
  const call = (began: number, more: Partial<Seen>): Seen => ({
    method: 'GET',
    path: '',
    soql: '',
    operation: '',
    object: '',
    headers: {},
    body: '',
    began,
    ended: began + 1,
    ...more,
  });
  const versions = call(0, { path: '/services/data' });
  const page = (began: number): Seen => call(began, { object: 'OauthToken', soql: 'SELECT X' });
  const holders = call(90, { object: 'PermissionSetAssignment', soql: 'AssigneeId IN (1)' });
  const operation = (began: number, name: string): Seen => call(began, { operation: name });

  test.each<readonly [string, readonly Seen[], number]>([
    ['none', [], 0],
    ['questions side by side', [versions, call(1, { object: 'A' }), call(1, { object: 'B' })], 2],
    [
      'the same questions one after the other',
      [versions, call(1, { object: 'A' }), call(5, { object: 'B' })],
      2,
    ],
    ['pages of tokens, and who holds them', [versions, page(1), page(2), page(3), holders], 5],
    [
      'a list beside a retrieve that is asked for twice',
      [
        versions,
        operation(1, 'describeMetadata'),
        operation(2, 'listMetadata'),
        operation(3, 'retrieve'),
        operation(4, 'checkRetrieveStatus'),
        operation(5, 'checkRetrieveStatus'),
      ],
      5,
    ],
  ])('%s', (_, calls, length) => {
    expect(longestChain(calls)).toBe(length);
  });
});
