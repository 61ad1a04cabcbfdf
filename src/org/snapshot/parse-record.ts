import { entriesIn } from '../../model/tables.js';
import type { Fields } from '../client/answer.js';
import type { Holder } from '../../model/app.js';
import type { Location } from '../../model/location.js';
import { orgIdOf, type OrgIdentity } from '../../model/org.js';
import { problemLevels, type ProblemKind } from '../../report/problem.js';
import {
  definitionOf,
  isSettingName,
  type Setting,
  type SettingName,
} from '../../settings/settings.js';
import { corePermissions } from '../client/queries.js';
import { recordMark } from './is-snapshot.js';
import {
  isKind,
  readFormats,
  type OrgRecord,
  type RecordApp,
  type RecordProblem,
  type RecordSettings,
} from './record.js';

/** Why a text is no record. */
export class RecordFault extends Error {
  override readonly name = 'RecordFault';
}

/** Reads the text of a record. It is a file like any other, so nothing in it is taken on trust. Throws RecordFault. */
export function parseRecord(text: string): OrgRecord {
  const fields = asRecordFields(parseRecordJson(text), 'the file');
  if (!readFormats.includes(fields[recordMark])) {
    throw new RecordFault(
      `"${recordMark}" is not ${readFormats.join(' or ')}: another version of ecaudit wrote it`,
    );
  }
  return withoutFailedLogins({
    takenAt: recordText(fields, 'takenAt'),
    apiVersion: recordText(fields, 'apiVersion'),
    instance: recordText(fields, 'instance'),
    ...(fields['org'] !== undefined && {
      org: readRecordOrg(asRecordFields(fields['org'], '"org"')),
    }),
    settings: readRecordSettings(fields['settings'], 'settings'),
    apps: recordList(fields, 'apps').map(readRecordApp),
    problems: recordList(fields, 'problems').map(readRecordProblem),
  });
}

function readRecordOrg(fields: Fields): OrgIdentity {
  const said = (name: string): string | null => {
    const value = fields[name] ?? null;
    if (value === null || typeof value === 'string') return value;
    throw new RecordFault(`"${name}" of "org" is no text`);
  };
  const { sandbox = null } = fields;
  if (sandbox !== null && typeof sandbox !== 'boolean')
    throw new RecordFault('"sandbox" of "org" is neither true nor false');
  return {
    id: orgIdOf(said('id') ?? ''),
    name: said('name'),
    type: said('type'),
    sandbox,
    instance: said('instance'),
    host: said('host'),
    apiVersion: said('apiVersion'),
    user: said('user'),
  };
}

function parseRecordJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RecordFault('it is not JSON, or it is cut short', { cause });
  }
}

function asRecordFields(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new RecordFault(`${what} is no object`);
}

function recordText(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw new RecordFault(`"${name}" is no text`);
}

function recordList(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (Array.isArray(value)) return value;
  throw new RecordFault(`"${name}" is no list`);
}

function readRecordApp(value: unknown, index: number): RecordApp {
  const what = `apps[${index}]`;
  const fields = asRecordFields(value, what);
  const { kind } = fields;
  if (!isKind(kind)) throw new RecordFault(`"kind" of ${what} is no kind of app`);
  const apiName = recordText(fields, 'apiName');
  const notSent = fields['notSent'] === undefined ? {} : { notSent: recordText(fields, 'notSent') };
  const holders =
    fields['holders'] === undefined
      ? {}
      : { holders: recordList(fields, 'holders').map(readHolder) };
  return {
    ...notSent,
    ...holders,
    kind,
    apiName,
    label: recordText(fields, 'label'),
    settings: readRecordSettings(fields['settings'], what),
  };
}

function readHolder(value: unknown): Holder {
  const fields = asRecordFields(value, 'a holder');
  const said = (name: string): string | null =>
    fields[name] === null ? null : recordText(fields, name);
  const { tokens } = fields;
  if (typeof tokens !== 'number') throw new RecordFault('"tokens" of a holder is no number');
  return {
    user: recordText(fields, 'user'),
    name: said('name'),
    tokens,
    created: said('created'),
    lastUse: said('lastUse'),
    access: said('access'),
  };
}

function readRecordSettings(value: unknown, what: string): RecordSettings {
  const entries = Object.entries(asRecordFields(value, `"settings" of ${what}`)).map(
    ([name, setting]) => {
      if (!isSettingName(name))
        throw new RecordFault(`${what} has the setting "${name}", which does not exist`);
      return [
        name,
        readRecordSetting(name, asRecordFields(setting, `${name} of ${what}`)),
      ] as const;
    },
  );
  return Object.fromEntries(entries);
}

function readRecordSetting(name: SettingName, fields: Fields): Setting {
  const { state, reason, value } = fields;
  if (state === 'unknown' && typeof reason === 'string') return { state, reason };
  if (state !== 'known' || !isValueOf(name, value))
    throw new RecordFault(`the value of ${name} is not of its type`);
  const among = readAmong(name, fields);
  return { state, value, origin: 'derived', ...(among && { among }) };
}

const ofUsers: readonly SettingName[] = ['runAsUserPowers', 'tokenUserPowers'];

/** What the org was asked for, of a list that may hold more. */
function readAmong(name: SettingName, { among }: Fields): readonly string[] | undefined {
  if (among === undefined) return ofUsers.includes(name) ? everAsked : undefined;
  if (isTexts(among)) return among;
  throw new RecordFault(`what was asked for of ${name} is no list of texts`);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** The permissions that an org was asked for when records did not say so. */
const everAsked = corePermissions.filter((name) => name !== 'ApiUserOnly');

function isValueOf(
  name: SettingName,
  value: unknown,
): value is string | number | boolean | readonly string[] {
  const { type, values } = definitionOf(name);
  if (type === 'list' || type === 'ranges') {
    return isTexts(value);
  }
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  return (
    typeof value === 'string' &&
    (type !== 'enum' || values === undefined || Object.hasOwn(values, value))
  );
}

function readRecordProblem(value: unknown, index: number): RecordProblem {
  const fields = asRecordFields(value, `problems[${index}]`);
  const kind = recordText(fields, 'kind');
  if (!isProblemKind(kind)) throw new RecordFault(`"${kind}" is no kind of problem`);
  const message = recordText(fields, 'message');
  const location = fields['location'] === undefined ? undefined : readLocation(fields['location']);
  return location ? { kind, message, location } : { kind, message };
}

function isProblemKind(kind: string): kind is ProblemKind {
  return Object.hasOwn(problemLevels, kind);
}

function readLocation(value: unknown): Location {
  const fields = asRecordFields(value, 'a location');
  const file = recordText(fields, 'file');
  // It is shown as a place below the snapshot, so it has to be one.
  if (file.startsWith('/') || file.split(/[/\\]/).includes('..'))
    throw new RecordFault('a location leads out of the snapshot');
  const number = (name: string): number => {
    const one = fields[name];
    if (typeof one === 'number' && Number.isInteger(one) && one > 0) return one;
    throw new RecordFault(`"${name}" of a location is no line or column`);
  };
  return {
    file,
    startLine: number('startLine'),
    startColumn: number('startColumn'),
    endLine: number('endLine'),
    endColumn: number('endColumn'),
  };
}

const reason =
  'the snapshot is of an older version, which did not tell failed log-ins from successful ones: pull it anew';
const untold: Setting = { state: 'unknown', reason };

/** Counts and lists of attempts: none of them is no log-in, some of them may all have failed. */
const attempts: readonly SettingName[] = [
  'loginFlows',
  'usernamePasswordLogins',
  'userAgentLogins',
  'org.soapLoginUsers',
];

/**
 * A record as it is to be read. Older ones counted failed log-ins as use, and hold no count of failed ones; what they cannot
 * tell is unknown.
 */
function withoutFailedLogins(record: OrgRecord): OrgRecord {
  return {
    ...record,
    settings: ofOrg(record.settings),
    apps: record.apps.map((app) => (isOlder(app) ? { ...app, settings: ofApp(app) } : app)),
  };
}

function isOlder({ settings }: RecordApp): boolean {
  return settings.loginFlows !== undefined && settings.failedLogins === undefined;
}

function ofOrg(settings: RecordSettings): RecordSettings {
  return settings['org.failedSoapLoginUsers'] === undefined ? withoutAttempts(settings) : settings;
}

function withoutAttempts(settings: RecordSettings): RecordSettings {
  const entries = entriesIn<SettingName, Setting>(settings);
  return Object.fromEntries(
    entries.map(([name, setting]) => [
      name,
      attempts.includes(name) && isSome(setting) ? untold : setting,
    ]),
  );
}

function isSome(setting: Setting): boolean {
  if (setting.state === 'unknown') return false;
  return Array.isArray(setting.value) ? setting.value.length > 0 : setting.value !== 0;
}

/** Tokens prove that an app was let in, and one that was used that it is in use; when it was last used, logins tell, too. */
function ofApp({ settings }: RecordApp): RecordSettings {
  const { seenIn, installed, used, daysSinceLastUse } = settings;
  const tokens = numberOf(settings.tokenCount);
  const onlyByUse = seenIn?.state === 'known' && seenIn.value === 'tokens';
  const usedTokens = tokens - numberOf(settings.tokensNeverUsed, tokens);
  return {
    ...withoutAttempts(settings),
    ...(installed?.state === 'known' && onlyByUse && tokens === 0 ? { installed: untold } : {}),
    ...(used?.state === 'known' && used.value === true && usedTokens === 0 ? { used: untold } : {}),
    ...(daysSinceLastUse?.state === 'known' ? { daysSinceLastUse: untold } : {}),
  };
}

function numberOf(setting: Setting | undefined, otherwise = 0): number {
  return setting?.state === 'known' && typeof setting.value === 'number'
    ? setting.value
    : otherwise;
}
