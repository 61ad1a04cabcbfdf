import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { computeRollingHashes } from '@microsoft/sarif';
import { lineHashesOf, hashLines } from '../../src/metadata/line-hashes.js';
import { quotedFiles } from '../../src/metadata/snippets.js';
import { tempFolder } from './temp-folder.js';

// Expected values: the tests of GitHub's own upload, github/codeql-action, src/fingerprints.test.ts.
test.each([
  [
    ' a\nb\n  \t\tc\n d',
    ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1'],
  ],
  [
    ' a\r\nb\r\n  \t\tc\r\n d',
    ['271789c17abda88f:1', '54703d4cd895b18:1', '180aee12dab6264:1', 'a23a3dc5e078b07b:1'],
  ],
  [
    ' hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End',
    [
      '8b7cf3e952e7aeb2:1',
      'b1ae1287ec4718d9:1',
      'bff680108adb0fcc:1',
      'c6805c5e1288b612:1',
      'b86d3392aea1be30:1',
      'e6ceba753e1a442:1',
    ],
  ],
  [
    ' hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n',
    [
      'e9496ae3ebfced30:1',
      'fb7c023a8b9ccb3f:1',
      'ce8ba1a563dcdaca:1',
      'e20e36e16fcb0cc8:1',
      'b3edc88f2938467e:1',
      'c8e28b0b4002a3a0:1',
      'c129715d7a2bc9a3:1',
    ],
  ],
  [
    ' hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n',
    [
      'e9496ae3ebfced30:1',
      'fb7c023a8b9ccb3f:1',
      'ce8ba1a563dcdaca:1',
      'e20e36e16fcb0cc8:1',
      'b3edc88f2938467e:1',
      'c8e28b0b4002a3a0:1',
      'c129715d7a2bc9a3:1',
    ],
  ],
  ['', ['c129715d7a2bc9a3:1']],
])('the hash of each line of %j', (text, hashes) => {
  const lines = hashes.map((_, index) => index + 1);
  expect([...lineHashesOf(text, new Set(lines)).values()]).toEqual(hashes);
  for (const line of lines)
    expect([...lineHashesOf(text, new Set([line]))]).toEqual([[line, hashes[line - 1]]]);
});

test('what is no file on disk has none', () => {
  const root = tempFolder();
  mkdirSync(join(root, 'folder'));
  const places = ['folder', 'retrieve.zip/unpackaged/A.eca', 'none'].map((file) => ({
    file,
    startLine: 1,
  }));
  expect(quotedFiles(places, [], root).lineHashes).toEqual(new Map());
});

test('only the lines that are asked for are kept', () => {
  const root = tempFolder({ 'a/file': 'a\nb\nc\n' });
  const place = { file: 'a/file', startLine: 2 };
  const { lineHashes } = quotedFiles([place, place], [], root);
  expect([...lineHashes]).toEqual([['a/file:2', lineHashesOf('a\nb\nc\n', new Set([2])).get(2)]]);
});

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test('the hashes of any text are those of the library that GitHub uses', () => {
  const next = numbers(7);
  const characters = [
    ' ',
    '\t',
    '\n',
    '\r',
    '\r\n',
    'a',
    '<',
    '\0',
    '\u{ffff}',
    '\u{2028}',
    'é',
    '😀',
  ];
  for (let round = 0; round < 200; round += 1) {
    const length = Math.floor(next() * 400);
    const text = Array.from({ length }, () =>
      next() < 0.5 ? characters[Math.floor(next() * characters.length)] : 'x',
    ).join('');
    const found = new Map<number, string>();
    hashLines(text, (line, hash) => found.set(line, hash));
    expect(found, JSON.stringify(text)).toEqual(computeRollingHashes(text));
  }
});
