import { expect, test } from 'vitest';
import { byteColumnsOf, quotedFiles } from '../../src/metadata/snippets.js';
import type { Location } from '../../src/model/location.js';
import { tempFolder } from './temp-folder.js';

const text = '\ufeff<a>\r\n  <b>🐟 x</b>\r\n</a>\n<c>one\ntwo</c>\n';
const files = { 'in/a.xml': text, 'in/long.xml': 'x'.repeat(1000) };

function range(file: string, ...[startLine, startColumn, endLine, endColumn]: number[]): Location {
  const of = (value: number | undefined): number => value ?? 0;
  return {
    file,
    startLine: of(startLine),
    startColumn: of(startColumn),
    endLine: of(endLine),
    endColumn: of(endColumn),
  };
}

test.each([
  ['a value', range('in/a.xml', 2, 6, 2, 10), '🐟 x'],
  ['the first line, behind a byte order mark', range('in/a.xml', 1, 1, 1, 4), '<a>'],
  ['several lines', range('in/a.xml', 4, 4, 5, 4), 'one\ntwo'],
  ['a long text', range('in/long.xml', 1, 1, 1, 1001), undefined],
  ['nothing', range('in/a.xml', 1, 1, 1, 1), undefined],
  ['a place behind the end', range('in/a.xml', 90, 1, 90, 5), undefined],
  ['a file that is not there', range('in/none.xml', 1, 1, 1, 5), undefined],
  ['a file in a zip', range('in.zip/unpackaged/a.xml', 1, 1, 1, 5), undefined],
  ['a folder', range('in', 1, 1, 1, 5), undefined],
])('%s', (_what, place, expected) => {
  const cwd = tempFolder(files);
  expect([...quotedFiles([], [place], cwd).snippets.values()]).toEqual(
    expected === undefined ? [] : [expected],
  );
});

test.each([
  ['<ConnectedApp secret="canary">', undefined],
  ['<ConnectedApp xmlns="http://x.example/" note=\'canary\'>', undefined],
  ['<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">', 'same'],
  ['<label>', 'same'],
  ['https://a.example/cb?client_secret=canary', 'https://a.example/cb?client_secret=[redacted]'],
])('%s is quoted as %s', (quoted, expected) => {
  const folder = tempFolder({ 'a.xml': quoted });
  const whole = {
    file: 'a.xml',
    startLine: 1,
    startColumn: 1,
    endLine: 1,
    endColumn: quoted.length + 1,
  };
  expect([...quotedFiles([], [whole], folder).snippets.values()][0]).toBe(
    expected === 'same' ? quoted : expected,
  );
});

test('columns in bytes of UTF-8, of the places where they are others', () => {
  const cwd = tempFolder({ 'a.xml': '\ufeff<a>\n<\u00e4>\u{1f41f} x</\u00e4><b>y</b>\n' });
  const of = (...place: number[]): unknown =>
    [...byteColumnsOf([range('a.xml', ...place)], cwd).values()][0];
  expect(of(1, 1, 1, 4)).toBeUndefined();
  expect(of(2, 4, 2, 8)).toEqual({ startColumn: 5, endColumn: 11 });
  expect(of(2, 15, 2, 16)).toEqual({ startColumn: 19, endColumn: 20 });
  expect(of(90, 1, 90, 5)).toBeUndefined();
});
