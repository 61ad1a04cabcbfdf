import type { Secrets } from '../../model/secrets.js';
import { UserError } from '../../model/user-error.js';
import { shortFault } from '../client/answer.js';
import type { PullDeadline } from '../client/pace.js';
import { orgAddress, rewritten, type OrgSession, isMasked } from './session.js';
import { runSf, type SfOutput } from './sf-program.js';

interface CliContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly end: PullDeadline;
  readonly secrets: Secrets;
}

/** Takes the log-in that the Salesforce CLI keeps for an alias or a username. Throws UserError, and the fault of the end. */
export async function logInByCli(alias: string, at: CliContext): Promise<OrgSession> {
  if (alias.startsWith('-') || alias === '')
    throw new UserError(`--org ${alias} is not an alias`, 'sf org list shows them');
  const display = await sf(['org', 'display', '--target-org', alias, '--json'], at);
  if (!display.ok) throw unknownOrg(alias, display.message);
  const instanceUrl = asCliText(display.result['instanceUrl']);
  const accessToken = (await shownToken(alias, at)) || plainToken(display.result);
  if (accessToken === '' || instanceUrl === '') throw noToken(alias);
  return {
    way: `the Salesforce CLI (${alias})`,
    instanceUrl: orgAddress(instanceUrl, `the log-in ${alias}`),
    addressNote: rewritten(instanceUrl, `the log-in ${alias}`),
    accessToken,
    orgId: asCliText(display.result['id']),
    user: asCliText(display.result['username']),
    renew: async () => (await shownToken(alias, at)) || accessToken,
    hint: `log in again: sf org login web --alias ${alias}`,
  };
}

/**
 * Since May 2026 this command alone shows the token. Older versions do not have it, and each says so in its own way, so
 * whatever it says instead of a token, there may be one in what `org display` said.
 */
async function shownToken(alias: string, at: CliContext): Promise<string> {
  const args = ['org', 'auth', 'show-access-token', '--target-org', alias, '--json', '--no-prompt'];
  try {
    const shown = await sf(args, at);
    return shown.ok ? plainToken(shown.result) : '';
  } catch (cause) {
    if (cause instanceof UserError) return '';
    throw cause;
  }
}

/** Newer versions write `[REDACTED]` and more where the token was. */
function plainToken(result: Readonly<Record<string, unknown>>): string {
  const token = asCliText(result['accessToken']).trim();
  return isMasked(token) ? '' : token;
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

type CliOutcome =
  | { readonly ok: true; readonly result: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly message: string };

async function sf(args: readonly string[], { env, end, secrets }: CliContext): Promise<CliOutcome> {
  const said = await runSf(args, env, end);
  for (const [, secret] of said.stdout.matchAll(printedSecret))
    if (!isMasked(secret ?? '')) secrets.add(secret);
  return answerOf(said);
}

/** What it prints of a log-in. Source: `sf org display --verbose --json`. */
const printedSecret =
  /"(?:accessToken|refreshToken|clientSecret|password|sfdxAuthUrl|privateKey)"\s*:\s*"([^"\\]+)"/g;

function answerOf({ stdout, stderr, code }: SfOutput): CliOutcome {
  const answer = jsonIn(stdout);
  if (answer['status'] === 0) return { ok: true, result: asCliRecord(answer['result']) };
  const why = asCliText(answer['message']) || spokenError(stderr) || `it ended with ${code}`;
  return { ok: false, message: shortFault(why) };
}

/** The JSON of an answer, which may stand below warnings. */
function jsonIn(stdout: string): Readonly<Record<string, unknown>> {
  const starts = [...stdout.matchAll(/^\s*\{/gm)].slice(0, 10);
  const found = starts.map(({ index }) => asCliRecord(parseCliAnswer(stdout.slice(index))));
  return found.find((one) => Object.keys(one).length > 0) ?? {};
}

function parseCliAnswer(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Its text may hold a token: nobody gets to see it.
    return {};
  }
}

/** What it writes for a person: ` ›   Error: …`, below warnings. */
function spokenError(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.replace(/^\s*›?\s*/, ''));
  const error = lines.find((line) => line.startsWith('Error'));
  return (error ?? lines.find((line) => line.trim() !== '') ?? '').replace(/^Error[^:]*:\s*/, '');
}

function asCliRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function asCliText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
