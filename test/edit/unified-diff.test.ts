// The diff is what `git apply` takes, and shows nothing that nobody may see.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { applyEdits, type TextEdit } from '../../src/edit/text-edits.js';
import { unifiedDiff } from '../../src/edit/unified-diff.js';
import { gitEnv } from '../git.js';

const folder = mkdtempSync(join(tmpdir(), 'ecaudit-diff-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function applied(path: string, text: string, diff: string): string {
  writeFileSync(join(folder, path), text);
  execFileSync('git', ['apply', '-'], { cwd: folder, env: gitEnv, input: diff });
  return readFileSync(join(folder, path), 'utf8');
}

/** Replaces the first occurrence of a piece. */
function replacing(text: string, piece: string, by: string): TextEdit {
  const start = text.indexOf(piece);
  return { start, end: start + piece.length, text: by };
}

const twenty = Array.from(
  { length: 20 },
  (_, at) => `line ${String(at + 1).padStart(2, '0')}\n`,
).join('');

describe('git apply takes', () => {
  const cases: readonly (readonly [string, string, readonly (readonly [string, string])[]])[] = [
    ['a line that changes', twenty, [['line 05', 'five']]],
    ['a line that goes', twenty, [['line 05\n', '']]],
    ['a line that comes', twenty, [['line 05\n', 'line 05\nnew\n']]],
    [
      'the first and the last line',
      twenty,
      [
        ['line 01', 'first'],
        ['line 20', 'last'],
      ],
    ],
    [
      'places that are near',
      twenty,
      [
        ['line 05', 'five'],
        ['line 09', 'nine'],
      ],
    ],
    [
      'places that are far',
      twenty,
      [
        ['line 02', 'two\nmore'],
        ['line 19', 'x'],
      ],
    ],
    ['CRLF', twenty.replaceAll('\n', '\r\n'), [['line 05', 'five']]],
    ['a byte order mark', `\ufeff${twenty}`, [['line 02', 'two']]],
    ['a last line without a line end', `${twenty}end`, [['end', 'END']]],
    ['a file of one line', 'a<b>c', [['b', 'B']]],
  ];
  test.each(cases)('%s', (_name, text, pieces) => {
    const edits = pieces.map(([piece, by]) => replacing(text, piece, by));
    const diff = unifiedDiff({ path: 'a file.txt', text, edits });
    expect(applied('a file.txt', text, diff)).toBe(applyEdits(text, edits));
  });

  test('whatever changes', () => {
    const edit = fc.tuple(fc.nat(140), fc.nat(12), fc.constantFrom('', 'x', 'x\ny', '\n'));
    fc.assert(
      fc.property(
        fc.uniqueArray(edit, { selector: ([at]) => Math.floor(at / 15), maxLength: 4 }),
        (asked) => {
          const edits = asked.map(([at, length, text]) => ({
            start: at - (at % 15),
            end: at - (at % 15) + length,
            text,
          }));
          if (applyEdits(twenty, edits) === twenty) return;
          const diff = unifiedDiff({ path: 'any.txt', text: twenty, edits });
          expect(applied('any.txt', twenty, diff)).toBe(applyEdits(twenty, edits));
        },
      ),
      { numRuns: 40 },
    );
  });
});

test('a line that nobody may see is no context, and parts what would be one hunk', () => {
  const edits = [replacing(twenty, 'line 05', 'five'), replacing(twenty, 'line 08', 'eight')];
  const hidden = (line: number): boolean => line === 3 || line === 6;
  const diff = unifiedDiff({ path: 'x', text: twenty, edits, hidden });
  expect(diff).not.toMatch(/line 04|line 07/);
  expect(diff.match(/^@@/gm)).toHaveLength(2);
  writeFileSync(join(folder, 'x'), twenty);
  execFileSync('git', ['apply', '--unidiff-zero', '-'], { cwd: folder, env: gitEnv, input: diff });
  expect(readFileSync(join(folder, 'x'), 'utf8')).toBe(applyEdits(twenty, edits));
});

test('a line that stays between edits that touch it is neither taken away nor added', () => {
  const start = twenty.indexOf('line 05');
  const [between, after] = [twenty.indexOf('line 06'), twenty.indexOf('line 07')];
  const edits = [
    { start, end: between, text: 'five\n' },
    { start: after, end: after, text: 'new\n' },
  ];
  const hidden = (line: number): boolean => line === 5;
  const diff = unifiedDiff({ path: 'x', text: twenty, edits, hidden });
  expect(diff).toMatch(/^-line 05\n\+five$/m);
  expect(diff).toMatch(/^\+new$/m);
  expect(diff).not.toContain('line 06');
  writeFileSync(join(folder, 'x'), twenty);
  execFileSync('git', ['apply', '--unidiff-zero', '-'], { cwd: folder, env: gitEnv, input: diff });
  expect(readFileSync(join(folder, 'x'), 'utf8')).toBe(applyEdits(twenty, edits));
});

test('nothing to change is no diff, and odd names are quoted as git quotes them', () => {
  expect(unifiedDiff({ path: 'x', text: 'a\n', edits: [{ start: 0, end: 1, text: 'a' }] })).toBe(
    '',
  );
  const edits = [{ start: 0, end: 1, text: 'b' }];
  const [head] = unifiedDiff({ path: 'a"\nb', text: 'a\n', edits }).split('\n');
  expect(head).toBe('--- "a/a\\"\\nb"');
});
