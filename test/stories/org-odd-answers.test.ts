// An odd answer ends its own question and nothing else: exit 3, one problem that names it, and the rest is audited.
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Fault, FakeOrg, Reply, Seen } from '../fake-org/fake-org.js';
import { envelope, fault as soapFaultText } from '../fake-org/soap.js';
import { adminUser, assignments, token, admin } from '../fake-org/people-and-tokens.js';
import { audit, ecaudit, fixtures } from './run.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';

stopOrgsAfterEach();

const folder = join(fixtures, 'planted/faulty');
const tables = {
  OauthToken: [token('Faulty', admin)],
  PermissionSetAssignment: assignments([adminUser]),
  ConnectedApplication: [{ Id: '0H4000000000001AAA', Name: 'Installed' }],
};
const all = [
  '--org',
  'env',
  '--no-config',
  '--retries',
  '0',
  '--fail-on',
  'never',
  '--include',
  'all',
];

const querying =
  (from: string) =>
  (one: Seen): boolean =>
    one.soql.includes(` FROM ${from}`);
const calling =
  (name: string) =>
  (one: Seen): boolean =>
    one.operation === name;
const json = (value: unknown): Reply => ({ type: 'application/json', body: JSON.stringify(value) });
const xml = (body: string | Uint8Array, status = 200): Reply => ({
  type: 'text/xml',
  body,
  status,
});
const page = (records: readonly unknown[], more: object = {}): Reply =>
  json({ totalSize: records.length, done: true, records, ...more });
const app = (id: number): object => ({ Id: `0H400000000000${id}AAA`, Name: `App ${id}` });
const next = (url: string): Reply =>
  json({ totalSize: 2, done: false, records: [app(1)], nextRecordsUrl: url });
const deep = '<a>'.repeat(100_000) + '</a>'.repeat(100_000);
const inEnvelope = (inside: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${inside}</s:Body></s:Envelope>`;

const apps = querying('ConnectedApplication');
const lists = calling('listMetadata');

/** The question, its odd answer, and what the report says. */
const odd: Readonly<Record<string, readonly [Fault['when'], Reply, RegExp]>> = {
  'rows that are counted and not sent': [
    apps,
    json({ totalSize: 5000, done: true, records: [] }),
    /counts 5000 rows and sends 0/,
  ],
  'one Id in all rows': [apps, page([app(1), app(1)]), /several rows have one Id/],
  'rows without fields': [apps, page([{}, { attributes: {} }]), /none of the columns/],
  'rows without a name': [apps, page([{ Id: '0H4000000000001AAA' }]), /no Name/],
  'an Id that is a number': [apps, page([{ Id: 7, Name: 'x' }]), /no Id/],
  'a flag that is a text': [
    apps,
    page([{ ...app(1), OptionsAllowAdminApprovedUsersOnly: 'true' }]),
    /wrong type/,
  ],
  'rows that are texts': [apps, page(['a', 'b']), /a row is no row/],
  'a negative number of rows': [
    apps,
    json({ totalSize: -1, done: true, records: [] }),
    /no page of a query/,
  ],
  null: [apps, json(null), /no page of a query/],
  'a list': [apps, json([]), /no page of a query/],
  'a number': [apps, json(5), /no page of a query/],
  'JSON behind something': [apps, { type: 'application/json', body: 'x{}' }, /instead of JSON/],
  'bytes that are no UTF-8': [
    apps,
    { type: 'application/json', body: Buffer.from('{"a":"\u00e9"}', 'latin1') },
    /not UTF-8/,
  ],
  'no content': [apps, { status: 204, body: '' }, /is empty \(status 204\)/],
  'a redirect': [
    apps,
    { status: 302, body: '', headers: { location: 'https://evil.example/' } },
    /redirects \(status 302\)/,
  ],
  'an error that is no error': [apps, { ...json({ a: 1 }), status: 400 }, /ERROR_HTTP_400/],
  'an error of null': [apps, { ...json(null), status: 400 }, /ERROR_HTTP_400/],
  'an error whose code is an object': [
    apps,
    { ...json([{ errorCode: {}, message: [] }]), status: 400 },
    /ERROR_HTTP_400/,
  ],
  'a next page on another host': [
    apps,
    next('https://evil.example/query/a'),
    /nowhere in this org/,
  ],
  'a next page on another host, without a scheme': [
    apps,
    next('//evil.example/services/data/v68.0/query/a'),
    /nowhere in this org/,
  ],
  'a next page at another path': [
    apps,
    next('/services/data/v68.0/sobjects/User/005'),
    /nowhere in this org/,
  ],
  'a next page that climbs': [
    apps,
    next('/services/data/../../secur/logout.jsp'),
    /nowhere in this org/,
  ],
  'a next page after the last one': [
    apps,
    page([app(1)], { nextRecordsUrl: '/services/data/v68.0/query/01g-1' }),
    /the last page leads to another one/,
  ],
  'a page without rows that leads on': [
    apps,
    json({
      totalSize: 2,
      done: false,
      records: [],
      nextRecordsUrl: '/services/data/v68.0/query/01g-1',
    }),
    /a page without rows/,
  ],
  'a page of a million rows': [
    apps,
    {
      type: 'application/json',
      body: `{"totalSize":1000000,"done":true,"records":[${'{},'.repeat(999_999)}{}]}`,
    },
    /too many values|a page has 1000000 rows/,
  ],
  'a gigabyte in a small answer': [
    apps,
    {
      type: 'application/json',
      body: gzipSync(Buffer.alloc(300_000_000, 0x20)),
      headers: { 'content-encoding': 'gzip' },
    },
    /longer than 20000000 bytes/,
  ],
  'a SOAP body that is empty': [lists, xml(inEnvelope('')), /SOAP body is empty/],
  'an answer in XML that is empty': [lists, xml(''), /is empty/],
  'XML that is not well-formed': [
    lists,
    xml(inEnvelope('<listMetadataResponse><result></listMetadataResponse>')),
    /not well-formed/,
  ],
  'XML that is no XML': [lists, xml('<<<<>>>> & nothing'), /instead of SOAP/],
  'XML that is deeply nested': [lists, xml(inEnvelope(deep)), /nested too deeply/],
  'XML with a document type': [
    lists,
    xml(`<!DOCTYPE x [<!ENTITY a "b">]>${inEnvelope('<listMetadataResponse/>')}`),
    /document type/,
  ],
  'XML in UTF-16': [lists, xml(Buffer.from(inEnvelope('<x/>'), 'utf16le')), /SOAP|UTF-8/],
  'the response of another operation': [
    lists,
    xml(envelope('describeMetadata', '<result/>')),
    /one to another question \(describeMetadataResponse\)/,
  ],
  'a fault with status 200': [
    lists,
    xml(soapFaultText('UNKNOWN_EXCEPTION', 'it broke')),
    /UNKNOWN_EXCEPTION: it broke/,
  ],
  'a component of another type': [
    lists,
    xml(envelope('listMetadata', '<result><fullName>X</fullName><type>ApexClass</type></result>')),
    /a type that was not asked for/,
  ],
  'a component without a name': [
    lists,
    xml(envelope('listMetadata', '<result><type>ConnectedApp</type></result>')),
    /a component has no name/,
  ],
  'no metadata type at all': [
    calling('describeMetadata'),
    xml(envelope('describeMetadata', '<result/>')),
    /describes no type/,
  ],
  'a retrieve without a job': [
    calling('retrieve'),
    xml(envelope('retrieve', '<result><done>false</done></result>')),
    /no id of a job/,
  ],
  'the state of another retrieve': [
    calling('checkRetrieveStatus'),
    xml(
      envelope(
        'checkRetrieveStatus',
        '<result><done>true</done><id>09S0000000000zzAAA</id><success>true</success><zipFile/></result>',
      ),
    ),
    /about another retrieve/,
  ],
};

describe('an odd answer', () => {
  test.each(Object.entries(odd))('%s', async (_, [when, reply, says]) => {
    const org: FakeOrg = await orgWith({ folder, tables });
    org.inject({ when, reply });
    const started = Date.now();
    const { code, report, stderr } = await audit(all, { env: envOf(org) });
    expect([code, stderr]).toEqual([3, '']);
    expect(
      report.problems.filter(({ level }) => level === 'error').map(({ message }) => message),
    ).toContainEqual(expect.stringMatching(says));
    expect(report.summary).toMatchObject({ incomplete: true });
    expect(Date.now() - started).toBeLessThan(30_000);
    expect(org.seen.every(({ headers }) => String(headers['host']).startsWith('127.0.0.1'))).toBe(
      true,
    );
  });
});

test('a user of another org is none of this session', async () => {
  const org = await orgWith({ folder, tables });
  org.inject({
    when: ({ path }) => path === '/services/oauth2/userinfo',
    reply: json({ user_id: '005000000000009AAA', organization_id: '00D000000000099AAA' }),
  });
  const { code, report } = await audit(all, { env: envOf(org) });
  expect(code).toBe(3);
  expect(report.problems.map(({ message }) => message).join()).toContain('a user of another org');
});

test('a host that is not there is named, in the source and in the last line', async () => {
  const env = { SF_ACCESS_TOKEN: '00D!x', SF_INSTANCE_URL: 'https://nowhere.invalid' };
  const args = ['audit', 'planted/faulty', '--org', 'env', '--no-config', '--retries', '0'];
  const { code, report } = await audit(args, { env });
  expect(code).toBe(1);
  const [source] = report.sources.filter(({ id }) => id === 'org/env');
  expect(source).toHaveProperty(
    'unread',
    expect.stringMatching(
      /nowhere\.invalid: (?:there is no host of this name|the name of the host)/,
    ),
  );
  const shown = await ecaudit(args, { env, columns: 1000 });
  expect(shown.stdout.trimEnd().split('\n').at(-1)).toMatch(
    /^Incomplete: \d+ findings \(.*\) in \d+ apps?; org\/env was not read \(.*nowhere\.invalid: /,
  );
});

test('the address of a page is put right, and told', async () => {
  const env = {
    SF_ACCESS_TOKEN: '00D!x',
    SF_INSTANCE_URL: 'https://acme-nowhere.lightning.force.com',
  };
  const { report, stderr } = await audit(
    ['planted/faulty', '--org', 'env', '--no-config', '--retries', '0', '--timeout', '5'],
    { env: { ...env, HTTPS_PROXY: 'http://127.0.0.1:9' } },
  );
  const told =
    'SF_INSTANCE_URL holds the address of a page (acme-nowhere.lightning.force.com); calls go to acme-nowhere.my.salesforce.com';
  expect(report.problems.map(({ message }) => message).join()).toContain(told);
  expect(stderr).toContain(`ecaudit: org/env: ${told}`);
});
