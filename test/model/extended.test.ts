import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { readSource } from '../../src/audit/read-source.js';
import { withSharedKeys } from '../../src/evidence/shared.js';
import { extended } from '../../src/model/extended.js';
import { tempFolder } from '../metadata/temp-folder.js';

/** Whether two objects have one hidden class of V8. */
const haveOneClass = (() => {
  setFlagsFromString('--allow-natives-syntax');
  const same = runInThisContext('(a, b) => %HaveSameMap(a, b)') as (
    a: object,
    b: object,
  ) => boolean;
  // V8 compiles it when it is first called.
  same({}, {});
  setFlagsFromString('--no-allow-natives-syntax');
  return same;
})();

/** How many hidden classes some objects have between them. */
function classesOf(objects: readonly object[]): number {
  const seen: object[] = [];
  for (const one of objects) if (!seen.some((other) => haveOneClass(one, other))) seen.push(one);
  return seen.length;
}

test('the keys of the object come first, as with a spread', () => {
  const made = extended({ a: 1, b: 2 }, { c: 3 });
  expect(Object.entries(made)).toEqual(Object.entries({ a: 1, b: 2, c: 3 }));
});

test('all objects that are made alike have one hidden class', () => {
  const made = Array.from({ length: 50 }, (_, at) => extended({ id: at, name: 'x' }, { more: at }));
  expect(classesOf(made)).toBe(1);
});

describe('apps of one kind', () => {
  const xml = (root: string, body: string): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${body}\n</${root}>\n`;
  const app = (at: number): string =>
    xml(
      'ConnectedApp',
      `<contactEmail>a${at}@example.com</contactEmail><label>App ${at}</label><ipRanges><end>10.0.0.9</end><start>10.0.0.1</start></ipRanges><oauthConfig><callbackUrl>https://app${at}.example.com/cb</callbackUrl><consumerKey>3MVG9key${at}aaaaaaaaaaaaaaaaaaaaa</consumerKey><scopes>Api</scopes></oauthConfig>`,
    );
  const count = 30;

  test.each([false, true])(
    'and what is derived of them have few, with digests: %s',
    async (keep) => {
      const folder = tempFolder(
        Object.fromEntries(
          Array.from({ length: count }, (_, at) => [
            `connectedApps/App${at}.connectedApp-meta.xml`,
            app(at),
          ]),
        ),
      );
      const [source] = withSharedKeys([await readSource(folder, folder)], keep);
      const apps = source?.apps ?? [];
      expect(apps).toHaveLength(count);
      // The first few are made before V8 knows the code: they may have another class.
      expect(classesOf(apps)).toBeLessThanOrEqual(3);
      expect(classesOf(apps.map(({ settings }) => settings))).toBeLessThanOrEqual(3);
      for (const name of ['callbackHosts', 'plainHttpCallbackUrls', 'privateIpRanges'] as const)
        expect(classesOf(apps.map(({ settings }) => settings[name]))).toBeLessThanOrEqual(3);
    },
  );
});
