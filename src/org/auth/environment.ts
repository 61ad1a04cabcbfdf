import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { looksSecret } from '../../model/redact.js';
import type { Secrets, Env } from '../../model/secrets.js';
import { UserError } from '../../model/user-error.js';
import { CallFault } from '../client/answer.js';
import {
  orgAddress,
  rewritten,
  checkedSecret,
  checkedToken,
  type AskForToken,
  type OrgSession,
  type TokenRequest,
} from './session.js';
import { sign } from 'node:crypto';

export interface LogInContext {
  readonly env: Env;
  readonly cwd: string;
  readonly secrets: Secrets;
  readonly askForToken: AskForToken;
}

/** A way to log in by environment variables. */
interface LogInWay {
  readonly title: string;
  readonly needs: readonly string[];
  readonly logIn: (value: (name: string) => string, context: LogInContext) => Promise<OrgSession>;
}

/** In the order of preference: the first one whose variables are all set is taken. */
const ways: readonly LogInWay[] = [
  {
    title: 'the access token in SF_ACCESS_TOKEN',
    needs: ['SF_ACCESS_TOKEN', 'SF_INSTANCE_URL'],
    logIn: async (value) => ({
      way: 'the access token in SF_ACCESS_TOKEN',
      instanceUrl: orgAddress(value('SF_INSTANCE_URL'), 'SF_INSTANCE_URL'),
      addressNote: rewritten(value('SF_INSTANCE_URL'), 'SF_INSTANCE_URL'),
      accessToken: checkedToken(value('SF_ACCESS_TOKEN'), 'SF_ACCESS_TOKEN'),
      hint: 'get a new token, for example with: sf org auth show-access-token',
    }),
  },
  {
    title: 'JWT bearer',
    needs: ['SF_CLIENT_ID', 'SF_JWT_KEY_FILE', 'SF_USERNAME'],
    logIn: logInByJwt,
  },
  {
    title: 'client credentials',
    needs: ['SF_CLIENT_ID', 'SF_CLIENT_SECRET', 'SF_INSTANCE_URL'],
    logIn: (value, context) =>
      sessionBy(context, 'client credentials', () => ({
        loginUrl: orgAddress(value('SF_INSTANCE_URL'), 'SF_INSTANCE_URL'),
        clientId: value('SF_CLIENT_ID'),
        clientSecret: checkedSecret(value('SF_CLIENT_SECRET'), 'SF_CLIENT_SECRET'),
        parameters: { grant_type: 'client_credentials' },
      })),
  },
  { title: 'SFDX_AUTH_URL', needs: ['SFDX_AUTH_URL'], logIn: logInByAuthUrl },
];

type ReadVariable = (name: string) => string;

function valueIn(env: LogInContext['env']): ReadVariable {
  return (name) => env[name]?.trim() ?? '';
}

function wayOf(value: ReadVariable): (typeof ways)[number] | undefined {
  return ways.find(({ needs }) => needs.every((name) => value(name) !== ''));
}

/** Whether the environment holds a log-in; that it does not is a wrong request, whatever else is read. */
export function hasLogIn(env: LogInContext['env']): boolean {
  return wayOf(valueIn(env)) !== undefined;
}

/** Logs in by the first way whose variables are complete. Throws UserError, which names what is missing. */
export async function logInByEnvironment(context: LogInContext): Promise<OrgSession> {
  const value = valueIn(context.env);
  const way = wayOf(value);
  if (way) return way.logIn(value, context);
  const lacking = ways.map(({ title, needs }) => {
    const missing = needs.filter((name) => value(name) === '');
    return `  ${title}: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set`;
  });
  throw new UserError(
    ['--org env: no log-in is complete in the environment', ...lacking],
    'docs/orgs.md explains each way; --org ALIAS takes a log-in of the Salesforce CLI',
  );
}

async function logInByJwt(
  value: (name: string) => string,
  context: LogInContext,
): Promise<OrgSession> {
  const loginUrl = orgAddress(
    value('SF_LOGIN_URL') || 'https://login.salesforce.com',
    'SF_LOGIN_URL',
  );
  const clientId = value('SF_CLIENT_ID');
  const key = readKey(value('SF_JWT_KEY_FILE'), context.cwd);
  context.secrets.add(key);
  const session = await sessionBy(context, 'JWT bearer', () => ({
    loginUrl,
    clientId,
    parameters: {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: jwtAssertion({
        clientId,
        username: value('SF_USERNAME'),
        audience: loginUrl,
        key,
      }),
    },
  }));
  return { ...session, user: value('SF_USERNAME') };
}

/** Neither message quotes the variable: some set it to the key itself. */
function readKey(value: string, cwd: string): string {
  if (/-----BEGIN|\n/.test(value) || looksSecret(value) || value.length > longestPath) {
    throw new UserError(
      'SF_JWT_KEY_FILE seems to hold the key itself instead of the path of its file',
      'write the key to a file that nobody else can read, and set SF_JWT_KEY_FILE to its path',
    );
  }
  try {
    return keyIn(resolve(cwd, value));
  } catch (cause) {
    const code = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? '') : '';
    throw new UserError(
      `the file that SF_JWT_KEY_FILE names cannot be read${/^E[A-Z]+$/.test(code) ? ` (${code})` : ''}`,
      'SF_JWT_KEY_FILE holds the path of a file with an RSA private key in PEM format',
    );
  }
}

/** Characters: keys are longer, and so are their texts without line ends. */
const longestPath = 1_000;
/** Bytes: a key has some thousand. */
const longestKey = 100_000;

/** A pipe may hold a key, as in `<(vault read …)`; devices never end. */
function keyIn(path: string): string {
  const found = statSync(path);
  if (!found.isFIFO() && (!found.isFile() || found.size > longestKey)) throw new Error('no file');
  return readFileSync(path, 'utf8');
}

/** `force://CLIENT_ID:CLIENT_SECRET:REFRESH_TOKEN@INSTANCE`, as `sf org display --verbose` prints it. */
const authUrl = /^force:\/\/([^:@/]+):([^:@/]*):([^:@/]+)@([^@]+)$/;

function logInByAuthUrl(
  value: (name: string) => string,
  context: LogInContext,
): Promise<OrgSession> {
  const [, clientId = '', clientSecret = '', refreshToken = '', instance = ''] =
    authUrl.exec(value('SFDX_AUTH_URL')) ?? [];
  if (instance === '') {
    throw new UserError(
      'SFDX_AUTH_URL is not of the form force://CLIENT_ID:CLIENT_SECRET:REFRESH_TOKEN@INSTANCE',
      'sf org display --verbose --target-org ALIAS prints it',
    );
  }
  const loginUrl = orgAddress(instance, 'SFDX_AUTH_URL');
  checkedSecret(refreshToken, 'SFDX_AUTH_URL');
  return sessionBy(context, 'SFDX_AUTH_URL', () => ({
    loginUrl,
    clientId,
    ...(clientSecret === '' ? {} : { clientSecret }),
    parameters: { grant_type: 'refresh_token', refresh_token: refreshToken },
  }));
}

/** A session from a token endpoint, which is asked again when the session ends. */
async function sessionBy(
  { askForToken }: LogInContext,
  way: string,
  request: () => TokenRequest,
): Promise<OrgSession> {
  const first = await askForToken(request());
  const answered = first.instanceUrl === '' ? request().loginUrl : first.instanceUrl;
  const from = 'the answer to the log-in';
  return {
    way,
    instanceUrl: answeredAddress(answered, from),
    addressNote: rewritten(answered, from),
    accessToken: first.accessToken,
    orgId: first.orgId,
    renew: async () => (await askForToken(request())).accessToken,
    hint: `look at the app that ${way} logs in with, and at the rights of its user`,
  };
}

/** What a server says is no mistake of the request. */
function answeredAddress(answered: string, from: string): string {
  try {
    return orgAddress(answered, from);
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    throw new CallFault('wrong-answer', cause.message);
  }
}

export interface Claims {
  readonly clientId: string;
  readonly username: string;
  readonly audience: string;
  /** PEM. */
  readonly key: string;
}

/** How long an assertion counts: Salesforce takes at most a few minutes. */
const seconds = 180;

/**
 * A signed assertion of the JWT bearer flow (RFC 7523; Salesforce Help, "OAuth 2.0 JWT Bearer Flow for Server-to-Server
 * Integration"). Throws UserError when the key cannot sign.
 */
export function jwtAssertion({ clientId, username, audience, key }: Claims): string {
  const exp = Math.floor(Date.now() / 1000) + seconds;
  const head = encoded({ alg: 'RS256', typ: 'JWT' });
  const claims = encoded({ iss: clientId, sub: username, aud: audience, exp });
  return `${head}.${claims}.${signature(`${head}.${claims}`, key)}`;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function signature(text: string, key: string): string {
  try {
    return sign('RSA-SHA256', Buffer.from(text), key).toString('base64url');
  } catch {
    // What the library says may quote the key.
    throw new UserError(
      'the key in SF_JWT_KEY_FILE cannot sign',
      'it has to be an RSA private key in PEM format, without a passphrase',
    );
  }
}
