import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Source } from '../../src/model/app.js';
import { UserError } from '../../src/model/user-error.js';
import { readOrgs } from '../../src/org/orgs.js';

const sourceOf = (org: string): Source => ({
  id: `org/${org}`,
  kind: 'org',
  apps: [],
  files: 1,
  ignored: 0,
  problems: [],
});

const usual = { atOnce: 4, partOfMore: false };
const names = Array.from({ length: 20 }, (_, index) => `org${index}`);

test('orgs come in the order of their names, whichever answers first', async () => {
  const read = async (org: string): Promise<Source> => {
    await pause(20 - Number(org.slice(3)));
    return sourceOf(org);
  };
  expect(
    (await readOrgs(names, read, { atOnce: 7, partOfMore: false })).map(({ id }) => id),
  ).toEqual(names.map((org) => `org/${org}`));
});

test.each([1, 3, 50])('never more than %i at once, and as many where there are', async (atOnce) => {
  let [under, most] = [0, 0];
  const read = async (org: string): Promise<Source> => {
    under += 1;
    most = Math.max(most, under);
    await pause(5);
    under -= 1;
    return sourceOf(org);
  };
  await readOrgs(names, read, { atOnce, partOfMore: false });
  expect(most).toBe(Math.min(atOnce, names.length));
});

test('one that refuses the log-in hides none of the others', async () => {
  const read = async (org: string): Promise<Source> => {
    if (org === 'org3') throw new UserError('the log-in was refused');
    return sourceOf(org);
  };
  const sources = await readOrgs(names, read, usual);
  expect(sources.map(({ problems }) => problems.length)).toEqual(
    names.map((org) => Number(org === 'org3')),
  );
  expect(sources[3]?.problems).toEqual([
    { kind: 'org-not-audited', level: 'error', message: 'org3: the log-in was refused' },
  ]);
});

test('when all refuse, nothing was audited: a wrong request', async () => {
  const read = async (org: string): Promise<Source> => {
    throw new UserError(`${org} is not known`, 'sf org login web');
  };
  await expect(readOrgs(['a'], read, usual)).rejects.toThrow('a is not known');
  await expect(readOrgs(names, read, usual)).rejects.toMatchObject({
    message: expect.stringMatching(
      /^none of the 20 orgs could be read\norg0 is not known\n[^]*and 15 more$/,
    ),
    hint: 'sf org login web',
  });
  const sources = await readOrgs(['a'], read, { atOnce: 4, partOfMore: true });
  expect(sources.map(({ problems }) => problems.length)).toEqual([1]);
});

test('a bug, or Ctrl-C, ends the whole and starts no further org', async () => {
  const begun: string[] = [];
  const read = async (org: string): Promise<Source> => {
    begun.push(org);
    await pause(2);
    if (org === 'org1') throw new TypeError('a bug');
    return sourceOf(org);
  };
  await expect(readOrgs(names, read, { atOnce: 2, partOfMore: false })).rejects.toThrow(TypeError);
  expect(begun.length).toBeLessThan(6);
});
