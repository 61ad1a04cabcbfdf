import type { Problem } from '../../report/problem.js';
import type { OrgApi } from '../client/api.js';
import { tryCall, mapAnswer, asAnswerText, type Fields } from '../client/answer.js';
import type { DirectoryEntry } from '../collect/directory.js';
import { columnsOf } from '../client/queries.js';
import type { PolicyRows } from './row-settings.js';
import { rowsWithout, type Lacking, type ObjectRows } from './rows.js';
import { scopeColumns } from '../collect/scope-columns.js';

/** The policies and scopes of packaged External Client Apps, which no retrieve gives. */
export interface Policies {
  readonly of: (entry: DirectoryEntry) => PolicyRows;
  /** The run-as users that they name. */
  readonly usernames: readonly string[];
}

/** Asks for the policies and scopes of apps without files; not at all where every app has its files. */
export async function pullPolicies(
  api: OrgApi,
  entries: readonly DirectoryEntry[],
  lacking: Lacking,
  problems: Problem[],
): Promise<Policies> {
  const without = entries.some(
    ({ kind, app }) => kind === 'externalClientApp' && app === undefined,
  );
  if (!without) return { of: () => ({}), usernames: [] };
  const rowsOf = (
    what: string,
    from: string,
    columns = columnsOf[from] ?? [],
  ): Promise<ObjectRows> =>
    tryCall(`the ${what} of packaged external client apps`, problems, () =>
      rowsWithout(api, { from, columns }, lacking, [appIdColumn]),
    );
  const known = [appIdColumn, ...scopeColumns(Number(api.version))];
  const [policies, plugins, scopes] = await Promise.all([
    rowsOf('policies', 'ExtlClntAppOauthPlcyCnfg'),
    rowsOf('policies', 'ExtlClntAppPlcyCnfg'),
    rowsOf('scopes', 'ExtlClntAppOauthSettings', known),
  ]);
  return {
    of: (entry) => ({
      policies: policies.ok ? policyRow(policies.value, entry) : undefined,
      plugins: plugins.ok ? policyRow(plugins.value, entry) : undefined,
      scopes: mapAnswer(scopes, (rows) => policyRow(rows, entry)),
    }),
    usernames: policies.ok
      ? policies.value.map((one) => asAnswerText(one['ClientCredentialsFlowUser'])).filter(Boolean)
      : [],
  };
}

const appIdColumn = 'ExternalClientApplicationId';

function policyRow(rows: readonly Fields[], { id }: DirectoryEntry): Fields | undefined {
  return rows.find((one) => id !== '' && asAnswerText(one[appIdColumn]).slice(0, 15) === id);
}
