// The zip of a retrieve is held to what was asked for.
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { unpacked, type WantedComponents } from '../../src/org/client/unpack.js';
import type { Problem } from '../../src/report/problem.js';

const app =
  '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label>A</label></ConnectedApp>';
const settings =
  '<OauthOidcSettings xmlns="http://soap.sforce.com/2006/04/metadata"></OauthOidcSettings>';

/** What is read of a zip with these files, and what is told. */
function read(paths: readonly string[], wanted: readonly WantedComponents[]) {
  const text = (path: string): string => (path.endsWith('.settings') ? settings : app);
  const files = paths.map((path) => [`unpackaged/${path}`, strToU8(text(path))] as const);
  const zip = zipSync(Object.fromEntries([...files, ['unpackaged/package.xml', strToU8('<P/>')]]));
  const problems: Problem[] = [];
  const status = { zipFile: Buffer.from(zip).toString('base64') };
  const { files: found } = unpacked(status, wanted, problems);
  const told = problems.map(({ kind, message }) => `${kind}: ${message}`);
  return [found.map(({ type, name }) => `${type} ${name}`), told];
}

const all: WantedComponents = { type: 'ConnectedApp', names: ['*'] };
const one: WantedComponents = { type: 'ConnectedApp', names: ['One'] };
const [first, other] = ['connectedApps/One.connectedApp', 'connectedApps/Other.connectedApp'];

test.each<
  [string, readonly string[], readonly WantedComponents[], readonly string[], RegExp | undefined]
>([
  ['all of a type', [first, other], [all], ['ConnectedApp One', 'ConnectedApp Other'], undefined],
  ['one by name', [first], [one], ['ConnectedApp One'], undefined],
  [
    'a name with an escape',
    ['connectedApps/A%2EB.connectedApp'],
    [{ ...one, names: ['A.B'] }],
    ['ConnectedApp A%2EB'],
    undefined,
  ],
  [
    'settings',
    ['settings/OauthOidc.settings'],
    [{ type: 'Settings', names: ['OauthOidc'] }],
    ['OauthOidcSettings OauthOidc'],
    undefined,
  ],
  [
    'an app of another name',
    [first, other],
    [one],
    ['ConnectedApp One'],
    /^org-wrong-answer: .*Other\.connectedApp: not asked for, and not read/,
  ],
  [
    'an app of another type',
    [first],
    [{ type: 'ExternalClientApplication', names: ['*'] }],
    [],
    /^org-wrong-answer: .*One\.connectedApp/,
  ],
  [
    'several of them',
    [first, other],
    [{ type: 'Settings', names: ['OauthOidc'] }],
    [],
    /2 files, unpackaged\/connectedApps\/One\.connectedApp first/,
  ],
  [
    'settings that were not asked for',
    [first, 'settings/OauthOidc.settings'],
    [all],
    ['ConnectedApp One'],
    /^org-retrieve-message: .*OauthOidc\.settings/,
  ],
  [
    'a file of another kind',
    [first, 'classes/A.cls'],
    [all],
    ['ConnectedApp One'],
    /^org-retrieve-message: .*A\.cls/,
  ],
])('%s', (_, paths, wanted, found, told) => {
  expect(read(paths, wanted)).toEqual([found, told ? [expect.stringMatching(told)] : []]);
});
