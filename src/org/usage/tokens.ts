import { problem, type Problem } from '../../report/problem.js';
import type { OrgApi } from '../client/api.js';
import { tryCall, type Answer, asAnswerText, type Fields } from '../client/answer.js';
import { orgLimits } from '../client/limits.js';
import { columnsOf, soqlList } from '../client/queries.js';
import { rowsWithout, type Lacking, type ObjectRows } from './rows.js';

/** One token, without anything that could be used as one. */
export interface TokenInOrg {
  readonly appName: string;
  /** Empty for an app that nobody installed. */
  readonly appMenuItemId: string;
  readonly userId: string;
  /** Empty when it was never used. */
  readonly lastUsed: string;
  readonly created: string;
}

/** What is asked of a token. */
export const tokenColumns = (columnsOf['OauthToken'] ?? []).filter(
  (column) => column !== 'COUNT()',
);

/**
 * All tokens that the user may see. A query gives 2,500 of them at most, so each next one starts where the one before
 * ended. When fewer arrive than the org counts, that is a problem and no list.
 */
export async function pullTokens(
  api: OrgApi,
  lacking: Lacking,
  problems: Problem[],
): Promise<Answer<readonly TokenInOrg[]>> {
  const { count, first } = await countAndFirst(api, lacking, problems);
  if (!count.ok) return count;
  if (!first.ok) return first;
  const rows = await tryCall('the OAuth tokens', problems, () =>
    allTokens(api, first.value, count.value, lacking),
  );
  if (!rows.ok) return rows;
  const { tokens, whole } = rows.value;
  // Tokens that were revoked in the meantime are not missing.
  const missing = whole && tokens.length < count.value;
  const there = missing ? await tokenCount(api, problems) : count;
  if (!there.ok) return there;
  if (whole && tokens.length >= there.value) {
    return (await ownOnly(api, tokens, lacking, problems)) ?? { ok: true, value: tokens };
  }
  const reason = `only ${tokens.length} of ${Math.max(there.value, tokens.length)} OAuth tokens could be read`;
  problems.push(problem('org-tokens-incomplete', reason));
  return { ok: false, reason };
}

type TokenRows = readonly TokenInOrg[];

/**
 * How many tokens there are, and beside it, since neither is made of the other, the first of them. Where the count is
 * refused, that alone is told, as if nothing else had been asked.
 */
async function countAndFirst(
  api: OrgApi,
  lacking: Lacking,
  problems: Problem[],
): Promise<{ readonly count: Answer<number>; readonly first: Answer<TokenRows> }> {
  const [told, noted]: [Problem[], Lacking] = [[], new Set()];
  const [first, count] = await Promise.all([
    tryCall('the OAuth tokens', told, () => tokensAt(api, '', '>', noted)),
    tokenCount(api, problems),
  ]);
  if (count.ok) problems.push(...told);
  for (const column of count.ok ? noted : []) lacking.add(column);
  return { count, first };
}

function tokenCount(api: OrgApi, problems: Problem[]): Promise<Answer<number>> {
  return tryCall('the number of OAuth tokens', problems, () =>
    api.count({ from: 'OauthToken', columns: ['COUNT()'] }),
  );
}

interface Paged {
  readonly tokens: TokenRows;
  /** False when more tokens were issued in one moment than a query gives. */
  readonly whole: boolean;
}

/**
 * Starts behind the last moment of the page before, which is one query less; where tokens of that moment were cut off,
 * the count tells, and each page starts at that moment instead.
 */
async function allTokens(
  api: OrgApi,
  first: TokenRows,
  count: number,
  lacking: Lacking,
): Promise<Paged> {
  // A token that was issued beside the two questions may be in the count only: rows that are asked for after it have it.
  const isEarly = first.length < Math.min(count, orgLimits.maxTokenRows);
  const start = isEarly ? await tokensAt(api, '', '>', lacking) : first;
  const quick = await pagesBehind(api, start, count, lacking);
  return quick.whole ? quick : pagesFrom(api, lacking);
}

/** Whole when as many came as the org counts, or when one query gives all there are. */
async function pagesBehind(
  api: OrgApi,
  first: TokenRows,
  count: number,
  lacking: Lacking,
): Promise<Paged> {
  const tokens: TokenInOrg[] = [];
  for (let page = first; ;) {
    tokens.push(...page);
    const last = page.at(-1)?.created ?? '';
    const isLast = page.length < orgLimits.maxTokenRows;
    if (tokens.length >= count || (isLast && tokens.length === page.length))
      return { tokens, whole: true };
    if (isLast || last === '') return { tokens, whole: false };
    page = await tokensAt(api, last, '>', lacking);
  }
}

async function pagesFrom(api: OrgApi, lacking: Lacking): Promise<Paged> {
  const tokens: TokenInOrg[] = [];
  let from = '';
  for (;;) {
    const page = await tokensAt(api, from, '>=', lacking);
    const last = page.at(-1)?.created ?? '';
    if (page.length < orgLimits.maxTokenRows) return { tokens: [...tokens, ...page], whole: true };
    // Others of the last moment may have been cut off: that moment is asked for again, from its beginning.
    const sure = page.filter(({ created }) => created < last);
    if (sure.length === 0) return { tokens: [...tokens, ...page], whole: false };
    tokens.push(...sure);
    from = last;
  }
}

async function tokensAt(
  api: OrgApi,
  moment: string,
  from: '>' | '>=',
  lacking: Lacking,
): Promise<TokenRows> {
  const where = moment === '' ? {} : { where: `CreatedDate ${from} ${dateLiteral(moment)}` };
  const query = { from: 'OauthToken', columns: tokenColumns, ...where, orderBy: 'CreatedDate' };
  const rows = await rowsWithout(api, query, lacking);
  return rows.map(tokenOfRow);
}

/** A date as SOQL writes it; rows have `+0000` where SOQL wants `Z`. */
function dateLiteral(date: string): string {
  return new Date(date).toISOString();
}

/** A row of OauthToken. */
export function tokenOfRow(row: Fields): TokenInOrg {
  return {
    appName: asAnswerText(row['AppName']),
    appMenuItemId: asAnswerText(row['AppMenuItemId']).slice(0, 15),
    userId: asAnswerText(row['UserId']).slice(0, 15),
    lastUsed: asAnswerText(row['LastUsedDate']),
    created: asAnswerText(row['CreatedDate']),
  };
}

/** Without Customize Application, a user sees the tokens of nobody else, and the org does not say so. */
export async function ownOnly(
  api: OrgApi,
  tokens: readonly TokenInOrg[],
  lacking: Lacking,
  problems: Problem[],
): Promise<Answer<never> | undefined> {
  const users = new Set(tokens.map(({ userId }) => userId));
  if (users.size > 1) return undefined;
  const holders = await tryCall('who may see all tokens', problems, () =>
    hasOneOf(api, ['CustomizeApplication'], lacking),
  );
  if (holders.ok && holders.value) return undefined;
  const reason = holders.ok
    ? 'only tokens of the user who is logged in are visible; Customize Application shows all'
    : holders.reason;
  if (holders.ok) problems.push(problem('org-own-tokens-only', reason));
  return { ok: false, reason };
}

/** Whether the user who is logged in has one of these permissions, by their API names. */
async function hasOneOf(
  api: OrgApi,
  permissions: readonly string[],
  lacking: Lacking,
): Promise<boolean> {
  const query = {
    from: 'PermissionSetAssignment',
    columns: ['AssigneeId'],
    where: `AssigneeId IN ${soqlList([await api.userId()])}`,
    anyOf: permissions.map((name) => `PermissionSet.Permissions${name} = true`),
  };
  const rows = await rowsWithout(api, query, lacking);
  return rows.length > 0;
}

/**
 * Why a login history is no history of the org; undefined when it is one. Without one of two permissions, a user sees the
 * own logins alone, and the org does not say so (Object Reference, LoginHistory, Special Access Rules).
 */
export async function ownLoginsOnly(
  api: OrgApi,
  apiLogins: ObjectRows,
  lacking: Lacking,
  problems: Problem[],
): Promise<Answer<never> | undefined> {
  if (!apiLogins.ok || apiLogins.value.some((row) => Number(row['users']) > 1)) return undefined;
  const sees = await tryCall('who may see all logins', problems, () =>
    hasOneOf(api, ['ManageUsers', 'MonitorLoginHistory'], lacking),
  );
  if (!sees.ok) return sees;
  if (sees.value) return undefined;
  const reason =
    'only logins of the user who is logged in are visible; Monitor Login History shows all';
  problems.push(problem('org-own-logins-only', reason));
  return { ok: false, reason };
}
