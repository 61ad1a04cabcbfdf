import { problem, type Problem } from '../../report/problem.js';
import { tryCall, type Answer } from '../client/answer.js';
import type { OrgApi } from '../client/api.js';
import { loginsOfApps, type OrgInventory } from '../usage/inventory.js';
import { rowsWithout, type Lacking, type ObjectRows } from '../usage/rows.js';
import { ownOnly, tokenOfRow, tokenColumns, type TokenInOrg } from '../usage/tokens.js';
import { listAll, type OrgMetadata, appMetadataTypes, essential } from './metadata.js';

/** What is read of an org when the answer has to be there within a minute. */
export interface QuickAnswers {
  readonly metadata: OrgMetadata;
  readonly inventory: OrgInventory;
  readonly tokens: Answer<readonly TokenInOrg[]>;
}

/**
 * How many calls an org gets, the one for its API versions included: lists, rows, tokens and log-ins take seven, and one is
 * left for its name or for a second page of tokens.
 */
export const quickCalls = 8;

/** A call for tokens gives at least so many rows; with two calls there may be twice as many. */
const mostTokens = 1000;

const notAskedInQuick: Answer<never> = { ok: false, reason: '--quick does not ask for it' };

/** Only columns that every edition has: asking again without one would be a call more. */
const quickColumns: Readonly<Record<string, readonly string[]>> = {
  ConnectedApplication: [
    'Id',
    'Name',
    'CreatedDate',
    'LastModifiedDate',
    'OptionsAllowAdminApprovedUsersOnly',
  ],
  ExternalClientApplication: [
    'Id',
    'DeveloperName',
    'MasterLabel',
    'NamespacePrefix',
    'CreatedDate',
    'LastModifiedDate',
  ],
  AppMenuItem: ['Id', 'ApplicationId', 'Type', 'Name', 'Label', 'NamespacePrefix'],
};

/**
 * Asks for lists of apps, their rows, tokens and log-ins, and for nothing else: no retrieve. Who sees only the own tokens is
 * found out with two calls more; then the rows of External Client Apps are left out, which their list names as well.
 */
export async function pullQuick(api: OrgApi, problems: Problem[]): Promise<QuickAnswers> {
  const lacking: Lacking = new Set();
  const tokens = await quickTokens(api, lacking, problems);
  const checked = tokens.checked;
  const rows = (from: string, what: string): Promise<ObjectRows> =>
    tryCall(what, problems, () =>
      rowsWithout(api, { from, columns: quickColumns[from] ?? [] }, lacking),
    );
  const [lists, connectedApplications, externalClientApplications, menuItems, history] =
    await Promise.all([
      listAll(api, appMetadataTypes, problems),
      rows('ConnectedApplication', 'the installed connected apps'),
      checked ? notAskedInQuick : rows('ExternalClientApplication', 'the external client apps'),
      rows('AppMenuItem', 'the app menu'),
      tryCall('the login history', problems, () => rowsWithout(api, loginsOfApps, lacking)),
    ]);
  const listed = lists.find((one) => !one.listed.ok)?.listed ?? {
    ok: true,
    value: lists.flatMap((one) => (one.listed.ok ? one.listed.value : [])),
  };
  return {
    tokens: tokens.answer,
    metadata: {
      allBlocked: false,
      files: [],
      listed,
      allListed: listed,
      lostTypes: new Set(essential),
    },
    inventory: {
      connectedApplications,
      externalClientApplications,
      menuItems,
      logins: history,
      access: notAskedInQuick,
      apiLogins: notAskedInQuick,
      permissionSets: notAskedInQuick,
      frozen: notAskedInQuick,
      provisioning: notAskedInQuick,
      assigned: notAskedInQuick,
      askedPermissions: [],
      soapUsers: notAskedInQuick,
      lackingColumns: lacking,
    },
  };
}

interface QuickTokens {
  readonly answer: Answer<readonly TokenInOrg[]>;
  /** It took the calls that find out whether all tokens are visible. */
  readonly checked: boolean;
}

async function quickTokens(
  api: OrgApi,
  lacking: Lacking,
  problems: Problem[],
): Promise<QuickTokens> {
  const told: Problem[] = [];
  const rows = await tryCall('the OAuth tokens', told, () =>
    api.rows({ from: 'OauthToken', columns: tokenColumns }, mostTokens),
  );
  if (!rows.ok) {
    const tooMany = rows.reason.includes(`more than ${mostTokens} rows`);
    problems.push(...(tooMany ? [problem('org-tokens-incomplete', tooManyTokens)] : told));
    return { answer: tooMany ? { ok: false, reason: tooManyTokens } : rows, checked: false };
  }
  const tokens = rows.value.map(tokenOfRow);
  if (new Set(tokens.map(({ userId }) => userId)).size > 1)
    return { answer: { ok: true, value: tokens }, checked: false };
  const own = await ownOnly(api, tokens, lacking, problems);
  return { answer: own ?? { ok: true, value: tokens }, checked: true };
}

const tooManyTokens = `the org has more than ${mostTokens} OAuth tokens, which --quick does not read: without it, all are`;
