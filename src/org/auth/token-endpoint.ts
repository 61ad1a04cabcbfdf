import { OAuth2 } from 'jsforce/lib/oauth2.js';
import { CallFault, shortFault, asFields, asAnswerText } from '../client/answer.js';
import { isSendable, type AskForToken, LogInRefusal } from './session.js';
import type { Transport } from '../client/transport.js';
import type { Secrets } from '../../model/secrets.js';

/** Asks token endpoints through the guarded transport. What is sent and what comes back is a secret from then on. */
export function tokenEndpoint(transport: Transport, secrets: Secrets): AskForToken {
  return async ({ loginUrl, clientId, clientSecret, parameters }) => {
    secrets.add(clientSecret);
    secrets.add(parameters['assertion']);
    secrets.add(parameters['refresh_token']);
    transport.allow({ logIn: loginUrl });
    const oauth2 = new OAuth2({ loginUrl, clientId, ...(clientSecret ? { clientSecret } : {}) });
    Object.assign(oauth2, { _transport: transport });
    const { grant_type = '', ...others } = parameters;
    const answer = asFields(await spoken(() => oauth2.requestToken({ grant_type, ...others })));
    for (const name of issued) secrets.add(asAnswerText(answer[name]));
    const accessToken = asAnswerText(answer['access_token']);
    if (!isSendable(accessToken)) throw new LogInRefusal('the answer holds no access token');
    const orgId = orgIdIn(asAnswerText(answer['id']));
    const [own = ''] = /^00D\w{12}(?=\w{0,3}!)/.exec(accessToken) ?? [];
    if (own !== '' && orgId !== '' && orgId.slice(0, 15) !== own)
      throw new LogInRefusal(
        'the answer is for two orgs: its session is not of the org that it names',
      );
    return { accessToken, instanceUrl: asAnswerText(answer['instance_url']), orgId };
  };
}

/** What a token endpoint issues. Source: Salesforce Help, "OAuth 2.0 Refresh Token Flow" and its sisters. */
const issued = ['access_token', 'refresh_token', 'id_token', 'signature'];

/** `https://login.salesforce.com/id/ORG/USER` (Salesforce Help, "Identity URLs"). */
function orgIdIn(identity: string): string {
  return /\/id\/(\w{15,18})\/\w+$/.exec(identity)?.[1] ?? '';
}

/** What jsforce throws for a refused log-in has the OAuth error as its name. */
async function spoken<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (
      error instanceof CallFault ||
      !(error instanceof Error) ||
      !/^[a-z_]+$|^ERROR_HTTP/.test(error.name)
    )
      throw error;
    throw new LogInRefusal(`${error.name}: ${shortFault(error.message)}`);
  }
}
