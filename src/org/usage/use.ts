import { nameKey } from '../../model/words.js';
import { groupBy } from '../../model/lists.js';
import { keptOr } from '../../model/once-for.js';
import { compareText } from '../../model/location.js';
import { mapAnswer, type Answer, asAnswerText, type Fields } from '../client/answer.js';
import { rowsGiven, type DirectoryEntry } from '../collect/directory.js';
import type { Facts } from './inventory.js';
import { outcomeOf, type LoginOutcome } from './logins.js';
import { noColumn } from './rows.js';
import type { TokenInOrg } from './tokens.js';

/** Attempts to log in to one app by one flow in the last six months, which is how long Salesforce keeps them. */
export interface Logins {
  /** LoginSubType, such as `OauthWebServer`. */
  readonly flow: string;
  /** `Success`, or the reason for a failure; empty where the org does not say it. */
  readonly status: string;
  /** ISO 3166 code of the country; empty where the org does not say it. */
  readonly country: string;
  readonly outcome: LoginOutcome;
  readonly count: number;
  readonly last: string;
}

/** The tokens of one app, and the attempts to log in with it. */
export interface OrgUse {
  readonly entry: DirectoryEntry;
  readonly tokens: Answer<readonly TokenInOrg[]>;
  readonly logins: Answer<readonly Logins[]>;
  /** From which addresses successful log-ins came. */
  readonly addresses: Answer<readonly string[]>;
}

/** What is used in an org, and what tried to be. */
export interface Uses {
  readonly apps: readonly OrgUse[];
  /** Names of what is no app of the org, since Salesforce let nobody in: how often it refused. */
  readonly refused: ReadonlyMap<string, number>;
  /** How many tokens and log-ins name no app: they are of none. */
  readonly nameless: { readonly tokens: number; readonly logins: number };
}

/**
 * Gives tokens and logins to the apps that they are of: tokens by the id of the app where the org gives it, else by
 * name, logins by name. What is of no known app makes an app of its own: one that is used and was never installed. What only
 * failed to log in is none.
 */
export function assignUse(entries: readonly DirectoryEntry[], facts: Facts): Uses {
  const index = indexDirectory(entries, facts);
  const tokens = grouped(
    facts.tokens,
    (token) => index.ofToken(token),
    ({ appName }) => appName,
    facts.inventory.lackingColumns.has('OauthToken.AppName')
      ? noColumn('OauthToken.AppName')
      : undefined,
  );
  const logins = grouped(
    mapAnswer(facts.inventory.logins, (rows) => rows.filter(isAppLogin)),
    (row) => index.ofLogin(asAnswerText(row['Application'])),
    (row) => asAnswerText(row['Application']),
  );
  const strangers = unlistedApps(tokens.strangers, logins.strangers);
  const places = grouped(
    mapAnswer(facts.places, (rows) =>
      rows.filter((row) => isAppLogin(row) && outcomeOf(row) === 'success'),
    ),
    (row) => index.ofLogin(asAnswerText(row['Application'])),
    (row) => asAnswerText(row['Application']),
  );
  const apps = [
    ...entries.map((entry) => ({
      entry,
      tokens: tokens.of(entry),
      logins: mapAnswer(logins.of(entry), loginsOf),
      addresses: mapAnswer(places.of(entry), addressesIn),
    })),
    ...strangers.used.map(({ name, tokens: held, logins: rows }) => ({
      entry: appOnlyUsed(name),
      tokens: mapAnswer(facts.tokens, () => held),
      logins: mapAnswer(facts.inventory.logins, () => loginsOf(rows)),
      addresses: noSettings,
    })),
  ];
  const namelessLogins = loginsOf(logins.nameless).reduce((sum, { count }) => sum + count, 0);
  return {
    apps,
    refused: strangers.refused,
    nameless: { tokens: tokens.nameless.length, logins: namelessLogins },
  };
}

interface UnlistedApp {
  readonly name: string;
  readonly tokens: readonly TokenInOrg[];
  readonly logins: readonly Fields[];
}

/** What is of no known app, put together by name: logins name apps by fewer characters than tokens do. */
function unlistedApps(
  tokens: Grouped<TokenInOrg>['strangers'],
  logins: Grouped<Fields>['strangers'],
): { readonly used: readonly UnlistedApp[]; readonly refused: ReadonlyMap<string, number> } {
  const used = [...tokens].map(([key, { name, all }]): UnlistedApp => {
    const rows = logins.get(key) ?? logins.get(loginKey(name));
    return { name, tokens: all, logins: rows?.all ?? [] };
  });
  const ofTokens = new Set([...tokens].flatMap(([key, { name }]) => [key, loginKey(name)]));
  const refused = new Map<string, number>();
  for (const [key, { name, all }] of logins) {
    if (ofTokens.has(key)) continue;
    const attempts = loginsOf(all);
    if (attempts.some(({ outcome }) => outcome !== 'failure'))
      used.push({ name, tokens: [], logins: all });
    else
      refused.set(
        name,
        attempts.reduce((sum, { count }) => sum + count, 0),
      );
  }
  return { used: used.toSorted((a, b) => compareText(a.name, b.name)), refused };
}

/** Logins of other kinds name programs that are no apps. Source: Object Reference, LoginHistory, LoginType. */
function isAppLogin(row: Fields): boolean {
  return asAnswerText(row['LoginType']).startsWith('Remote Access');
}

/** Characters of LoginHistory.Application; OauthToken.AppName has 255 (Object Reference). */
const loginNameLength = 64;

/** A name as the login history keeps it. */
function loginKey(name: string): string {
  return nameKey(name.slice(0, loginNameLength));
}

const noSettings = {
  ok: false,
  reason: 'the app is known by its use only, and its IP ranges are not',
} as const;

function addressesIn(rows: readonly Fields[]): readonly string[] {
  const all = rows.map((row) => asAnswerText(row['SourceIp'])).filter((address) => address !== '');
  return [...new Set(all)].toSorted(compareText);
}

function loginsOf(rows: readonly Fields[]): readonly Logins[] {
  return rows.map((row) => ({
    flow: asAnswerText(row['LoginSubType']),
    status: asAnswerText(row['Status']),
    country: asAnswerText(row['CountryIso']),
    outcome: outcomeOf(row),
    count: Number(row['logins']) || 0,
    last: asAnswerText(row['last']),
  }));
}

/**
 * External Client Apps have to be installed before anybody can use them, so what is only used is a Connected App.
 * Source: Salesforce Help, "Comparison of Connected Apps and External Client Apps Features".
 */
function appOnlyUsed(name: string): DirectoryEntry {
  return {
    kind: 'connectedApp',
    apiName: name,
    label: name,
    seenIn: 'tokens',
    id: '',
    created: '',
    changed: '',
  };
}

interface DirectoryIndex {
  readonly ofToken: (token: TokenInOrg) => DirectoryEntry | 'several' | undefined;
  /** The only app of a label, as far as the login history tells it; `several` when more than one has it. */
  readonly ofLogin: (name: string) => DirectoryEntry | 'several' | undefined;
}

function indexDirectory(entries: readonly DirectoryEntry[], { inventory }: Facts): DirectoryIndex {
  const byId = new Map(entries.filter(({ id }) => id !== '').map((entry) => [entry.id, entry]));
  const named = byNames(entries, nameKey);
  const applications = new Map(
    rowsGiven(inventory.menuItems).map((item) => [
      asAnswerText(item['Id']).slice(0, 15),
      asAnswerText(item['ApplicationId']).slice(0, 15),
    ]),
  );
  return {
    ofLogin: byNames(entries, loginKey),
    ofToken: ({ appMenuItemId, appName }) =>
      byId.get(applications.get(appMenuItemId) ?? '') ?? named(appName),
  };
}

/** Looks an app up by its label, else by its API name. */
function byNames(entries: readonly DirectoryEntry[], key: (name: string) => string) {
  const byLabel = groupBy(entries, ({ label }) => key(label));
  const byApiName = groupBy(entries, ({ apiName }) => key(apiName));
  return (name: string): DirectoryEntry | 'several' | undefined => {
    const wanted = key(name);
    if (wanted === '') return undefined;
    const [first, second] = byLabel.get(wanted) ?? [];
    return second ? 'several' : (first ?? byApiName.get(wanted)?.[0]);
  };
}

function ambiguous(entry: DirectoryEntry): Answer<never> {
  return {
    ok: false,
    reason: `several apps have the label "${entry.label}", which is all that tokens and logins say`,
  };
}

interface Grouped<T> {
  readonly of: (entry: DirectoryEntry) => Answer<readonly T[]>;
  /** What is of no known app, by the key of its name, with the name as it is written first in order. */
  readonly strangers: ReadonlyMap<string, { readonly name: string; readonly all: readonly T[] }>;
  readonly nameless: readonly T[];
}

function grouped<T>(
  asked: Answer<readonly T[]>,
  entryOf: (one: T) => DirectoryEntry | 'several' | undefined,
  nameOf: (one: T) => string,
  noNames?: string,
): Grouped<T> {
  const known = new Map<DirectoryEntry, T[]>();
  const strangers = new Map<string, { name: string; readonly all: T[] }>();
  const blurred = new Set<string>();
  const nameless: T[] = [];
  for (const one of asked.ok ? asked.value : []) {
    const entry = entryOf(one);
    const name = nameOf(one).trim();
    if (entry === 'several') blurred.add(loginKey(name));
    else if (entry) keptOr(known, entry, () => []).push(one);
    else if (name === '') nameless.push(one);
    else {
      const found = keptOr(strangers, nameKey(name), () => ({ name, all: [] }));
      if (compareText(name, found.name) < 0) found.name = name;
      found.all.push(one);
    }
  }
  const of = (entry: DirectoryEntry): Answer<readonly T[]> => {
    if (blurred.has(loginKey(entry.label))) return ambiguous(entry);
    // Where no name can be told, any of them may be of this app; where the name is blank, it is of none.
    if (nameless.length > 0 && noNames !== undefined) return { ok: false, reason: noNames };
    return mapAnswer(asked, () => known.get(entry) ?? []);
  };
  return { of, strangers, nameless };
}
