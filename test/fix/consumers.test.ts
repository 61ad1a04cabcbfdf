// Who takes edits elsewhere than by --write: a program that applies SARIF fixes, one that applies suggestions of rdjson, and
// `git apply`. Each is written here by its own specification, and each has to come to the files that --write gives.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { textsIn } from '../stories/fix-checks.js';
import { ecaudit } from '../stories/run.js';
import { oddFiles } from './odd-files.js';

type Texts = ReadonlyMap<string, string>;

/** A piece of a file, in units of the consumer. */
interface Piece {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Equal pieces are made once; of those that only touch, the ones put in come in the order in which they were told. */
function applied(texts: Texts, pieces: readonly Piece[]): Texts {
  const result = new Map(texts);
  const each = [...new Map(pieces.map((one) => [JSON.stringify(one), one])).values()];
  for (const file of new Set(each.map((one) => one.file))) {
    const own = each
      .filter((one) => one.file === file)
      .toSorted((a, b) => a.start - b.start || a.end - b.end);
    let bytes = Buffer.alloc(0);
    let at = 0;
    const before = Buffer.from(texts.get(file) ?? '');
    for (const { start, end, text } of own) {
      expect(start, `${file} ${start}: two pieces overlap`).toBeGreaterThanOrEqual(at);
      bytes = Buffer.concat([bytes, before.subarray(at, start), Buffer.from(text)]);
      at = end;
    }
    result.set(file, Buffer.concat([bytes, before.subarray(at)]).toString());
  }
  return result;
}

/** SARIF 2.1.0, 3.30: lines and columns from 1, columns count UTF-16 units, a byte order mark is no part of the text. */
function offsetOfUnits(text: string, line: number, column: number): number {
  const marked = text.startsWith('\ufeff') ? 1 : 0;
  const lines = text.slice(marked).split('\n');
  const before = lines.slice(0, line - 1).join('\n') + (line > 1 ? '\n' : '');
  const own = (lines[line - 1] ?? '').slice(0, column - 1);
  expect(own).toHaveLength(column - 1);
  return Buffer.byteLength(text.slice(0, marked) + before + own);
}

interface Sarif {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly fixes?: readonly {
        readonly artifactChanges: readonly {
          readonly artifactLocation: { readonly uri: string };
          readonly replacements: readonly {
            readonly deletedRegion: Readonly<
              Record<'startLine' | 'startColumn' | 'endLine' | 'endColumn', number>
            >;
            readonly insertedContent?: { readonly text: string };
          }[];
        }[];
      }[];
    }[];
  }[];
}

function piecesOfSarif(log: Sarif, texts: Texts): readonly Piece[] {
  return log.runs
    .flatMap(({ results }) => results)
    .flatMap(({ fixes = [] }) => fixes)
    .flatMap(({ artifactChanges }) => artifactChanges)
    .flatMap(({ artifactLocation, replacements }) =>
      replacements.map(({ deletedRegion: at, insertedContent }) => {
        const file = decodeURIComponent(artifactLocation.uri);
        const text = texts.get(file) ?? '';
        return {
          file,
          start: offsetOfUnits(text, at.startLine, at.startColumn),
          end: offsetOfUnits(text, at.endLine, at.endColumn),
          text: insertedContent?.text ?? '',
        };
      }),
    );
}

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Rdjson {
  readonly diagnostics: readonly {
    readonly location: { readonly path: string };
    readonly suggestions?: readonly {
      readonly range: { readonly start: Position; readonly end: Position };
      readonly text: string;
    }[];
  }[];
}

/** reviewdog.proto: columns count bytes of UTF-8 in the line as it is in the file. */
function piecesOfRdjson({ diagnostics }: Rdjson, texts: Texts): readonly Piece[] {
  const offset = (file: string, { line, column }: Position): number => {
    const lines = Buffer.from(texts.get(file) ?? '')
      .toString('latin1')
      .split('\n');
    expect((lines[line - 1] ?? '').length).toBeGreaterThanOrEqual(column - 1);
    return lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, column - 1);
  };
  return diagnostics.flatMap(({ location: { path: file }, suggestions = [] }) =>
    suggestions.map(({ range, text }) => ({
      file,
      start: offset(file, range.start),
      end: offset(file, range.end),
      text,
    })),
  );
}

function appliedByGit(diff: string, cwd: string): Texts {
  writeFileSync(join(cwd, '..', 'edits.diff'), diff);
  const done = spawnSync('git', ['apply', '--whitespace=nowarn', join(cwd, '..', 'edits.diff')], {
    cwd,
    encoding: 'utf8',
  });
  expect(done.stderr).toBe('');
  return textsIn(cwd);
}

describe.each([['--unsafe'], []])('with %s', (...flags) => {
  const argv = ['.', '--no-config', '--level', 'optional'];
  const run = async (
    command: readonly string[],
    files: Readonly<Record<string, string>> = oddFiles,
  ): Promise<{ readonly cwd: string; readonly stdout: string }> => {
    const cwd = tempFolder(files);
    const { stdout } = await ecaudit([...command, ...argv], { cwd });
    return { cwd, stdout };
  };
  const before: Texts = new Map(Object.entries(oddFiles));
  let written: Texts = new Map();

  test('--write', async () => {
    const cwd = tempFolder(oddFiles);
    const { code } = await ecaudit(['fix', '--write', ...flags, ...argv], { cwd });
    expect(code).toBe(0);
    written = textsIn(cwd);
    expect(written).not.toEqual(before);
  });

  test('the diff', async () => {
    const { stdout } = await run(['fix', ...flags]);
    const cwd = tempFolder(
      Object.fromEntries(Object.entries(oddFiles).map(([path, text]) => [`in/${path}`, text])),
    );
    expect(appliedByGit(stdout, join(cwd, 'in'))).toEqual(written);
  });

  test('suggestions of fix', async () => {
    const { stdout } = await run(['fix', '-f', 'rdjson', ...flags]);
    const pieces = piecesOfRdjson(JSON.parse(stdout) as Rdjson, before);
    expect(applied(before, pieces)).toEqual(written);
  });

  test.runIf(flags.length === 0)('suggestions and fixes of an audit', async () => {
    const rd = await run(['audit', '-f', 'rdjson', '--ignore-excuses']);
    const suggested = applied(before, piecesOfRdjson(JSON.parse(rd.stdout) as Rdjson, before));
    expect(suggested).toEqual(written);
    const { stdout } = await run(['audit', '-f', 'sarif']);
    expect(applied(before, piecesOfSarif(JSON.parse(stdout) as Sarif, before))).toEqual(written);
  });
});
