import { appId, type AppKind, type Holder } from '../../model/app.js';
import type { Location } from '../../model/location.js';
import type { OrgIdentity } from '../../model/org.js';
import type { ProblemKind } from '../../report/problem.js';
import type { Setting, SettingName } from '../../settings/settings.js';
import { redact } from '../../model/redact.js';
import { recordMark } from './is-snapshot.js';

/** The number of the format that is written. */
export const recordFormat = 2;

/** The formats that are read: 1 does not say which org it is. */
export const readFormats: readonly unknown[] = [1, recordFormat];

export type RecordSettings = Readonly<Partial<Record<SettingName, Setting>>>;

/** An app of the org, with what the org says of it besides its files. */
export interface RecordApp {
  readonly kind: AppKind;
  readonly apiName: string;
  readonly label: string;
  readonly settings: RecordSettings;
  /** Who holds its tokens; only where that was asked for. */
  readonly holders?: readonly Holder[];
  /** Why it has no files, where the org should have sent them. */
  readonly notSent?: string;
}

/** Trouble that the pull had; a location is relative to the folder of the snapshot. */
export interface RecordProblem {
  readonly kind: ProblemKind;
  readonly message: string;
  readonly location?: Location;
}

/** What an org said at one moment, without secrets and tokens. */
export interface OrgRecord {
  readonly takenAt: string;
  readonly apiVersion: string;
  readonly instance: string;
  /** Which org it is; absent in format 1. */
  readonly org?: OrgIdentity;
  /** Of the org as a whole: every app has them. */
  readonly settings: RecordSettings;
  readonly apps: readonly RecordApp[];
  readonly problems: readonly RecordProblem[];
}

/** A record as the text of its file: one app a line, so that each has a place to point at. */
export function formatRecord(record: OrgRecord): string {
  const { takenAt, apiVersion, instance, org, settings, apps, problems } = record;
  const lines = (all: readonly unknown[]): string =>
    all.map((one) => `\n${JSON.stringify(one)}`).join(',');
  return [
    '{',
    `"${recordMark}": ${recordFormat},`,
    `"takenAt": ${JSON.stringify(takenAt)},`,
    `"apiVersion": ${JSON.stringify(apiVersion)},`,
    `"instance": ${JSON.stringify(instance)},`,
    ...(org ? [`"org": ${JSON.stringify(org)},`] : []),
    `"settings": ${JSON.stringify(settings)},`,
    `"apps": [${lines(apps)}`,
    '],',
    `"problems": [${lines(problems)}`,
    ']}',
    '',
  ].join('\n');
}

/** A record without the credentials that texts of an org may hold, such as the addresses of its apps. */
export function redactedRecord(record: OrgRecord): OrgRecord {
  const text = JSON.stringify(record);
  if (redact(text) === text) return record;
  // Text by text: what ends one in JSON is no part of it.
  const clean = (_: string, value: unknown): unknown =>
    typeof value === 'string' ? redact(value) : value;
  return JSON.parse(text, clean) as OrgRecord;
}

/** The line of each app in the text of a record, by id. */
export function linesOfApps(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const [index, line] of text.split('\n').entries()) {
    const [, kind, name] = /^\{"kind":"(\w+)","apiName":("(?:[^"\\]|\\.)*")/.exec(line) ?? [];
    if (isKind(kind) && name !== undefined)
      lines.set(appId(kind, String(JSON.parse(name))), index + 1);
  }
  return lines;
}

export function isKind(value: unknown): value is AppKind {
  return value === 'connectedApp' || value === 'externalClientApp';
}
