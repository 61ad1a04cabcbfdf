import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../../../model/user-error.js';
import { orgAddress } from './addresses.js';
import { jwtAssertion } from './jwt.js';
import type { AskForToken, Session, TokenRequest } from './session.js';

type Env = Readonly<Record<string, string | undefined>>;

export interface LogInContext {
  readonly env: Env;
  readonly cwd: string;
  readonly askForToken: AskForToken;
}

/** A way to log in by environment variables. */
interface Way {
  readonly title: string;
  readonly needs: readonly string[];
  readonly logIn: (value: (name: string) => string, context: LogInContext) => Promise<Session>;
}

/** In the order of preference: the first one whose variables are all set is taken. */
const ways: readonly Way[] = [
  {
    title: 'the access token in SF_ACCESS_TOKEN',
    needs: ['SF_ACCESS_TOKEN', 'SF_INSTANCE_URL'],
    logIn: async (value) => ({
      way: 'the access token in SF_ACCESS_TOKEN',
      instanceUrl: orgAddress(value('SF_INSTANCE_URL'), 'SF_INSTANCE_URL'),
      accessToken: value('SF_ACCESS_TOKEN'),
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
        clientSecret: value('SF_CLIENT_SECRET'),
        parameters: { grant_type: 'client_credentials' },
      })),
  },
  { title: 'SFDX_AUTH_URL', needs: ['SFDX_AUTH_URL'], logIn: logInByAuthUrl },
];

/** Logs in by the first way whose variables are complete. Throws UserError, which names what is missing. */
export async function logInByEnvironment(context: LogInContext): Promise<Session> {
  const value = (name: string): string => context.env[name]?.trim() ?? '';
  const way = ways.find(({ needs }) => needs.every((name) => value(name) !== ''));
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
): Promise<Session> {
  const loginUrl = orgAddress(
    value('SF_LOGIN_URL') || 'https://login.salesforce.com',
    'SF_LOGIN_URL',
  );
  const clientId = value('SF_CLIENT_ID');
  const key = readKey(resolve(context.cwd, value('SF_JWT_KEY_FILE')), value('SF_JWT_KEY_FILE'));
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

function readKey(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UserError(`the key file ${shown} (SF_JWT_KEY_FILE) cannot be read`, undefined, {
      cause,
    });
  }
}

/** `force://CLIENT_ID:CLIENT_SECRET:REFRESH_TOKEN@INSTANCE`, as `sf org display --verbose` prints it. */
const authUrl = /^force:\/\/([^:@/]+):([^:@/]*):([^:@/]+)@([^@]+)$/;

function logInByAuthUrl(value: (name: string) => string, context: LogInContext): Promise<Session> {
  const [, clientId = '', clientSecret = '', refreshToken = '', instance = ''] =
    authUrl.exec(value('SFDX_AUTH_URL')) ?? [];
  if (instance === '') {
    throw new UserError(
      'SFDX_AUTH_URL is not of the form force://CLIENT_ID:CLIENT_SECRET:REFRESH_TOKEN@INSTANCE',
      'sf org display --verbose --target-org ALIAS prints it',
    );
  }
  const loginUrl = orgAddress(instance, 'SFDX_AUTH_URL');
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
): Promise<Session> {
  const first = await askForToken(request());
  const instanceUrl = first.instanceUrl === '' ? request().loginUrl : first.instanceUrl;
  return {
    way,
    instanceUrl: orgAddress(instanceUrl, 'the answer to the log-in'),
    accessToken: first.accessToken,
    orgId: first.orgId,
    renew: async () => (await askForToken(request())).accessToken,
    hint: `look at the app that ${way} logs in with, and at the rights of its user`,
  };
}
