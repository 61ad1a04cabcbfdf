import { chmodSync, existsSync, lstatSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileCacheFolder, type User } from '../../src/cli/compile-cache.js';
import { bundle } from '../bundle.js';
import { tempFolder } from '../metadata/temp-folder.js';

const own = process.getuid?.() ?? 0;

describe('the folder of compiled code', () => {
  const user = (changes: Partial<User> = {}): User => ({
    env: {},
    platform: 'linux',
    getuid: () => own,
    ...changes,
  });

  test.each<[string, Partial<User>, (home: string) => string]>([
    ['Linux', {}, (home) => join(home, '.cache/ecaudit/compiled')],
    [
      'a relative XDG_CACHE_HOME, which counts as none',
      { env: { XDG_CACHE_HOME: 'cache' } },
      (home) => join(home, '.cache/ecaudit/compiled'),
    ],
    ['macOS', { platform: 'darwin' }, (home) => join(home, 'Library/Caches/ecaudit/compiled')],
    ['Windows', { platform: 'win32' }, (home) => join(home, 'AppData/Local/ecaudit/compiled')],
  ])("on %s it is the user's own, and made", (_, changes, expected) => {
    const home = tempFolder({});
    const folder = compileCacheFolder(user(changes), () => home);
    expect(folder).toBe(expected(home));
    expect(lstatSync(expected(home)).mode & 0o777).toBe(0o700);
  });

  test('XDG_CACHE_HOME names another place', () => {
    const caches = tempFolder({});
    const home = tempFolder({});
    const found = compileCacheFolder(user({ env: { XDG_CACHE_HOME: caches } }), () => home);
    expect(found).toBe(join(caches, 'ecaudit/compiled'));
  });

  test('there is none in a home of someone else, and nothing is made there', () => {
    const home = tempFolder({});
    expect(compileCacheFolder(user({ getuid: () => own + 1 }), () => home)).toBeUndefined();
    expect(existsSync(join(home, '.cache'))).toBe(false);
  });

  test('there is none where others may write', () => {
    const home = tempFolder({});
    mkdirSync(join(home, '.cache/ecaudit/compiled'), { recursive: true });
    chmodSync(join(home, '.cache/ecaudit/compiled'), 0o777);
    expect(compileCacheFolder(user(), () => home)).toBeUndefined();
  });

  test('there is none behind a link', () => {
    const home = tempFolder({});
    mkdirSync(join(home, '.cache/ecaudit'), { recursive: true });
    symlinkSync(tempFolder({}), join(home, '.cache/ecaudit/compiled'));
    expect(compileCacheFolder(user(), () => home)).toBeUndefined();
  });

  test('there is none without a home', () => {
    expect(compileCacheFolder(user(), () => '/dev/null/home')).toBeUndefined();
    const none = (): string => {
      throw new Error('no home');
    };
    expect(compileCacheFolder(user(), none)).toBeUndefined();
  });
});

test('nothing of the program is loaded before the cache is on', async () => {
  const { outputs } = await bundle(['src/cli/bin.ts']);
  const loaded = Object.keys(outputs).filter((name) => name.endsWith('/bin.js'));
  for (const name of loaded)
    for (const { path, kind } of outputs[name]?.imports ?? [])
      if (kind === 'import-statement' && outputs[path]) loaded.push(path);
  const inputs = loaded.flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}));
  expect(inputs.toSorted()).toEqual([
    'src/cli/bin.ts',
    'src/cli/compile-cache.ts',
    'src/cli/v8-flags.ts',
  ]);
});
