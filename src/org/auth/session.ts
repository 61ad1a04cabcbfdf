/** A session in an org, and how to get another one when it ends. */
export interface OrgSession {
  /** The way it was got, for messages: `the access token in SF_ACCESS_TOKEN`. */
  readonly way: string;
  readonly instanceUrl: string;
  /** What the report says where the address that was given is not the one that is asked. */
  readonly addressNote?: string | undefined;
  readonly accessToken: string;
  /** The org and the user, where the log-in says so. */
  readonly orgId?: string;
  readonly user?: string;
  /** Gives a new access token. Absent where a person has to log in again. */
  readonly renew?: () => Promise<string>;
  /** What to do when the org does not accept the session. */
  readonly hint: string;
}

/** What a token endpoint is asked for. */
export interface TokenRequest {
  readonly loginUrl: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface TokenAnswer {
  readonly accessToken: string;
  /** Empty when the answer does not name it. */
  readonly instanceUrl: string;
  /** The id of the org; empty when the answer does not name it. */
  readonly orgId: string;
}

/** Asks a token endpoint. Throws LogInRefusal or CallFault. */
export type AskForToken = (request: TokenRequest) => Promise<TokenAnswer>;

/** What the token endpoint says when it refuses: `invalid_grant` and why. */
export class LogInRefusal extends Error {
  override readonly name = 'LogInRefusal';
}
