import type { Holder } from '../../model/holder.js';
import type { Report } from '../report.js';
import { counted } from '../text/words.js';

/** An app with the users who hold tokens of it or may use it, one text each. */
export interface NamedUsers {
  /** The id of the app. */
  readonly app: string;
  readonly users: readonly string[];
}

/** Users of apps by their names: of a run that was asked for them, and of no other. */
export function usersOf({ apps, options }: Report): readonly NamedUsers[] {
  if (!options.withUsers) return [];
  return apps.flatMap(({ id, holders = [] }) =>
    holders.length === 0 ? [] : [{ app: id, users: holders.map(userText) }],
  );
}

/** `a@x.test, 2 tokens, last used 2026-11-20, permission set Klue`. */
function userText({ user, tokens, lastUse, access }: Holder): string {
  const parts = [user, counted(tokens, 'token'), lastUse && `last used ${lastUse}`, access];
  return parts.flatMap((part) => part || []).join(', ');
}
