// A second look at sources of which files are edited: what it is about, and what stays the very same.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSource } from '../../src/audit/read-source.js';
import { reread, type Edited, type Look } from '../../src/audit/reread.js';
import { withSharedKeys } from '../../src/evidence/shared.js';
import type { App, Source } from '../../src/model/app.js';
import { connectedApp, key, keyed, otherKey } from '../evidence/project.js';
import { tempFolder } from '../metadata/temp-folder.js';

interface Read {
  readonly cwd: string;
  readonly sources: readonly Source[];
}

/** As a run reads sources, profiles and classes included. */
async function readAll(
  files: Readonly<Record<string, string>>,
  ids: readonly string[] = ['main'],
): Promise<Read> {
  const cwd = tempFolder(files);
  const sources: Source[] = [];
  for (const id of ids) sources.push(await readSource(id, cwd));
  return { cwd, sources: withSharedKeys(sources, false) };
}

/** Replacements of a text, by file. */
type Typed = Readonly<Record<string, readonly [string, string]>>;

function editing(cwd: string, typed: Typed): Edited {
  return new Map(
    Object.entries(typed).map(([file, [from, to]]) => {
      const text = readFileSync(join(cwd, file), 'utf8');
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
      return [join(cwd, file), Buffer.from(text.replace(from, to))];
    }),
  );
}

async function looked({ cwd, sources }: Read, edited: Edited, last?: Look): Promise<Look> {
  const look = await reread(sources, edited, { cwd }, last);
  if (!look) throw new Error('an edit concerns more than the apps');
  return look;
}

const fileOf = (name: string, folder = 'main'): string =>
  `${folder}/connectedApps/${name}.connectedApp-meta.xml`;
const keyIn = (name: string, folder = 'main'): string => `${folder}\n${fileOf(name, folder)}`;

/** What differs, by app. */
const differing = ({ changed }: Look): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries([...changed].map(([app, names]) => [app, [...names].toSorted()]));

function appsOf(sources: readonly Source[]): readonly App[] {
  return sources.flatMap(({ apps }) => apps);
}

const apiToFull = ['<scopes>Api</scopes>', '<scopes>Full</scopes>'] as const;

describe('what a look is about', () => {
  test('an edit is about its app and the settings that it changes; all others are the same objects', async () => {
    const read = await readAll({
      ...connectedApp('Billing', keyed),
      ...connectedApp('Ledger', `<consumerKey>${otherKey}</consumerKey>`),
      ...connectedApp('Orders'),
    });
    const look = await looked(read, editing(read.cwd, { [fileOf('Billing')]: apiToFull }));
    expect(differing(look)).toEqual({ [keyIn('Billing')]: ['scopes'] });
    expect([...look.anew]).toEqual([keyIn('Billing')]);
    const same = appsOf(look.sources).filter((app) => appsOf(read.sources).includes(app));
    expect(same.map(({ apiName }) => apiName)).toEqual(['Ledger', 'Orders']);
  });

  test('what was found in other files stays known', async () => {
    const read = await readAll(connectedApp('Billing', keyed));
    const look = await looked(read, editing(read.cwd, { [fileOf('Billing')]: apiToFull }));
    const names = ['repositoryRead', 'profilesRead', 'tokenHandlersRead', 'usedBy'] as const;
    const [before, now] = [read, look].map(({ sources }) => appsOf(sources)[0]?.settings);
    expect(names.map((name) => now?.[name])).toEqual(names.map((name) => before?.[name]));
    expect(now?.profilesRead).toMatchObject({ state: 'known', value: true });
  });

  test('a host and a run-as user in common concern all apps that have them', async () => {
    const run = (user: string): string =>
      `<oauthClientCredentialUser>${user}@northwind.test</oauthClientCredentialUser>`;
    const read = await readAll({
      ...connectedApp('Billing', run('billing')),
      ...connectedApp('Ledger', run('ledger')),
      ...connectedApp('Orders'),
      ...connectedApp('Sync'),
    });
    const edits = (from: string, to: string): Edited =>
      editing(read.cwd, { [fileOf('Billing')]: [from, to] });
    expect(differing(await looked(read, edits('billing@', 'ledger@')))).toEqual({
      [keyIn('Billing')]: ['clientCredentialsUser', 'runAsUserSharedWith'],
      [keyIn('Ledger')]: ['runAsUserSharedWith'],
    });
    const moved = await looked(read, edits('app.example.com', 'app.example.org'));
    const common = Object.entries(differing(moved)).map(([app, names]) => [
      app,
      names.includes('commonCallbackHosts'),
    ]);
    expect(common).toEqual(
      ['Billing', 'Ledger', 'Orders', 'Sync'].map((name) => [keyIn(name), true]),
    );
  });

  test('a fact that rests on another setting is one that differs', async () => {
    const policy = (value: string): string =>
      `<oauthPolicy><ipRelaxation>ENFORCE</ipRelaxation><refreshTokenPolicy>${value}</refreshTokenPolicy></oauthPolicy>`;
    const read = await readAll(connectedApp('Billing', '', policy('zero')));
    const typed = { [fileOf('Billing')]: ['>zero<', '>infinite<'] as const };
    const names = differing(await looked(read, editing(read.cwd, typed)))[keyIn('Billing')];
    expect(names).toContain('refreshTokenPolicy');
    expect(names).toContain('refreshTokenDays');
  });

  test('a key in common concerns an app of another source', async () => {
    const placed = (folder: string, files: Record<string, string>): Record<string, string> =>
      Object.fromEntries(
        Object.entries(files).map(([path, text]) => [path.replace('main', folder), text]),
      );
    const read = await readAll(
      {
        ...placed('billing', connectedApp('Sync', keyed)),
        ...placed('sales', connectedApp('Orders', `<consumerKey>${otherKey}</consumerKey>`)),
      },
      ['billing', 'sales'],
    );
    const typed = { [fileOf('Orders', 'sales')]: [otherKey, key] as const };
    expect(differing(await looked(read, editing(read.cwd, typed)))).toEqual({
      [keyIn('Sync', 'billing')]: ['consumerKeySharedWith'],
      [keyIn('Orders', 'sales')]: ['consumerKeySharedWith'],
    });
  });

  test('a file of no app concerns more', async () => {
    const read = await readAll(connectedApp('Billing'));
    const unknown = new Map([[join(read.cwd, 'main/a.xml'), Buffer.from('')]]);
    expect(await reread(read.sources, unknown, read)).toBeUndefined();
  });
});

test('many apps are read in portions, those of one name together, and what stays the same is not kept twice', async () => {
  const names = Array.from({ length: 205 }, (_item, at) => `App_${at}`);
  const files = Object.assign({}, ...names.map((name) => connectedApp(name))) as Record<
    string,
    string
  >;
  const again = { ...files, ...twin('App_3') };
  const read = await readAll(again);
  const typed = Object.fromEntries(names.map((name) => [fileOf(name), apiToFull]));
  const look = await looked(read, editing(read.cwd, typed));
  const [before, now] = [read, look].map(
    ({ sources }) => new Map(appsOf(sources).map((app) => [app.files[0], app])),
  );
  expect(look.changed.size).toBe(205);
  for (const [file = '', app] of now ?? []) {
    const old = before?.get(file);
    expect(app.id).toBe(old?.id);
    expect(app.settings.callbackUrls).toBe(old?.settings.callbackUrls);
    expect(app.settings.scopes).toMatchObject({
      value: file.includes('/other/') ? ['api'] : ['full'],
    });
  }
});

/** An app of the same name in another folder. */
function twin(name: string): Readonly<Record<string, string>> {
  const text = Object.values(connectedApp(name))[0] ?? '';
  return { [`main/other/connectedApps/${name}.connectedApp-meta.xml`]: text };
}

const three = {
  ...connectedApp('Billing', keyed),
  ...connectedApp('Ledger'),
  ...connectedApp('Orders'),
};
const label = (name: string) => [`<label>${name}</label>`, `<label>${name}!</label>`] as const;

/** What the first look has edited and the second one, and the apps that the second one is about. */
const later: readonly (readonly [string, Typed, Typed, readonly string[]])[] = [
  [
    'the same edits',
    { [fileOf('Billing')]: apiToFull, [fileOf('Ledger')]: apiToFull },
    { [fileOf('Billing')]: apiToFull, [fileOf('Ledger')]: apiToFull },
    [],
  ],
  [
    'an edit that is taken back',
    { [fileOf('Billing')]: apiToFull, [fileOf('Ledger')]: apiToFull },
    { [fileOf('Ledger')]: apiToFull },
    ['Billing'],
  ],
  [
    'another edit of the same file',
    { [fileOf('Billing')]: apiToFull, [fileOf('Ledger')]: apiToFull },
    { [fileOf('Billing')]: label('Billing'), [fileOf('Ledger')]: apiToFull },
    ['Billing'],
  ],
  [
    'one more edit',
    { [fileOf('Billing')]: apiToFull },
    { [fileOf('Billing')]: apiToFull, [fileOf('Orders')]: label('Orders') },
    ['Orders'],
  ],
  [
    'other files altogether',
    { [fileOf('Billing')]: apiToFull },
    { [fileOf('Orders')]: label('Orders') },
    ['Billing', 'Orders'],
  ],
];

describe('a later look', () => {
  test.each(later)(
    '%s: reads what differs, and knows all that a first look would',
    async (_, first, second, about) => {
      const read = await readAll(three);
      const last = await looked(read, editing(read.cwd, first));
      const edited = editing(read.cwd, second);
      const look = await looked(read, edited, last);
      const whole = await looked(read, edited);
      expect(look.sources.map(({ apps }) => apps)).toEqual(whole.sources.map(({ apps }) => apps));
      expect(differing(look)).toEqual(differing(whole));
      expect([...look.anew]).toEqual(about.map((name) => keyIn(name)));
    },
  );
});
