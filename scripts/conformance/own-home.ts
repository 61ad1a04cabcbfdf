// A program that sees nothing of the user's: a home of its own, and no variable but what is named here.
import { execFile } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Variables for the Salesforce CLI of the folder `bin`; it asks nobody for newer versions and keeps no log. */
export function ownVariables(bin: string, home: string): Readonly<Record<string, string>> {
  return {
    PATH: [bin, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
    HOME: home,
    SF_DISABLE_TELEMETRY: 'true',
    SF_AUTOUPDATE_DISABLE: 'true',
    SF_SKIP_NEW_VERSION_CHECK: 'true',
    SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
    SF_DISABLE_LOG_FILE: 'true',
  };
}

/** Runs a program to its end, whatever its exit code is; one that is not over after five minutes is stopped. */
export function runIn(
  cwd: string,
  env: Readonly<Record<string, string>>,
  [command = '', ...argv]: readonly string[],
): Promise<Ended> {
  const options = { cwd, env, timeout: 300_000, maxBuffer: 1 << 27 };
  return new Promise((done) => {
    const child = execFile(command, argv, options, (_error, stdout, stderr) =>
      done({ code: child.exitCode ?? 1, stdout, stderr }),
    );
  });
}
