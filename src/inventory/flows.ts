import type { ReportApp } from '../report/report.js';
import { flagOf, listOfSetting } from './values.js';

/** Flows that a switch of the app allows, by the setting that says so. */
const switches = {
  'client-credentials': 'clientCredentialsFlow',
  'jwt-bearer': 'jwtBearerFlow',
  device: 'deviceFlow',
  'token-exchange': 'tokenExchangeFlow',
  'code-credentials': 'authorizationCodeCredentialsFlow',
  'guest-code-credentials': 'guestAuthorizationCodeCredentialsFlow',
} as const;

/**
 * Flows by the log-ins that show them. Source: Object Reference, LoginHistory, LoginSubType. Refreshing a token is the second
 * half of another flow, so it is none here.
 */
const logins: Readonly<Record<string, string>> = {
  OauthWebServer: 'web-server',
  OauthHybridAuthCode: 'web-server',
  OauthUserAgent: 'user-agent',
  OauthUserAgentIdToken: 'user-agent',
  OauthHybridUserAgent: 'user-agent',
  OauthUsernamePassword: 'username-password',
  OauthClientCredentials: 'client-credentials',
  OauthTokenExchange: 'token-exchange',
};

/**
 * The flows that an app allows or that log-ins show: a redirect to a callback address needs no switch, so an app with OAuth
 * and a callback allows the web server flow. Null where nothing of it is known.
 */
export function flowsOf(app: ReportApp): readonly string[] | null {
  const oauth = flagOf(app, 'oauthEnabled');
  const seen = listOfSetting(app, 'loginFlows');
  if (oauth === false) return [];
  const callbacks = listOfSetting(app, 'callbackUrls');
  const allowed = Object.entries(switches).filter(([, name]) => flagOf(app, name) === true);
  if (callbacks === null && seen === null && allowed.length === 0) return null;
  const flows = new Set([
    ...(callbacks !== null && callbacks.length > 0 ? ['web-server'] : []),
    ...allowed.map(([flow]) => flow),
    ...(seen ?? []).flatMap((login) => logins[login] ?? []),
  ]);
  return [...flows].toSorted();
}
