import type { Holder } from '../../model/holder.js';
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
import { withoutFailedLogins } from './older-use.js';
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

type Fields = Readonly<Record<string, unknown>>;

/** Reads the text of a record. It is a file like any other, so nothing in it is taken on trust. Throws RecordFault. */
export function parseRecord(text: string): OrgRecord {
  const fields = fieldsOf(parsed(text), 'the file');
  if (!readFormats.includes(fields[recordMark])) {
    throw new RecordFault(
      `"${recordMark}" is not ${readFormats.join(' or ')}: another version of ecaudit wrote it`,
    );
  }
  return withoutFailedLogins({
    takenAt: textOf(fields, 'takenAt'),
    apiVersion: textOf(fields, 'apiVersion'),
    instance: textOf(fields, 'instance'),
    ...(fields['org'] !== undefined && { org: orgOf(fieldsOf(fields['org'], '"org"')) }),
    settings: settingsOf(fields['settings'], 'settings'),
    apps: listOf(fields, 'apps').map(appOf),
    problems: listOf(fields, 'problems').map(problemOf),
  });
}

function orgOf(fields: Fields): OrgIdentity {
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

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RecordFault('it is not JSON, or it is cut short', { cause });
  }
}

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new RecordFault(`${what} is no object`);
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw new RecordFault(`"${name}" is no text`);
}

function listOf(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (Array.isArray(value)) return value;
  throw new RecordFault(`"${name}" is no list`);
}

function appOf(value: unknown, index: number): RecordApp {
  const what = `apps[${index}]`;
  const fields = fieldsOf(value, what);
  const { kind } = fields;
  if (!isKind(kind)) throw new RecordFault(`"kind" of ${what} is no kind of app`);
  const apiName = textOf(fields, 'apiName');
  const notSent = fields['notSent'] === undefined ? {} : { notSent: textOf(fields, 'notSent') };
  const holders =
    fields['holders'] === undefined ? {} : { holders: listOf(fields, 'holders').map(holderOf) };
  return {
    ...notSent,
    ...holders,
    kind,
    apiName,
    label: textOf(fields, 'label'),
    settings: settingsOf(fields['settings'], what),
  };
}

function holderOf(value: unknown): Holder {
  const fields = fieldsOf(value, 'a holder');
  const said = (name: string): string | null =>
    fields[name] === null ? null : textOf(fields, name);
  const { tokens } = fields;
  if (typeof tokens !== 'number') throw new RecordFault('"tokens" of a holder is no number');
  return {
    user: textOf(fields, 'user'),
    name: said('name'),
    tokens,
    created: said('created'),
    lastUse: said('lastUse'),
    access: said('access'),
  };
}

function settingsOf(value: unknown, what: string): RecordSettings {
  const entries = Object.entries(fieldsOf(value, `"settings" of ${what}`)).map(
    ([name, setting]) => {
      if (!isSettingName(name))
        throw new RecordFault(`${what} has the setting "${name}", which does not exist`);
      return [name, settingOf(name, fieldsOf(setting, `${name} of ${what}`))] as const;
    },
  );
  return Object.fromEntries(entries);
}

function settingOf(name: SettingName, fields: Fields): Setting {
  const { state, reason, value } = fields;
  if (state === 'unknown' && typeof reason === 'string') return { state, reason };
  if (state !== 'known' || !isValueOf(name, value))
    throw new RecordFault(`the value of ${name} is not of its type`);
  const among = amongOf(name, fields);
  return { state, value, origin: 'derived', ...(among && { among }) };
}

const ofUsers: readonly SettingName[] = ['runAsUserPowers', 'tokenUserPowers'];

/** What the org was asked for, of a list that may hold more. */
function amongOf(name: SettingName, { among }: Fields): readonly string[] | undefined {
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

function problemOf(value: unknown, index: number): RecordProblem {
  const fields = fieldsOf(value, `problems[${index}]`);
  const kind = textOf(fields, 'kind');
  if (!isProblemKind(kind)) throw new RecordFault(`"${kind}" is no kind of problem`);
  const message = textOf(fields, 'message');
  const location = fields['location'] === undefined ? undefined : locationOf(fields['location']);
  return location ? { kind, message, location } : { kind, message };
}

function isProblemKind(kind: string): kind is ProblemKind {
  return Object.hasOwn(problemLevels, kind);
}

function locationOf(value: unknown): Location {
  const fields = fieldsOf(value, 'a location');
  const file = textOf(fields, 'file');
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
