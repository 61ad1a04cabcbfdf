import { expect, test } from 'vitest';
import { appIn, connectedApp, sourceWith, valueOf, xml } from './project.js';

const ranges =
  '<loginIpRanges><endAddress>203.0.113.9</endAddress><startAddress>203.0.113.1</startAddress></loginIpRanges>';
const profile = (file: string, inside = ''): Record<string, string> => ({
  [`main/profiles/${file}.profile-meta.xml`]: xml('Profile', `<custom>true</custom>${inside}`),
});
const approved = (...profiles: readonly string[]): string =>
  profiles.map((one) => `<profileName>${one}</profileName>`).join('');

test.each<readonly [string, string, Record<string, string>, unknown]>([
  ['ranges', approved('Sync'), profile('Sync', ranges), true],
  ['no ranges', approved('Sync'), profile('Sync'), false],
  ['an encoded name', approved('Sync: Night'), profile('Sync%3A Night', ranges), true],
  ['a standard profile', approved('System Administrator'), profile('Admin', ranges), true],
  ['its name in German', approved('Systemadministrator'), profile('Admin'), false],
  ['another profile', approved('Sync'), profile('Sales', ranges), /not in this source/],
  ['one of two not there', approved('Sync', 'Sales'), profile('Sync'), /not in this source/],
  ['one of two with ranges', approved('Sync', 'Sales'), profile('Sync', ranges), true],
  ['nobody approved', '', profile('Sync', ranges), /approves no profile/],
  [
    'a permission set',
    `${approved('Sync')}<permissionSetName>Night</permissionSetName>`,
    profile('Sync'),
    /users of any profile/,
  ],
])('login IP ranges of approved profiles: %s', async (_, more, files, expected) => {
  const source = await sourceWith({ ...connectedApp('A', '', more), ...files });
  const found = valueOf(appIn(source, 'A'), 'loginIpRanges');
  if (expected instanceof RegExp) expect(found).toMatch(expected);
  else expect(found).toBe(expected);
});

test('two files of one profile: ranges in one of them are ranges', async () => {
  const source = await sourceWith({
    ...connectedApp('A', '', approved('Sync')),
    ...profile('Sync', ranges),
    'other/profiles/Sync.profile-meta.xml': xml('Profile', '<custom>true</custom>'),
  });
  expect(valueOf(appIn(source, 'A'), 'loginIpRanges')).toBe(true);
});

test('a profile that no app approves is not opened', async () => {
  const source = await sourceWith({
    ...connectedApp('A', '', approved('Sync')),
    'main/profiles/Sales.profile-meta.xml': '<Profile>broken',
  });
  expect(source.problems).toEqual([]);
});
