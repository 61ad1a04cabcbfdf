import { expect, test } from 'vitest';
import { readOrgsFile } from '../../src/cli/fleet.js';
import { tempFolder } from '../metadata/temp-folder.js';

const read = (text: string): readonly string[] =>
  readOrgsFile('orgs.txt', tempFolder({ 'orgs.txt': text }));

test.each([
  ['a line each', 'prod\nuat\n', ['prod', 'uat']],
  ['comments and empty lines', '# all\n\nprod # the one\n  uat\t\n', ['prod', 'uat']],
  [
    'usernames, line ends of Windows, a byte order mark',
    '\uFEFFa.b@c.example\r\nd\r\n',
    ['a.b@c.example', 'd'],
  ],
  ['a sign inside a name', 'dev#1', ['dev#1']],
])('%s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each([
  ['a path', 'prod\n  ../x', 'orgs.txt:2:3: ../x is not an alias'],
  ['an option', '--org', 'orgs.txt:1:1: --org is not an alias'],
  ['two words', 'my org', 'orgs.txt:1:1: my org is not an alias'],
  ['a name twice', 'prod\nuat\nprod', 'orgs.txt:3:1: prod stands in line 1 already'],
  ['nothing', '# none yet\n', 'names no org'],
])('refused: %s', (_, text, expected) => {
  expect(() => read(text)).toThrow(expected);
});

test('refused: every mistake at once, and a file that is not there', () => {
  expect(() => read('-a\n-b')).toThrow(/1:1[^]*2:1/);
  expect(() => readOrgsFile('gone.txt', tempFolder())).toThrow('gone.txt cannot be read');
});
