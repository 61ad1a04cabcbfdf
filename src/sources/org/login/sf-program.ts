import { execFile, type ExecFileException } from 'node:child_process';
import { statSync } from 'node:fs';
import { platform } from 'node:os';
import { win32 } from 'node:path';
import { UserError } from '../../../model/user-error.js';
import type { End } from '../pace.js';

type Env = Readonly<Record<string, string | undefined>>;

/** A program and its arguments, as the system starts it. */
export interface Start {
  readonly file: string;
  readonly args: readonly string[];
  /** Windows only: the arguments are quoted already. */
  readonly verbatim: boolean;
}

/** Where a program is looked for; replaced in tests. */
export interface System {
  readonly name: string;
  readonly isFile: (path: string) => boolean;
}

const thisSystem: System = {
  name: platform(),
  isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true,
};

/** Milliseconds: a start of the Salesforce CLI takes a second or two. */
const patience = 60_000;

/** Runs the Salesforce CLI and gives what it printed, also when it failed. Throws UserError, and the fault of the end. */
export async function runSf(
  args: readonly string[],
  env: Env,
  end: End,
  system: System = thisSystem,
): Promise<string> {
  const { file, args: all, verbatim } = sfStart(args, env, system);
  const options = {
    env: { ...env },
    timeout: patience,
    maxBuffer: 1 << 24,
    signal: end.signal,
    windowsVerbatimArguments: verbatim,
  };
  return new Promise((done, fail) => {
    execFile(file, [...all], options, (error, out) => {
      if (end.signal.aborted) fail(end.fault());
      // It ends with an error and writes its reason as JSON: both mean that it ran.
      else if (error && out === '') fail(notStarted(error));
      else done(out);
    });
  });
}

/**
 * How to start the Salesforce CLI: by its name and a list of arguments. On Windows it is a batch file, which Node.js starts
 * through cmd.exe only (CVE-2024-27980). Batch files read their arguments anew, so only arguments with nothing in them that
 * cmd.exe could read otherwise are passed; and the file is looked up here, since cmd.exe would take one of the current
 * folder, which may be somebody else's repository. Throws UserError.
 */
export function sfStart(args: readonly string[], env: Env, { name, isFile }: System): Start {
  if (name !== 'win32') return { file: 'sf', args, verbatim: false };
  const unsafe = args.find((one) => !/^[\w.@+-]+$/.test(one));
  if (unsafe !== undefined) {
    throw new UserError(
      `on Windows, ${unsafe} cannot be passed to the Salesforce CLI safely`,
      'give the log-in an alias of letters, digits and . _ @ + - (sf alias set), or use --org env',
    );
  }
  const path = foldersOf(env)
    .flatMap((folder) => ['sf.exe', 'sf.cmd'].map((file) => win32.join(folder, file)))
    .find(isFile);
  if (path === undefined) throw notInstalled();
  if (path.endsWith('.exe')) return { file: path, args, verbatim: false };
  const shell = variable(env, 'ComSpec') || 'C:\\Windows\\System32\\cmd.exe';
  return { file: shell, args: ['/d', '/s', '/c', `""${path}" ${args.join(' ')}"`], verbatim: true };
}

/** The folders of PATH that are no part of where we happen to be, and that cmd.exe reads as they stand. */
function foldersOf(env: Env): readonly string[] {
  return variable(env, 'Path')
    .split(';')
    .map((folder) => folder.replace(/^"(.*)"$/, '$1'))
    .filter((folder) => /^(?:[A-Za-z]:[\\/]|\\\\)[^"%]*$/.test(folder));
}

/** Windows does not tell names of variables apart by case. */
function variable(env: Env, name: string): string {
  const found = Object.keys(env).find((one) => one.toLowerCase() === name.toLowerCase());
  return env[found ?? name] ?? '';
}

function notStarted(cause: ExecFileException): UserError {
  if (cause.code === 'ENOENT') return notInstalled(cause);
  const message =
    cause.killed === true
      ? 'the Salesforce CLI (sf) did not answer within a minute'
      : 'the Salesforce CLI (sf) failed';
  return new UserError(message, whatToDo, { cause });
}

const whatToDo = 'log in with it, or set environment variables and use --org env (docs/orgs.md)';

function notInstalled(cause?: unknown): UserError {
  return new UserError('the Salesforce CLI (sf) is not installed', whatToDo, { cause });
}
