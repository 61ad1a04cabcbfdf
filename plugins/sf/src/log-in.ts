import { ConfigAggregator, Org, OrgConfigProperties, SfError } from '@salesforce/core';

/** A log-in that the CLI keeps, ready to be used. */
export interface LogIn {
  /** As it was written, or as the CLI calls its default org: the name of the org in reports. */
  readonly name: string;
  readonly instanceUrl: string;
  readonly accessToken: string;
}

/** The log-in of an alias or a username, its token renewed where it had ended. Throws SfError with exit code 2. */
export async function logInOf(name: string): Promise<LogIn> {
  try {
    const org = await Org.create({ aliasOrUsername: name });
    await org.refreshAuth();
    const { accessToken, instanceUrl } = org.getConnection();
    if (typeof accessToken === 'string') return { name, instanceUrl, accessToken };
  } catch (cause) {
    throw refused(cause);
  }
  throw refused(new Error(`the log-in ${name} has no access token`));
}

/** The org that the CLI takes where none is named; undefined where there is none. */
export async function defaultOrg(): Promise<string | undefined> {
  const config = await ConfigAggregator.create();
  const value = config.getPropertyValue(OrgConfigProperties.TARGET_ORG);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function refused(cause: unknown): SfError {
  const { name, message, actions } = SfError.wrap(cause);
  return SfError.create({
    name,
    message,
    actions: actions ?? ['sf org list shows the log-ins, sf org login web makes one'],
    exitCode: 2,
    cause,
  });
}
