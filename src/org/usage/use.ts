import { groupBy } from '../../model/group-by.js';
import { keptOr } from '../../model/once-for.js';
import { compareText } from '../../model/location.js';
import { follow, type Asked } from '../client/answer.js';
import { valuesOf, type Entry } from '../collect/directory.js';
import type { Facts } from './facts.js';
import { outcomeOf, type Outcome } from './outcomes.js';
import { noColumn } from './rows.js';
import { text, type Fields } from '../client/shape.js';
import type { Token } from './tokens.js';

/** Attempts to log in to one app by one flow in the last six months, which is how long Salesforce keeps them. */
export interface Logins {
  /** LoginSubType, such as `OauthWebServer`. */
  readonly flow: string;
  /** `Success`, or the reason for a failure; empty where the org does not say it. */
  readonly status: string;
  readonly outcome: Outcome;
  readonly count: number;
  readonly last: string;
}

/** The tokens of one app, and the attempts to log in with it. */
export interface Use {
  readonly entry: Entry;
  readonly tokens: Asked<readonly Token[]>;
  readonly logins: Asked<readonly Logins[]>;
}

/** What is used in an org, and what tried to be. */
export interface Uses {
  readonly apps: readonly Use[];
  /** Names of what is no app of the org, since Salesforce let nobody in: how often it refused. */
  readonly refused: ReadonlyMap<string, number>;
}

/**
 * Gives tokens and logins to the apps that they are of: tokens by the id of the app where the org gives it, else by
 * name, logins by name. What is of no known app makes an app of its own: one that is used and was never installed. What only
 * failed to log in is none.
 */
export function useOf(entries: readonly Entry[], facts: Facts): Uses {
  const index = indexOf(entries, facts);
  const tokens = grouped(
    facts.tokens,
    (token) => index.ofToken(token),
    ({ appName }) => appName,
    facts.inventory.lackingColumns.has('OauthToken.AppName')
      ? noColumn('OauthToken.AppName')
      : undefined,
  );
  const logins = grouped(
    follow(facts.inventory.logins, (rows) => rows.filter(isOfApp)),
    (row) => index.named(text(row['Application'])),
    (row) => text(row['Application']),
  );
  const refused = new Map<string, number>();
  const strangers = new Set(tokens.strangers.keys());
  for (const [name, rows] of logins.strangers) {
    const attempts = loginsOf(rows);
    if (attempts.some(({ outcome }) => outcome !== 'failure')) strangers.add(name);
    else if (!strangers.has(name))
      refused.set(
        name,
        attempts.reduce((sum, { count }) => sum + count, 0),
      );
  }
  const apps = [
    ...entries.map((entry) => ({
      entry,
      tokens: tokens.of(entry),
      logins: follow(logins.of(entry), loginsOf),
    })),
    ...[...strangers].toSorted(compareText).map((name) => ({
      entry: stranger(name),
      tokens: follow(facts.tokens, () => tokens.strangers.get(name) ?? []),
      logins: follow(facts.inventory.logins, () => loginsOf(logins.strangers.get(name) ?? [])),
    })),
  ];
  return { apps, refused };
}

/** Logins of other kinds name programs that are no apps. Source: Object Reference, LoginHistory, LoginType. */
function isOfApp(row: Fields): boolean {
  return text(row['LoginType']).startsWith('Remote Access') && text(row['Application']) !== '';
}

function loginsOf(rows: readonly Fields[]): readonly Logins[] {
  return rows.map((row) => ({
    flow: text(row['LoginSubType']),
    status: text(row['Status']),
    outcome: outcomeOf(row),
    count: Number(row['logins']) || 0,
    last: text(row['last']),
  }));
}

/**
 * External Client Apps have to be installed before anybody can use them, so what is only used is a Connected App.
 * Source: Salesforce Help, "Comparison of Connected Apps and External Client Apps Features".
 */
function stranger(name: string): Entry {
  return {
    kind: 'connectedApp',
    apiName: name,
    label: name,
    seenIn: 'tokens',
    id: '',
    created: '',
  };
}

interface Index {
  readonly ofToken: (token: Token) => Entry | 'several' | undefined;
  /** The only app of a label; `several` when more than one has it. */
  readonly named: (label: string) => Entry | 'several' | undefined;
}

function indexOf(entries: readonly Entry[], { inventory }: Facts): Index {
  const byId = new Map(entries.filter(({ id }) => id !== '').map((entry) => [entry.id, entry]));
  const byLabel = groupBy(entries, ({ label }) => label);
  const applications = new Map(
    valuesOf(inventory.menuItems).map((item) => [
      text(item['Id']).slice(0, 15),
      text(item['ApplicationId']).slice(0, 15),
    ]),
  );
  const named = (label: string): Entry | 'several' | undefined => {
    const [first, second] = byLabel.get(label) ?? [];
    return second ? 'several' : (first ?? onlyByName(entries, label));
  };
  return {
    named,
    ofToken: ({ appMenuItemId, appName }) =>
      byId.get(applications.get(appMenuItemId) ?? '') ?? named(appName),
  };
}

function onlyByName(entries: readonly Entry[], name: string): Entry | undefined {
  return entries.find(({ apiName }) => apiName === name);
}

function ambiguous(entry: Entry): Asked<never> {
  return {
    ok: false,
    reason: `several apps have the label "${entry.label}", which is all that tokens and logins say`,
  };
}

interface Grouped<T> {
  readonly of: (entry: Entry) => Asked<readonly T[]>;
  readonly strangers: ReadonlyMap<string, readonly T[]>;
}

function grouped<T>(
  asked: Asked<readonly T[]>,
  entryOf: (one: T) => Entry | 'several' | undefined,
  nameOf: (one: T) => string,
  noNames?: string,
): Grouped<T> {
  const known = new Map<Entry, T[]>();
  const strangers = new Map<string, T[]>();
  const blurred = new Set<string>();
  let nameless = 0;
  for (const one of asked.ok ? asked.value : []) {
    const entry = entryOf(one);
    if (entry === 'several') blurred.add(nameOf(one));
    else if (entry) keptOr(known, entry, () => []).push(one);
    else if (nameOf(one).trim() === '') nameless += 1;
    else keptOr(strangers, nameOf(one), () => []).push(one);
  }
  const of = (entry: Entry): Asked<readonly T[]> => {
    if (blurred.has(entry.label)) return ambiguous(entry);
    // Where no name can be told, any of them may be of this app; where the name is blank, it is of none.
    if (nameless > 0 && noNames !== undefined) return { ok: false, reason: noNames };
    return follow(asked, () => known.get(entry) ?? []);
  };
  return { of, strangers };
}
