import { dirname, resolve } from 'node:path';
import { readDocument, type Document, type Path } from '../documents/document.js';
import { diskFiles } from '../documents/file-text.js';
import { entriesOf, memberOf } from '../documents/members.js';
import { quote } from '../documents/mistakes.js';
import { shapeMistakes } from '../documents/shape-mistakes.js';
import { shownPath } from '../documents/shown-path.js';
import type { TextFiles } from '../model/text-files.js';
import { UserError, type Mistake } from '../model/user-error.js';
import { configSchema } from './schema.js';

/** One configuration file. Its data can have any shape: what has the wrong one is among the mistakes already. */
export interface Layer extends Document {
  readonly file: string;
}

/**
 * Reads a configuration file, a path from `cwd`, and those that it extends, which come first. What is wrong with their
 * shapes goes to `mistakes`. Throws UserError when the file itself cannot be read.
 */
export function readLayers(
  file: string,
  cwd: string,
  mistakes: Mistake[],
  files: TextFiles = diskFiles,
): readonly Layer[] {
  try {
    return layersOf(files.text(resolve(cwd, file)), file, { cwd, files, mistakes, within: [] });
  } catch (cause) {
    if (!isFault(cause)) throw cause;
    const hint = '--config names a file; without it, ecaudit.config.yaml is looked up';
    throw new UserError(`the config ${file} cannot be read (${cause.code})`, hint, { cause });
  }
}

interface Reading {
  readonly cwd: string;
  readonly files: TextFiles;
  readonly mistakes: Mistake[];
  /** The files that extend this one, as absolute paths. */
  readonly within: readonly string[];
}

function layersOf(text: string, file: string, reading: Reading): readonly Layer[] {
  const document = readDocument(text, file);
  if ('mistakes' in document) {
    reading.mistakes.push(...document.mistakes);
    return [];
  }
  const layer = { ...document, file };
  reading.mistakes.push(...shapeMistakes(layer, configSchema));
  return [...basesOf(layer, reading), layer];
}

function basesOf(layer: Layer, reading: Reading): readonly Layer[] {
  const written = memberOf(layer.data, 'extends');
  if (typeof written === 'string') return baseOf(written, ['extends'], layer, reading);
  return entriesOf(written).flatMap(([index, name]) =>
    typeof name === 'string' ? baseOf(name, ['extends', Number(index)], layer, reading) : [],
  );
}

function baseOf(
  name: string,
  at: Path,
  { file, locate }: Layer,
  { cwd, files, mistakes, within }: Reading,
): readonly Layer[] {
  const refuse = (message: string): readonly Layer[] => {
    mistakes.push({ location: locate(at), message });
    return [];
  };
  const path = resolve(cwd, dirname(file), name);
  const around = [...within, resolve(cwd, file)];
  if (around.includes(path)) return refuse(`${quote(name)} extends this file in turn`);
  try {
    const base = shownPath(path, cwd);
    return layersOf(files.text(path), base, { cwd, files, mistakes, within: around });
  } catch (error) {
    if (!isFault(error)) throw error;
    return refuse(
      `the config ${quote(name)} cannot be read (${error.code}); "extends" names a file`,
    );
  }
}

function isFault(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
