import { Connection } from 'jsforce/lib/connection.js';
import { apiOf, type OrgApi } from './client/api.js';
import {
  CallFault,
  asNamedFaults,
  asAnswerList,
  asFields,
  asAnswerText,
  shortFault,
} from './client/answer.js';
import { orgLimits } from './client/limits.js';
import type { OrgSession } from './auth/session.js';
import type { Transport } from './client/transport.js';

/** Opens an org: asks which API versions it has and takes the highest. Throws CallFault. */
export async function openOrg(session: OrgSession, transport: Transport): Promise<OrgApi> {
  transport.allow({ instance: session.instanceUrl });
  const connection = new Connection({
    instanceUrl: session.instanceUrl,
    accessToken: session.accessToken,
    refreshFn: renewal(session),
  });
  Object.assign(connection, { _transport: transport });
  const versions = await asNamedFaults(() =>
    connection.request(`${session.instanceUrl}/services/data`),
  );
  if (!Array.isArray(versions)) throw noVersion();
  connection.version = highest(
    asAnswerList(versions).map((one) => asAnswerText(asFields(one)['version'])),
  );
  return apiOf(connection);
}

type Renewed = (error: Error | undefined, accessToken?: string) => void;

/** jsforce asks for it when the org says that the session ended, and then sends the call again. */
function renewal({ renew }: OrgSession) {
  let renewals = 0;
  const renewed = async (): Promise<string> => {
    renewals += 1;
    if (!renew) throw new Error('it has ended and cannot be renewed');
    if (renewals > orgLimits.maxRenewals) throw new Error('the org refuses every renewed session');
    return renew();
  };
  return (_: unknown, done: Renewed): void => void answerWith(renewed, done);
}

async function answerWith(renewed: () => Promise<string>, done: Renewed): Promise<void> {
  try {
    done(undefined, await renewed());
  } catch (error) {
    done(renewalFault(error));
  }
}

/** jsforce says what failed to the call that renews; those that wait for it get the error as it is. */
function renewalFault(error: unknown): CallFault {
  if (error instanceof CallFault && /^(?:interrupted|deadline)$/.test(error.kind)) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new CallFault('session', shortFault(message), 'INVALID_SESSION_ID', { cause: error });
}

function highest(versions: readonly string[]): string {
  const numbers = versions
    .map(Number)
    .filter((version) => Number.isInteger(version) && version > 0 && version < 1000);
  if (numbers.length === 0) throw noVersion();
  return `${Math.max(...numbers)}.0`;
}

function noVersion(): CallFault {
  return new CallFault('wrong-answer', 'list of API versions: the answer lists no version');
}
