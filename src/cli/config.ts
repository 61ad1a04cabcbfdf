import { resolve } from 'node:path';
import { referenceDiagnostic } from '../documents/files.js';
import type { Ruleset } from '../model/ruleset.js';
import type { TextFiles } from '../model/location.js';
import { diagnosticsError, UserError } from '../model/user-error.js';
import type { Config } from '../config/config.js';
import { findConfig } from '../config/find.js';

/** What a configuration is read with. */
export interface ConfigContext {
  readonly cwd: string;
  readonly now: Date;
  /** The rulesets of the command line, which overrides and suppressions can mean. */
  readonly also: readonly Ruleset[];
  /** Where it is read from; the disk when absent. */
  readonly files?: TextFiles;
}

/**
 * The configuration of a run: the file that `--config` names, else the nearest one; undefined with `--no-config` and where
 * there is none. Throws UserError.
 */
export async function readConfig(
  flag: string | false | undefined,
  { cwd, now, also, files }: ConfigContext,
): Promise<Config | undefined> {
  if (flag === false) return undefined;
  if (flag === '') throw new UserError('--config names no file');
  const file = flag ?? findConfig(cwd, files);
  if (file === undefined) return undefined;
  const found = resolve(cwd, file);
  const diagnostic = flag === undefined ? referenceDiagnostic(found, found) : undefined;
  if (diagnostic !== undefined)
    throw new UserError(`${file} ${diagnostic}`, '--config names a file wherever it lies');
  // The YAML parser and the schema take longer to load than most audits take to run.
  const { loadConfigFile } = await import('../config/load.js');
  const loaded = await loadConfigFile(file, cwd, now.toISOString().slice(0, 10), also, files);
  if ('config' in loaded) return loaded.config;
  throw diagnosticsError(loaded.diagnostics, '--no-config runs without it');
}
