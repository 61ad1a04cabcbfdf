import { mkdirSync, lstatSync } from 'node:fs';
import { dirname, resolve, join } from 'node:path';
import { stageFile, type StagedFile, writeWhole } from '../documents/staged-file.js';
import { unwritten, UserError } from '../model/user-error.js';
import type { Destination } from './destinations.js';
import { type Io, printable, tell } from './io.js';
import { plainText } from '../model/unsafe-characters.js';

/** A report and where it goes. */
interface ReportOutput<Name extends string = string> extends Destination<Name> {
  /** Makes the text, or its parts one after the other, for a file or for stdout. */
  readonly text: (to: 'file' | 'stdout') => Promise<string | Iterable<string>>;
}

/**
 * Files first, all of them beside their places before the first is put in its own: when one cannot be written, the old files
 * stay and stdout stays empty. Throws UnwrittenError.
 */
export async function writeTexts(
  outputs: readonly ReportOutput[],
  { quiet }: { readonly quiet: boolean },
  io: Io,
): Promise<void> {
  for (const { output, commit } of await stageAll(outputs, io)) {
    commitFile(output, commit);
    if (!quiet) tell(io, `ecaudit: ${output.reporter} report written to ${output.file}`);
  }
  for (const output of outputs) {
    if (output.file !== undefined) continue;
    for (const chunk of chunks(await output.text('stdout'))) io.stdout.write(chunk);
  }
  // What comes after the reports, a baseline, is not written where a report is lost.
  await io.stdout.written?.();
}

type FileOutput = ReportOutput & { readonly file: string };

interface Staged extends StagedFile {
  readonly output: FileOutput;
}

async function stageAll(outputs: readonly ReportOutput[], io: Io): Promise<readonly Staged[]> {
  const staged: Staged[] = [];
  for (const output of outputs.filter(hasFile)) {
    const text = await output.text('file');
    try {
      const path = resolve(io.cwd, output.file);
      mkdirSync(dirname(path), { recursive: true });
      staged.push({ output, ...stageFile(path, chunks(text)) });
    } catch (cause) {
      for (const one of staged) one.discard();
      // Reports are made while they are written: what has no code of the system is a bug in that.
      throw unwritten(`the report ${printable(output.file)}`, cause);
    }
  }
  return staged;
}

function hasFile(output: ReportOutput): output is FileOutput {
  return output.file !== undefined;
}

function commitFile({ file }: FileOutput, commit: () => void): void {
  try {
    commit();
  } catch (cause) {
    throw unwritten(`the report ${printable(file)}`, cause);
  }
}

const chunkLength = 1 << 16;

/** Parts put together to chunks that are worth writing. */
function* chunks(text: string | Iterable<string>): Generator<string> {
  if (typeof text === 'string') {
    yield text;
    return;
  }
  let chunk = '';
  for (const part of text) {
    chunk += part;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** A file below a folder that a command was given. */
interface NewOutput {
  readonly path: string;
  readonly text: string;
}

/** Throws UserError where one of the files is there: nothing is ever replaced. */
export function refuseExisting(out: string, paths: readonly string[], cwd: string): void {
  for (const path of paths) {
    const file = resolve(cwd, out, path);
    if (lstatSync(file, { throwIfNoEntry: false }) === undefined) continue;
    throw new UserError(`${join(out, path)} is there already`, 'name another folder with --out');
  }
}

/** Writes files that are not there yet, none where one is. Throws UserError and UnwrittenError. */
export function writeNewFiles(out: string, files: readonly NewOutput[], cwd: string): void {
  refuseExisting(
    out,
    files.map(({ path }) => path),
    cwd,
  );
  for (const { path, text } of files) {
    const file = resolve(cwd, out, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeWhole(file, text);
    } catch (cause) {
      throw unwritten(plainText(join(out, path)), cause);
    }
  }
}
