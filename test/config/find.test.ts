// Which configuration file counts.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findConfig } from '../../src/config/find.js';
import { tempFolder } from '../metadata/temp-folder.js';

type Row = readonly [
  what: string,
  files: readonly string[],
  cwd: string,
  found: string | undefined,
];

const rows: readonly Row[] = [
  ['none', ['a/x'], 'a', undefined],
  ['in the current folder', ['ecaudit.config.yaml'], '.', 'ecaudit.config.yaml'],
  ['with a short ending', ['ecaudit.config.yml'], '.', 'ecaudit.config.yml'],
  ['as JSON', ['ecaudit.config.json'], '.', 'ecaudit.config.json'],
  ['in a folder above', ['ecaudit.config.yaml', 'a/b/x'], 'a/b', '../../ecaudit.config.yaml'],
  [
    'the nearest one',
    ['ecaudit.config.yaml', 'a/ecaudit.config.json', 'a/b/x'],
    'a/b',
    '../ecaudit.config.json',
  ],
  ['not one below', ['a/ecaudit.config.yaml'], '.', undefined],
  ['not a folder of that name', ['ecaudit.config.yaml/x'], '.', undefined],
];

test.each(rows)('%s', (_, files, cwd, found) => {
  const root = tempFolder(Object.fromEntries(files.map((file) => [file, 'failOn: low\n'])));
  expect(findConfig(join(root, cwd))).toBe(found);
});

test('two in one folder are refused', () => {
  const root = tempFolder({ 'ecaudit.config.yaml': '', 'ecaudit.config.json': '', 'a/x': '' });
  expect(() => findConfig(join(root, 'a'))).toThrow(
    '../ecaudit.config.yaml and ../ecaudit.config.json are both there; which one counts?',
  );
});
