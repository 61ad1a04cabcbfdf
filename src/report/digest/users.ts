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

/** Why a run that was asked for users names none; empty where it does, or was not asked. */
export function noUsersText(report: Report): string {
  const { options, sources, apps } = report;
  if (!options.withUsers || apps.length === 0 || usersOf(report).length > 0) return '';
  return isOfFiles(sources)
    ? filesHoldNoUsers
    : 'No app has a user who holds a token or may use it by name.';
}

/** Whether all that was read are files, which say nothing of users. */
export function isOfFiles(sources: Report['sources']): boolean {
  return sources.every(({ kind }) => kind === 'folder' || kind === 'file' || kind === 'zip');
}

export const filesHoldNoUsers =
  'Metadata files hold no users: an org has them (--org ALIAS), and a snapshot of ecaudit pull --with-users.';

/** `a@x.test, 2 tokens, last used 2026-11-20, permission set Klue`. */
function userText({ user, tokens, lastUse, access }: Holder): string {
  const parts = [user, counted(tokens, 'token'), lastUse && `last used ${lastUse}`, access];
  return parts.flatMap((part) => part || []).join(', ');
}
