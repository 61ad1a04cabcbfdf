// What was found, and where.
import type { AppKind, Holder } from '../../model/app.js';
import { formatLocation } from '../../model/location.js';
import { labelOf, type Setting, type SettingValue } from '../../settings/settings.js';
import { plainText } from '../text/plain-text.js';
import type { Evidence, Result } from '../verdict.js';
import type { Report } from '../report.js';
import { counted } from '../text/words.js';

/** More entries of one list than this nobody reads in a cell. */
const mostEntriesShown = 20;

/** What was found: `Require PKCE: false`, each setting that decided the verdict. */
export function evidenceText({ evidence }: Result, kind: AppKind | undefined): string {
  return evidence
    .map((one) => `${plainText(settingLabel(one, kind))}: ${foundText(one, mostEntriesShown)}`)
    .join('; ');
}

/** What is wrong, without the sentences about what else the finding tells. */
export function ownMessage({ message }: Result, also: readonly string[]): string {
  const at = also.length === 0 ? -1 : message.search(alsoSentence);
  return at === -1 ? message : message.slice(0, at);
}

const alsoSentence = / Also(?:: | (?:required|recommended) by )/u;

/** What Setup calls the setting, in an app of this kind. */
export function settingLabel({ setting }: Evidence, kind: AppKind | undefined): string {
  return labelOf(setting, kind);
}

/** `file:line:column`, safe to print. */
export function placeText({ location }: Pick<Result, 'location'>): string {
  return plainText(formatLocation(location));
}

/**
 * What was found: of a list the entries at fault; `unknown` with the reason where nothing was. A list is cut after
 * `most` entries.
 */
export function foundText(evidence: Evidence, most = Infinity): string {
  const { found, items, missing, placeholder } = evidence;
  const mark = placeholder ? ' (placeholder)' : '';
  if (items !== undefined && items.length > 0) return shortValueText(items, most) + mark;
  if (found !== undefined) return shortValueText(found, most) + mark;
  return missing === undefined ? 'not there' : `unknown, ${plainText(missing)}`;
}

/** A setting of an app as a text: its value, or that nobody knows it. */
export function settingValueText(setting: Setting): string {
  if (setting.state === 'unknown') return 'not known';
  const { value, placeholder } = setting;
  const text =
    typeof value === 'boolean' ? (value ? 'on' : 'off') : shortValueText(value, Infinity);
  return placeholder ? `${text} (placeholder)` : text;
}

/** What Setup calls a setting, by its name. */
export function settingNameText(setting: string, kind: AppKind | undefined): string {
  return plainText(labelOf(setting, kind));
}

function shortValueText(value: SettingValue, most: number): string {
  if (typeof value !== 'object') return value === '' ? 'empty' : plainText(String(value));
  const shown = value.slice(0, most).map(plainText).join(', ');
  if (value.length > most) return `${shown} and ${value.length - most} more`;
  return value.length === 0 ? 'none' : shown;
}

/** An app with the users who hold tokens of it or may use it, one text each. */
interface NamedUsers {
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
