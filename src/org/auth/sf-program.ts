import type { Env } from '../../model/secrets.js';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { statSync } from 'node:fs';
import { platform } from 'node:os';
import { win32 } from 'node:path';
import { kill } from 'node:process';
import type { Readable } from 'node:stream';
import { UserError } from '../../model/user-error.js';
import { limitOf, type PullDeadline } from '../client/pace.js';

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

/** What the Salesforce CLI wrote, and how it ended. */
export interface SfOutput {
  readonly stdout: string;
  readonly stderr: string;
  /** 0 where all went well; 127 is "no such command" in the versions that were measured. */
  readonly code: number;
}

/** Runs the Salesforce CLI and gives what it wrote, also when it failed. Throws UserError, and the fault of the end. */
export async function runSf(
  args: readonly string[],
  env: Env,
  end: PullDeadline,
  system: System = thisSystem,
): Promise<SfOutput> {
  const { file, args: all, verbatim } = sfStart(args, env, system);
  const { signal, stop } = limitOf(patience, end.signal);
  const child = spawn(file, [...all], {
    env: { ...env },
    windowsVerbatimArguments: verbatim,
    // It must never wait for an answer of a person.
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: `sf` is a script that starts another program, and both have to end.
    detached: system.name !== 'win32',
  });
  try {
    return await readOutput(child, signal);
  } catch (cause) {
    endAll(child);
    if (end.signal.aborted) throw end.fault();
    throw signal.aborted ? tooSlow() : notStarted(cause);
  } finally {
    stop();
  }
}

type SfProcess = ChildProcessByStdio<null, Readable, Readable>;

/** What a program wrote once it has ended. Throws when it does not start, writes too much, or the signal comes first. */
function readOutput(child: SfProcess, signal: AbortSignal): Promise<SfOutput> {
  return new Promise((done, fail) => {
    const texts = [child.stdout, child.stderr].map((stream) => collectOutput(stream, fail));
    child.once('error', fail);
    child.once('close', (code) => {
      const [stdout = '', stderr = ''] = texts.map((text) => text());
      done({ stdout, stderr, code: code ?? 1 });
    });
    if (signal.aborted) fail(signal.reason);
    signal.addEventListener('abort', () => fail(signal.reason), { once: true });
  });
}

/** Characters: the longest answer has some thousand. */
const longestOutput = 1 << 24;

function collectOutput(stream: Readable, fail: (cause: Error) => void): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (more: string) => {
    if (text.length > longestOutput) fail(new Error('it writes more than any answer has'));
    else text += more;
  });
  return () => text;
}

/** Ends a program and all that it started, and waits for none of them: they may ignore signals or keep its pipes open. */
function endAll(child: SfProcess): void {
  try {
    if (child.pid !== undefined) kill(-child.pid, 'SIGKILL');
  } catch {
    // No group of its own (Windows), or nobody left in it.
    child.kill('SIGKILL');
  }
  child.stdout.destroy();
  child.stderr.destroy();
  child.unref();
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
  const path = pathFolders(env)
    .flatMap((folder) => ['sf.exe', 'sf.cmd'].map((file) => win32.join(folder, file)))
    .find(isFile);
  if (path === undefined) throw notInstalled();
  if (path.endsWith('.exe')) return { file: path, args, verbatim: false };
  const shell = variable(env, 'ComSpec') || 'C:\\Windows\\System32\\cmd.exe';
  return { file: shell, args: ['/d', '/s', '/c', `""${path}" ${args.join(' ')}"`], verbatim: true };
}

/** The folders of PATH that are no part of where we happen to be, and that cmd.exe reads as they stand. */
function pathFolders(env: Env): readonly string[] {
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

function notStarted(cause: unknown): UserError {
  const { code, message } = cause instanceof Error ? (cause as NodeJS.ErrnoException) : {};
  if (code === 'ENOENT') return notInstalled(cause);
  const why = code === undefined ? (message ?? '') : `it cannot be started (${code})`;
  return new UserError(`the Salesforce CLI (sf) failed: ${why}`, whatToDo, { cause });
}

function tooSlow(): UserError {
  return new UserError('the Salesforce CLI (sf) did not answer within a minute', whatToDo);
}

const whatToDo = 'log in with it, or set environment variables and use --org env (docs/orgs.md)';

function notInstalled(cause?: unknown): UserError {
  return new UserError('the Salesforce CLI (sf) is not installed', whatToDo, { cause });
}
