// The names of orgs.
import { expect, test } from 'vitest';
import { hostAndPortOf, orgIdOf, orgNamesOf } from '../../src/model/org.js';

test.each([
  // The example of Salesforce's own documentation of ids.
  ['00D000000000062', '00D000000000062EAA'],
  ['00D000000000062EAA', '00D000000000062EAA'],
  ['00Dabcdefghijkl', '00DabcdefghijklEAA'],
  ['00DABCDEFGHIJKL', '00DABCDEFGHIJKL255'],
  ['005000000000062', null],
  ['00D00000000006', null],
  ['00D0000000000622', null],
  ['', null],
])('the id %s', (written, id) => {
  expect(orgIdOf(written)).toBe(id);
});

test.each([
  ['https://Acme.my.salesforce.com/path', 'acme.my.salesforce.com'],
  ['http://127.0.0.1:8080', '127.0.0.1:8080'],
  ['', null],
  ['mailto:a@b.example', null],
])('the host of %s', (address, host) => {
  expect(hostAndPortOf(address)).toBe(host);
});

const org = {
  id: '00D000000000062EAA',
  name: null,
  type: null,
  sandbox: null,
  instance: null,
  host: 'acme.my.salesforce.com',
  apiVersion: null,
  user: null,
};

test('an org has an alias, a snapshot has none, a folder has no names', () => {
  const known = { id: org.id, host: org.host };
  expect(orgNamesOf({ id: 'org/prod', kind: 'org', org })).toEqual({ ...known, alias: 'prod' });
  expect(orgNamesOf({ id: 'org/prod', kind: 'snapshot', org })).toEqual(known);
  expect(orgNamesOf({ id: 'org/prod', kind: 'folder' })).toEqual({});
  expect(orgNamesOf({ id: 'org/lost', kind: 'org' })).toEqual({ alias: 'lost' });
});
