import { execFile, type ExecFileException } from 'node:child_process';
import { UserError } from '../../../model/user-error.js';
import { orgAddress } from './addresses.js';
import type { Session } from './session.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Milliseconds: a start of the Salesforce CLI takes a second or two. */
const patience = 60_000;

/** Takes the log-in that the Salesforce CLI keeps for an alias or a username. Throws UserError. */
export async function logInByCli(alias: string, env: Env): Promise<Session> {
  if (alias.startsWith('-') || alias === '')
    throw new UserError(`--org ${alias} is no alias`, 'sf org list shows them');
  const display = await sf(['org', 'display', '--target-org', alias, '--json'], env);
  if (!display.ok) throw unknownOrg(alias, display.message);
  const instanceUrl = text(display.result['instanceUrl']);
  const accessToken = (await shownToken(alias, env)) || plainToken(display.result);
  if (accessToken === '' || instanceUrl === '') throw noToken(alias);
  return {
    way: `the Salesforce CLI (${alias})`,
    instanceUrl: orgAddress(instanceUrl, `the log-in ${alias}`),
    accessToken,
    renew: async () => (await shownToken(alias, env)) || accessToken,
    hint: `log in again: sf org login web --alias ${alias}`,
  };
}

/** Since May 2026 this command alone shows the token; older versions do not have it. */
async function shownToken(alias: string, env: Env): Promise<string> {
  const args = ['org', 'auth', 'show-access-token', '--target-org', alias, '--json', '--no-prompt'];
  const shown = await sf(args, env);
  return shown.ok ? plainToken(shown.result) : '';
}

/** Newer versions write `[REDACTED]` and more where the token was. */
function plainToken(result: Readonly<Record<string, unknown>>): string {
  const token = text(result['accessToken']);
  return token.startsWith('[REDACTED]') ? '' : token;
}

function unknownOrg(alias: string, message: string): UserError {
  return new UserError(
    `--org ${alias}: the Salesforce CLI has no such log-in: ${message}`,
    `sf org list shows the log-ins, sf org login web --alias ${alias} makes one`,
  );
}

function noToken(alias: string): UserError {
  return new UserError(
    `--org ${alias}: the Salesforce CLI does not show its token`,
    'update it (sf update), or set SF_ACCESS_TOKEN and SF_INSTANCE_URL and use --org env',
  );
}

type Outcome =
  | { readonly ok: true; readonly result: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly message: string };

/** Runs the Salesforce CLI with a list of arguments, never through a shell. */
async function sf(args: readonly string[], env: Env): Promise<Outcome> {
  const stdout = await new Promise<string>((done, fail) => {
    execFile(
      'sf',
      args,
      { env: { ...env }, timeout: patience, maxBuffer: 1 << 24 },
      (error, out) => {
        // It ends with an error and writes its reason as JSON: both mean that it ran.
        if (error && out === '') fail(notStarted(error));
        else done(out);
      },
    );
  });
  return answerOf(stdout);
}

function notStarted(cause: ExecFileException): UserError {
  if (cause.killed === true) {
    return new UserError('the Salesforce CLI (sf) did not answer within a minute', undefined, {
      cause,
    });
  }
  const missing = cause.code === 'ENOENT';
  return new UserError(
    missing ? 'the Salesforce CLI (sf) is not installed' : 'the Salesforce CLI (sf) failed',
    'log in with it, or set environment variables and use --org env (docs/orgs.md)',
    { cause },
  );
}

function answerOf(stdout: string): Outcome {
  const said = record(parsed(stdout.slice(Math.max(stdout.indexOf('{'), 0))));
  if (said['status'] === 0) return { ok: true, result: record(said['result']) };
  return { ok: false, message: text(said['message']) || 'it gave no reason' };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Its text may hold a token: nobody gets to see it.
    return {};
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
