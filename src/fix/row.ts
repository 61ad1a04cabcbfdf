import { entriesIn } from '../model/tables.js';
import type { Change } from '../edit/change.js';
import { changeList, changesFor, fieldsFor, refreshTokenChanges } from '../edit/setting-changes.js';
import type { Condition } from '../model/ruleset.js';
import type { Evidence } from '../report/verdict.js';
import type { SettingName, SettingValue } from '../settings/settings.js';
import { listEntriesOf, type ChangeSubject } from './wanted.js';

/**
 * What may be done about a finding in files. `safe` no client notices · `risky` a client, a user or a subscriber can break ·
 * `input` a person has to give the value · `decide` two opposite fixes are right · `setup` not in the metadata of the app ·
 * `file` the edit changes the file and not the org.
 */
export const fixClasses = ['safe', 'risky', 'input', 'decide', 'setup', 'file'] as const;

export type FixClass = (typeof fixClasses)[number];

/** A finding to be fixed. */
export interface FixSubject extends ChangeSubject {
  readonly evidence: readonly Evidence[];
}

/** Makes the changes of a fix; undefined where there are none to make. */
export type MakeChanges = (subject: FixSubject) => readonly Change[] | undefined;

/** What `--set RULE=VALUE` is for. */
export interface Input {
  /** What the value is, in words: `an email address`. */
  readonly what: string;
  /** Undefined where the text is no such value. */
  readonly changes: (value: string, subject: FixSubject) => readonly Change[] | undefined;
}

/** How the findings of one rule are fixed in files. */
export interface Row {
  readonly class: FixClass;
  /** Where this is certainly so, a risky edit is safe. */
  readonly safeWhen?: Condition;
  /** What a risky edit breaks, and what is to be done first. */
  readonly breaks?: string;
  /** What makes the rule's own demand true where this is absent. */
  readonly changes?: MakeChanges;
  readonly input?: Input;
  /** The edit needs the value, too, where this is so. */
  readonly needsInput?: (subject: FixSubject) => boolean;
  /** Nothing is done: only the rule's text says how. */
  readonly told?: true;
  /** What else of this program helps, in words. */
  readonly instead?: string;
}

export type FixRows = Readonly<Record<string, Row>>;

export const decide: Row = { class: 'decide', told: true };
export const setup: Row = { class: 'setup', told: true };
/** Blocking an app is a new file, for which the consumer key is needed: nothing that is edited. */
export const toBlock: Row = {
  ...setup,
  instead:
    '`ecaudit contain --app` writes what an incident needs, with the file that blocks the app',
};

/** A fix that no client notices. */
export function safe(changes?: MakeChanges): Row {
  return { class: 'safe', ...(changes && { changes }) };
}

/** A fix that can break something. */
export function risky(breaks: string, changes?: MakeChanges, safeWhen?: Condition): Row {
  return { class: 'risky', breaks, ...(changes && { changes }), ...(safeWhen && { safeWhen }) };
}

/** A fix that a person gives the value of. */
export function input(what: string, changes: Input['changes'], breaks?: string): Row {
  return { class: 'input', input: { what, changes }, ...(breaks !== undefined && { breaks }) };
}

/** Gives settings these values. */
export function to(values: Readonly<Partial<Record<SettingName, SettingValue>>>): MakeChanges {
  return ({ kind }) => {
    const all = entriesIn(values).map(([name, value]) => changesFor(kind, name, value));
    return all.some((one) => one === undefined) ? undefined : all.flatMap((one) => one ?? []);
  };
}

/** Several together; what one of them cannot do for this kind of app, none does. */
export function allChanges(...makers: readonly MakeChanges[]): MakeChanges {
  return (subject) => {
    const all = makers.map((make) => make(subject));
    return all.some((one) => one === undefined) ? undefined : all.flatMap((one) => one ?? []);
  };
}

/** Refresh tokens that end when nobody has used them for so many days. */
export function idleFor(days: number): MakeChanges {
  return ({ kind }) => refreshTokenChanges(kind, 'inactivity', days);
}

/** The value that is given, as it is. */
export function valueAsGiven(setting: SettingName): Input['changes'] {
  return (value, { kind }) => (value.trim() === '' ? undefined : changesFor(kind, setting, value));
}

/** The entries that are given between commas, instead of those that are there or beside them. */
export function changeListTo(setting: SettingName, how: 'instead' | 'beside'): Input['changes'] {
  return (value, subject) => {
    const add = value
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    const old = listEntriesOf(setting, subject).filter((one) => !add.includes(one));
    const remove = how === 'instead' ? old : [];
    return add.length === 0 ? undefined : changeList(subject.kind, setting, { add, remove });
  };
}

/** Takes elements away, whatever they hold; their text is never read. */
export function removeSetting(setting: SettingName): MakeChanges {
  return ({ kind }) =>
    fieldsFor(setting, kind).map(({ part, path }) => ({ kind: 'remove', part, path }));
}

/** A certificate: what stands between the lines that begin and end it. */
export function certificate(path: {
  readonly connectedApp: string;
  readonly externalClientApp: Pick<Change, 'part' | 'path'>;
}): Input['changes'] {
  return (value, { kind }) => {
    const body =
      /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(value)?.[1] ??
      value;
    const text = body.trim();
    if (!/^[A-Za-z0-9+/=\s]{100,}$/.test(text)) return undefined;
    const place =
      kind === 'connectedApp'
        ? ({ part: 'ConnectedApp', path: path.connectedApp } as const)
        : path.externalClientApp;
    return [{ kind: 'set', ...place, text }];
  };
}
