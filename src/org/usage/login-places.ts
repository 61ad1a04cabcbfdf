import type { App } from '../../model/app.js';
import { rangesOverlap, addressRangeOf } from '../../model/addresses.js';
import { problem, type Problem } from '../../report/problem.js';
import type { Setting } from '../../settings/settings.js';
import { allGroups } from '../client/aggregates.js';
import type { OrgApi } from '../client/api.js';
import { mapAnswer, settingOfAnswer, tryCall } from '../client/answer.js';
import type { Query } from '../client/queries.js';
import type { Lacking, ObjectRows } from './rows.js';
import type { OrgUse } from './use.js';

/** The address can be grouped by, and not filtered (Object Reference, LoginHistory). */
const byAddress: Query = {
  from: 'LoginHistory',
  columns: ['Application', 'LoginType', 'Status', 'SourceIp', 'COUNT(Id) logins'],
  groupBy: ['Application', 'LoginType', 'Status', 'SourceIp'],
};

const notNeeded: ObjectRows = {
  ok: false,
  reason: 'no app of the org has IP ranges to compare with',
};

/**
 * From which addresses apps were logged in to. Only asked for where an app has IP ranges to compare with: it is one call more. An org
 * with more addresses than it gives at a time is a note: no other check needs them.
 */
export async function pullLoginPlaces(
  api: OrgApi,
  apps: readonly App[],
  lacking: Lacking,
  problems: Problem[],
): Promise<ObjectRows> {
  if (!apps.some((app) => rangesOf(app).length > 0)) return notNeeded;
  const told: Problem[] = [];
  const rows = await tryCall('the addresses of log-ins', told, () =>
    allGroups(api, byAddress, lacking, ['Application', 'LoginType', 'Status', 'SourceIp']),
  );
  problems.push(...told.map(({ message }) => problem('org-login-addresses-unknown', message)));
  return rows;
}

/** The ranges that an app lists, for refresh tokens or for the web server flow. */
function rangesOf({ settings }: App): readonly string[] {
  const { trustedIpRanges, refreshTokenIpAllowlist } = settings;
  return [trustedIpRanges, refreshTokenIpAllowlist].flatMap((one) =>
    one.state === 'known' ? one.value : [],
  );
}

/** The addresses of successful log-ins that no range of the app holds. What is not an address is of Salesforce itself. */
export function addressesOutside({ entry, addresses }: OrgUse): Setting<readonly string[]> {
  const ranges = (entry.app ? rangesOf(entry.app) : []).map((text) => addressRangeOf(text));
  if (ranges.length === 0) return { state: 'unknown', reason: 'the app has no IP ranges' };
  if (ranges.includes(undefined))
    return { state: 'unknown', reason: 'an IP range of the app cannot be read' };
  const isOutside = (address: string): boolean => {
    const one = addressRangeOf(address);
    return one !== undefined && !ranges.some((range) => range && rangesOverlap(one, range));
  };
  return settingOfAnswer(mapAnswer(addresses, (all) => all.filter(isOutside)));
}
