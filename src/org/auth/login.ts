import type { Secrets } from '../../model/secrets.js';
import { UserError } from '../../model/user-error.js';
import { tokenEndpoint } from './token-endpoint.js';
import { logInByCli } from './salesforce-cli.js';
import { logInByEnvironment } from './environment.js';
import { LogInRefusal, type OrgSession } from './session.js';
import type { PullDeadline } from '../client/pace.js';
import type { Transport } from '../client/transport.js';

export interface LoginRequest {
  /** An alias or a username of the Salesforce CLI, or `env`. */
  readonly org: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly secrets: Secrets;
}

/**
 * Logs in to an org. Throws UserError when the log-in is incomplete or refused, and CallFault when nobody answered.
 */
export async function login(
  { org, env, cwd, secrets }: LoginRequest,
  transport: Transport,
  end: PullDeadline,
): Promise<OrgSession> {
  if (org !== 'env' && !isHandedOver(org, env)) return logInByCli(org, { env, end, secrets });
  try {
    return await logInByEnvironment({
      env,
      cwd,
      secrets,
      askForToken: tokenEndpoint(transport, secrets),
    });
  } catch (cause) {
    if (!(cause instanceof LogInRefusal)) throw cause;
    throw new UserError(
      `--org ${org}: Salesforce refused the log-in: ${cause.message}`,
      'docs/orgs.md lists what each way needs; the login history of the user says more',
    );
  }
}

/**
 * Whether the log-in of an alias is in the variables instead of in the Salesforce CLI: whoever starts this program and is
 * logged in already, as the plug-in of that CLI, names the alias in ECAUDIT_ORG. The report is that of `--org ALIAS`.
 */
function isHandedOver(org: string, env: LoginRequest['env']): boolean {
  return env['ECAUDIT_ORG'] === org;
}

/** The error of a session that the org does not take. */
export function refusedSession({ way, hint }: OrgSession, org: string): UserError {
  return new UserError(
    `--org ${org}: the org does not accept ${way}: it is wrong or has expired`,
    hint,
  );
}
