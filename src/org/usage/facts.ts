import { day } from '../../model/days.js';
import type { Listed } from '../collect/listing.js';
import type { OrgInventory } from './inventory.js';
import type { ObjectRows } from './rows.js';
import type { TokenInOrg } from './tokens.js';
import type { Answer } from '../client/answer.js';

/** A user of whom a token or a run-as setting speaks. */
export interface Person {
  readonly id: string;
  readonly username: string;
  /** Empty unless it was asked for. */
  readonly name: string;
  /** Neither deactivated nor frozen; undefined where the org does not say who is frozen. */
  readonly active: boolean | undefined;
  /** The permission sets that the user has, the one of the profile included, by id. */
  readonly permissionSets: readonly string[];
  /** The user licence of the profile; empty unless it was asked for. */
  readonly license: string;
  /** Of the permissions that were asked for, those that the user has. */
  readonly powers: ReadonlySet<string>;
}

/** How often one app called an API, as the event log says. */
export interface ApiCalls {
  /** The id of the app, 15 characters; empty for a call of no app. */
  readonly app: string;
  /** Empty where the log has ids only. */
  readonly name: string;
  readonly calls: number;
  readonly last: string;
}

/** Everything that was asked, before it is anything of an app. */
export interface Facts {
  readonly now: Date;
  readonly listed: Answer<readonly Listed[]>;
  readonly inventory: OrgInventory;
  readonly tokens: Answer<readonly TokenInOrg[]>;
  readonly people: Answer<readonly Person[]>;
  /** Log-ins by app and address. */
  readonly places: ObjectRows;
  /** Whether External Client Apps have OAuth users, by id; absent where it was not asked for. */
  readonly oauthUsers?: ReadonlyMap<string, boolean>;
  /** Who called APIs, by the event log; absent where it was not asked for. */
  readonly apiCalls?: Answer<readonly ApiCalls[]>;
  /** The users of apps are to be named. */
  readonly withUsers?: boolean;
  /** The active users of all profiles and permission sets that give an app; only where users are to be named. */
  readonly permitted?: Answer<readonly Person[]>;
}

/** Whole days between a moment of the org's and now; undefined for what is no moment. */
export function daysSince(moment: string, now: Date): number | undefined {
  const time = Date.parse(moment);
  return Number.isNaN(time) ? undefined : Math.max(0, Math.floor((now.getTime() - time) / day));
}
