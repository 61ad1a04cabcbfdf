import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatLocation } from '../../src/model/location.js';
import { limits } from '../../src/metadata/limits.js';
import { decodeText, readFileText } from '../../src/metadata/text.js';
import { tempFolder } from './temp-folder.js';

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');
const swapped = (text: string): Buffer => utf16(text).swap16();
const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

describe('bytes that are text', () => {
  test.each([
    ['plain', bytes('<a/>'), '<a/>'],
    ['with a byte order mark', bytes([0xef, 0xbb, 0xbf], '<a/>'), '<a/>'],
    ['one mark only is stripped', bytes([0xef, 0xbb, 0xbf], '\ufeff<a/>'), '\ufeff<a/>'],
    ['umlauts and clefs', bytes('é𝄞\ufffd'), 'é𝄞\ufffd'],
    ['CRLF stays', bytes('a\r\nb'), 'a\r\nb'],
  ])('%s', (_, input, text) => {
    expect(decodeText(input, 'x')).toEqual({ ok: true, text });
  });

  test('part of a larger buffer', () => {
    expect(decodeText(bytes('xx<a/>xx').subarray(2, 6), 'x')).toEqual({ ok: true, text: '<a/>' });
    expect(decodeText(new TextEncoder().encode('<a/>'), 'x')).toEqual({ ok: true, text: '<a/>' });
  });

  test('exactly as large as allowed', () => {
    expect(decodeText(Buffer.alloc(limits.maxFileBytes, 'x'), 'x').ok).toBe(true);
  });
});

describe('bytes that are refused', () => {
  test.each([
    ['nothing', bytes(), 'empty-file x:1:1: the file is empty'],
    ['blanks', bytes(' \r\n\t'), 'empty-file x:1:1: the file is empty'],
    ['only a mark', bytes([0xef, 0xbb, 0xbf]), 'empty-file x:1:1: the file is empty'],
    [
      'UTF-16 LE with mark',
      utf16('\ufeff<a/>'),
      'not-utf8 x:1:1: the file is UTF-16 LE; save it as UTF-8',
    ],
    [
      'UTF-16 BE with mark',
      swapped('\ufeff<a/>'),
      'not-utf8 x:1:1: the file is UTF-16 BE; save it as UTF-8',
    ],
    ['UTF-16 LE', utf16('<a/>'), 'not-utf8 x:1:1: the file is UTF-16 LE; save it as UTF-8'],
    ['UTF-16 BE', swapped('<a/>'), 'not-utf8 x:1:1: the file is UTF-16 BE; save it as UTF-8'],
    [
      'UTF-32 LE',
      bytes([0xff, 0xfe, 0, 0], '<', [0, 0, 0]),
      'not-utf8 x:1:1: the file is UTF-32 LE; save it as UTF-8',
    ],
    [
      'UTF-32 BE',
      bytes([0, 0, 0xfe, 0xff, 0, 0, 0], '<'),
      'not-utf8 x:1:1: the file is UTF-32 BE; save it as UTF-8',
    ],
    [
      'a NUL',
      bytes('<a>\0</a>'),
      'not-utf8 x:1:1: the file holds NUL bytes: it is binary or not UTF-8',
    ],
    [
      'Latin-1',
      bytes('<a>\r\n  b', [0xe9], 'c</a>'),
      'not-utf8 x:2:4: the byte 0xE9 is not UTF-8; save the file as UTF-8',
    ],
    [
      'a lone continuation',
      bytes('é\ufffd𝄞', [0x80]),
      'not-utf8 x:1:5: the byte 0x80 is not UTF-8; save the file as UTF-8',
    ],
    [
      'cut short',
      bytes([0xef, 0xbb, 0xbf], 'ab', [0xc3]),
      'not-utf8 x:1:3: the byte 0xC3 is not UTF-8; save the file as UTF-8',
    ],
    [
      'a surrogate',
      bytes('\n', [0xed, 0xa0, 0x80]),
      'not-utf8 x:2:1: the byte 0xED is not UTF-8; save the file as UTF-8',
    ],
    [
      'overlong',
      bytes([0xc0, 0xaf]),
      'not-utf8 x:1:1: the byte 0xC0 is not UTF-8; save the file as UTF-8',
    ],
    [
      'a PNG',
      bytes([0x89], 'PNG\r\n', [0x1a, 0x0a, 0, 0]),
      'not-utf8 x:1:1: the byte 0x89 is not UTF-8; save the file as UTF-8',
    ],
    [
      'eleven megabytes',
      Buffer.alloc(11 * 1024 * 1024, 'x'),
      'file-too-large x:1:1: the file has 11.0 MB; more than 10.0 MB are not read',
    ],
  ])('%s', (_, input, expected) => {
    const outcome = decodeText(input, 'x');
    if (outcome.ok) throw new Error('accepted');
    const { kind, location, message } = outcome.problem;
    expect(`${kind} ${location && formatLocation(location)}: ${message}`).toBe(expected);
  });
});

describe('a file', () => {
  const messageOf = (path: string): string => {
    const outcome = readFileText(path, 'x');
    return outcome.ok ? outcome.text : `${outcome.problem.kind}: ${outcome.problem.message}`;
  };

  test('is read as text, or is a problem that names no absolute path', () => {
    const root = tempFolder({ 'a.xml': '\ufeff<a/>', 'large.xml': 'x'.repeat(11 * 1024 * 1024) });
    const messages = ['a.xml', 'large.xml', 'none.xml', '.'].map((name) =>
      messageOf(join(root, name)),
    );
    expect(messages).toEqual([
      '<a/>',
      'file-too-large: the file has 11.0 MB; more than 10.0 MB are not read',
      'unreadable-file: the file cannot be read (ENOENT)',
      'unreadable-file: the file cannot be read (EISDIR)',
    ]);
  });
});
