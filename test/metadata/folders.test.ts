import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { closeness, closestOf, appFolderOf } from '../../src/metadata/join.js';
import { cpuTime } from '../cpu-time.js';

test.each([
  ['force-app/main/default/connectedApps/A.connectedApp', 'force-app/main/default'],
  ['connectedApps/A.connectedApp', '.'],
  ['A.connectedApp', '.'],
  ['apps/A.connectedApp', 'apps'],
  ['x/externalClientAppsOfAcme/A.eca', 'x'],
])('the app of %s is in %s', (file, folder) => {
  expect(appFolderOf(file)).toBe(folder);
});

test.each([
  ['a/b', 'a/b', Infinity],
  ['a/b', 'a/b/c', 2],
  ['a/b/c', 'a/b', 2],
  ['a/b', 'a/c', 1],
  ['ab', 'a', 0],
])('%s and %s share %s', (a, b, shared) => {
  expect(closeness(a, b)).toBe(shared);
});

const folders = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 });
const folder = folders.map((segments) => segments.join('/'));

test('of all candidates the closest is found, of several the first', () => {
  fc.assert(
    fc.property(fc.array(folder, { maxLength: 8 }), folder, (all, wanted) => {
      const candidates = all.map((one) => ({ folder: one }));
      const byCloseness = candidates.toSorted(
        (a, b) => closeness(b.folder, wanted) - closeness(a.folder, wanted),
      );
      expect(closestOf(candidates)(wanted)).toBe(byCloseness[0]);
    }),
  );
});

test('thousands of folders with thousands of candidates take no time', () => {
  const deep = 'x/'.repeat(400);
  const candidates = Array.from({ length: 5_000 }, (_, at) => ({ folder: `${deep}a${at}` }));
  const began = cpuTime();
  const closest = closestOf(candidates);
  for (const { folder: own } of candidates) closest(`${own}/b`);
  expect(cpuTime() - began).toBeLessThan(5_000);
});
