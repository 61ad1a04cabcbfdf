import { basename, dirname, resolve } from 'node:path';
import { readYaml, type Document, type Path } from '../documents/document.js';
import { diskFiles, referenceDiagnostic, shownPath } from '../documents/files.js';
import {
  countDiagnostics,
  patternDiagnostics,
  totalDiagnostics,
  quotableDiagnostics,
  type FileKind,
} from '../documents/counts.js';
import { loadLimits } from '../documents/limits.js';
import { membersOfYaml, memberOf, quote } from '../documents/diagnostics.js';
import { shapeDiagnostics } from '../documents/shapes.js';
import { startOf, type TextFiles } from '../model/location.js';
import { UserError, type Diagnostic } from '../model/user-error.js';
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
  diagnostics: Diagnostic[],
  files: TextFiles = diskFiles,
): readonly Layer[] {
  try {
    const layers = layersOf(files.text(resolve(cwd, file)), file, {
      cwd,
      files,
      diagnostics,
      within: [],
      read: new Set(),
      spent: { characters: 0 },
    });
    const tooMuch = [
      ...totalDiagnostics(layers, mostConfigEntries),
      ...patternDiagnostics(layers, Object.keys(mostConfigEntries)),
    ];
    diagnostics.push(...tooMuch);
    return tooMuch.length > 0 ? [] : layers;
  } catch (cause) {
    if (!isFault(cause)) throw cause;
    const hint = '--config names a file; without it, ecaudit.config.yaml is looked up';
    throw new UserError(`the config ${file} cannot be read (${cause.code})`, hint, { cause });
  }
}

interface LayerReading {
  readonly cwd: string;
  readonly files: TextFiles;
  readonly diagnostics: Diagnostic[];
  /** The files that extend this one, as absolute paths. */
  readonly within: readonly string[];
  /** Every file that was read: each counts once, where it is first extended. */
  readonly read: Set<string>;
  readonly spent: { characters: number };
}

const mostConfigEntries = {
  apps: loadLimits.entries,
  overrides: loadLimits.entries,
  suppressions: loadLimits.entries,
} as const;

function layersOf(text: string, file: string, reading: LayerReading): readonly Layer[] {
  reading.spent.characters += text.length;
  if (reading.spent.characters > loadLimits.allCharacters) {
    const message = `the file is not read: all configuration files have at most ${loadLimits.allCharacters} characters`;
    reading.diagnostics.push({ location: startOf(file), message });
    return [];
  }
  const document = readYaml(text, file);
  if ('diagnostics' in document) {
    reading.diagnostics.push(
      ...quotableDiagnostics(document.diagnostics, text, file, fileKindOf(file)),
    );
    return [];
  }
  const layer = { ...document, file };
  const { references } = loadLimits;
  const many = countDiagnostics(document, {
    ...mostConfigEntries,
    extends: references,
    rulesets: references,
    vendors: references,
  });
  if (many.length > 0) {
    reading.diagnostics.push(...many);
    return [];
  }
  const diagnostics = shapeDiagnostics(layer, configSchema);
  reading.diagnostics.push(...quotableDiagnostics(diagnostics, text, file, fileKindOf(file)));
  return [...basesOf(layer, reading), layer];
}

function basesOf(layer: Layer, reading: LayerReading): readonly Layer[] {
  const written = memberOf(layer.data, 'extends');
  if (typeof written === 'string') return readBase(written, ['extends'], layer, reading);
  return membersOfYaml(written).flatMap(([index, name]) =>
    typeof name === 'string' ? readBase(name, ['extends', Number(index)], layer, reading) : [],
  );
}

function readBase(
  name: string,
  at: Path,
  { file, locate }: Layer,
  { cwd, files, diagnostics, within, read, spent }: LayerReading,
): readonly Layer[] {
  const refuse = (message: string): readonly Layer[] => {
    diagnostics.push({ location: locate(at), message });
    return [];
  };
  const path = resolve(cwd, dirname(file), name);
  const around = [...within, resolve(cwd, file)];
  if (around.includes(path)) return refuse(`${quote(name)} extends this file in turn`);
  if (read.has(path)) return [];
  const diagnostic =
    referenceDiagnostic(path, resolve(cwd, file)) ?? fileDiagnostic(around.length, read.size);
  if (diagnostic !== undefined) return refuse(`${quote(name)} ${diagnostic}`);
  read.add(path);
  try {
    const base = shownPath(path, cwd);
    return layersOf(files.text(path), base, {
      cwd,
      files,
      diagnostics,
      within: around,
      read,
      spent,
    });
  } catch (error) {
    if (!isFault(error)) throw error;
    return refuse(
      `the config ${quote(name)} cannot be read (${error.code}); "extends" names a file`,
    );
  }
}

/** Why one more file is not read; undefined when it is. */
function fileDiagnostic(depth: number, files: number): string | undefined {
  const { extendsDepth, configFiles } = loadLimits;
  if (depth > extendsDepth)
    return `is not read: at most ${extendsDepth} files may extend each other in a row`;
  return files < configFiles
    ? undefined
    : `is not read: a configuration has at most ${configFiles} files`;
}

/** A file that is called as ours are is ours, whatever is in it. */
function fileKindOf(file: string): FileKind {
  const named = configNames.some((name) => name === basename(file));
  return { name: 'configuration of ecaudit', keys: named ? ['[^\\n]*'] : configKeys };
}

function isFault(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
