import { basename, dirname, resolve } from 'node:path';
import { readDocument, type Document, type Path } from '../documents/document.js';
import { diskFiles } from '../documents/file-text.js';
import { countMistakes } from '../documents/counts.js';
import { tellable, type FileKind } from '../documents/foreign.js';
import { loadLimits } from '../documents/limits.js';
import { referenceTrouble } from '../documents/references.js';
import { entriesOf, memberOf } from '../documents/members.js';
import { quote } from '../documents/mistakes.js';
import { shapeMistakes } from '../documents/shape-mistakes.js';
import { shownPath } from '../documents/shown-path.js';
import type { TextFiles } from '../model/text-files.js';
import { UserError, type Mistake } from '../model/user-error.js';
import { configNames } from './find.js';
import { configKeys, configSchema } from './schema.js';

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
    return layersOf(files.text(resolve(cwd, file)), file, {
      cwd,
      files,
      mistakes,
      within: [],
      read: new Set(),
    });
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
  /** Every file that was read: each counts once, where it is first extended. */
  readonly read: Set<string>;
}

function layersOf(text: string, file: string, reading: Reading): readonly Layer[] {
  const document = readDocument(text, file);
  if ('mistakes' in document) {
    reading.mistakes.push(...tellable(document.mistakes, text, file, kindOf(file)));
    return [];
  }
  const layer = { ...document, file };
  const { entries } = loadLimits;
  const many = countMistakes(document, {
    apps: entries,
    overrides: entries,
    suppressions: entries,
  });
  if (many.length > 0) {
    reading.mistakes.push(...many);
    return [];
  }
  const mistakes = shapeMistakes(layer, configSchema);
  reading.mistakes.push(...tellable(mistakes, text, file, kindOf(file)));
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
  { cwd, files, mistakes, within, read }: Reading,
): readonly Layer[] {
  const refuse = (message: string): readonly Layer[] => {
    mistakes.push({ location: locate(at), message });
    return [];
  };
  const path = resolve(cwd, dirname(file), name);
  const around = [...within, resolve(cwd, file)];
  if (around.includes(path)) return refuse(`${quote(name)} extends this file in turn`);
  if (read.has(path)) return [];
  const trouble =
    referenceTrouble(path, resolve(cwd, file)) ?? fileTrouble(around.length, read.size);
  if (trouble !== undefined) return refuse(`${quote(name)} ${trouble}`);
  read.add(path);
  try {
    const base = shownPath(path, cwd);
    return layersOf(files.text(path), base, { cwd, files, mistakes, within: around, read });
  } catch (error) {
    if (!isFault(error)) throw error;
    return refuse(
      `the config ${quote(name)} cannot be read (${error.code}); "extends" names a file`,
    );
  }
}

/** Why one more file is not read; undefined when it is. */
function fileTrouble(depth: number, files: number): string | undefined {
  const { extendsDepth, configFiles } = loadLimits;
  if (depth > extendsDepth)
    return `is not read: at most ${extendsDepth} files may extend each other in a row`;
  return files < configFiles
    ? undefined
    : `is not read: a configuration has at most ${configFiles} files`;
}

/** A file that is called as ours are is ours, whatever is in it. */
function kindOf(file: string): FileKind {
  const named = configNames.some((name) => name === basename(file));
  return { name: 'configuration of ecaudit', keys: named ? ['[^\\n]*'] : configKeys };
}

function isFault(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
