import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { stageFile, type StagedFile } from '../documents/staged-file.js';
import { unwritten } from '../model/unwritten-error.js';
import type { Destination } from './destinations.js';
import type { Io } from './io.js';
import { printable, tell } from './messages.js';

/** A report and where it goes. */
export interface ReportOutput<Name extends string = string> extends Destination<Name> {
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
