import type { Problem } from '../../model/problem.js';
import type { OrgApi } from './api.js';
import { ask } from './asked.js';
import type { Entry } from './directory.js';
import type { Rows } from './inventory.js';
import { columnsOf } from './queries.js';
import type { PolicyRows } from './row-settings.js';
import { text } from './shape.js';

/** The policies of packaged External Client Apps, which no retrieve gives. */
export interface Policies {
  readonly of: (entry: Entry) => PolicyRows;
  /** The run-as users that they name. */
  readonly usernames: readonly string[];
}

/** Asks for the policies of apps without files; not at all where every app has its files. */
export async function pullPolicies(
  api: OrgApi,
  entries: readonly Entry[],
  problems: Problem[],
): Promise<Policies> {
  const without = entries.some(
    ({ kind, app }) => kind === 'externalClientApp' && app === undefined,
  );
  if (!without) return { of: () => ({}), usernames: [] };
  const rowsOf = (from: string): Promise<Rows> =>
    ask('the policies of packaged external client apps', problems, () =>
      api.rows({ from, columns: columnsOf[from] ?? [] }),
    );
  const [policies, plugins] = await Promise.all([
    rowsOf('ExtlClntAppOauthPlcyCnfg'),
    rowsOf('ExtlClntAppPlcyCnfg'),
  ]);
  const row = (rows: Rows, { id }: Entry) =>
    rows.ok
      ? rows.value.find(
          (one) => id !== '' && text(one['ExternalClientApplicationId']).slice(0, 15) === id,
        )
      : undefined;
  return {
    of: (entry) => ({ policies: row(policies, entry), plugins: row(plugins, entry) }),
    usernames: policies.ok
      ? policies.value.map((one) => text(one['ClientCredentialsFlowUser'])).filter(Boolean)
      : [],
  };
}
