// `doctor --bundle`: shapes of calls and answers, and nothing else.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callShape } from '../../src/org/client/shapes.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { envOf, orgWith, stopOrgsAfterEach } from '../stories/orgs.js';
import { ecaudit, fixtures } from '../stories/run.js';

stopOrgsAfterEach();

test('says of each call its path, status, fields and rows, and no host, name or value', async () => {
  const org = await orgWith({ folder: join(fixtures, 'projects/demo') });
  const cwd = tempFolder();
  await ecaudit(['doctor', '--org', 'env', '--bundle', 'calls.json'], { cwd, env: envOf(org) });
  const text = readFileSync(join(cwd, 'calls.json'), 'utf8');
  const { calls } = JSON.parse(text);
  expect(calls.length).toBeGreaterThan(5);
  for (const call of calls)
    expect(Object.keys(call)).toEqual(
      expect.arrayContaining(['method', 'path', 'status', 'fields', 'rows', 'error']),
    );
  expect(calls.map(({ path }: { path: string }) => path)).toContain('/services/data');
  for (const canary of [new URL(org.url).host, org.accessToken(), 'Warehouse', 'Fullcast', 'acme'])
    expect(text).not.toContain(canary);
});

test.each([
  [
    "https://canary.my.salesforce.com/services/data/v68.0/query?q=SELECT+Id+FROM+User+WHERE+Name='Can\\'ary'+AND+Id='005000000000001AAA'",
    "/services/data/v68.0/query?q=SELECT Id FROM User WHERE Name='?' AND Id='?'",
  ],
  [
    'https://canary.my.salesforce.com/services/data/v68.0/query/01g000000000001AAA-2000',
    '/services/data/v68.0/query/ID',
  ],
])('%s is told as %s', (url, path) => {
  const body = '{"records":[{"Id":"005000000000001AAA","Name":"Canary","N":null}],"totalSize":1}';
  const shape = callShape({ method: 'GET', url, sent: '', status: 200, body });
  expect(shape).toEqual({
    method: 'GET',
    path,
    status: 200,
    fields: ['Id', 'Name', 'N'],
    types: { Id: 'string', Name: 'string', N: 'null' },
    rows: 1,
    error: null,
  });
});

test('without an org it is a wrong request', async () => {
  const { code, stdout } = await ecaudit(['doctor', '--bundle', 'x.json'], { cwd: tempFolder() });
  expect([code, stdout]).toEqual([2, '']);
});
