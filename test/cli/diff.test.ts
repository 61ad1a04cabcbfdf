// What came, went and changed between two sources: nothing where nothing did, and after one change exactly that.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { salesforceCli } from '../stories/cli-of-orgs.js';
import { textsIn } from '../stories/fix-checks.js';
import { envOf, orgWith, stopOrgsAfterEach } from '../stories/orgs.js';
import { asRetrieve, copyFixture, ecaudit, root, treeOf } from '../stories/run.js';

stopOrgsAfterEach();

interface DiffJson {
  readonly incomplete: boolean;
  readonly before: { readonly id: string; readonly kind: string };
  readonly after: { readonly id: string; readonly kind: string };
  readonly apps: readonly {
    readonly id: string;
    readonly change: string;
    readonly from?: string;
    readonly to?: string;
    readonly settings: readonly {
      readonly setting: string;
      readonly change: string;
      readonly before: object;
      readonly after: object;
    }[];
    readonly findings: readonly {
      readonly rule: string;
      readonly change: string;
      readonly severity: string | null;
      readonly was: string | null;
      readonly because: readonly string[];
    }[];
  }[];
  readonly org?: readonly {
    readonly settings: readonly { readonly setting: string }[];
    readonly findings: readonly { readonly rule: string; readonly change: string }[];
  }[];
  readonly summary: {
    readonly apps: Readonly<Record<string, number>>;
    readonly findings: Readonly<Record<string, number>>;
  };
}

async function diffIn(cwd: string, argv: readonly string[], env = {}) {
  const run = await ecaudit(['diff', ...argv, '-f', 'json', '--no-config'], { cwd, env });
  if (run.stdout === '') throw new Error(run.stderr);
  return { ...run, diff: JSON.parse(run.stdout) as DiffJson };
}

/** A folder with the demo project twice, as `before` and `after`. */
function twice(): string {
  const folder = tempFolder({});
  for (const side of ['before', 'after']) copyFixture('projects/demo', join(folder, side));
  return folder;
}

function fileIn(folder: string, name: string): string {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith(name),
  );
  if (found === undefined) throw new Error(`no ${name}`);
  return join(folder, found);
}

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(file, text.replace(from, to));
}

const warehouse = 'Warehouse_Connector.connectedApp-meta.xml';
const bookmark = 'Intranet_Bookmark.connectedApp-meta.xml';

describe('two folders', () => {
  test('that say the same do not differ', async () => {
    const { diff, code } = await diffIn(twice(), ['before', 'after']);
    expect(diff).toMatchObject({ apps: [], incomplete: false, before: { kind: 'folder' } });
    expect(code).toBe(0);
    expect(Object.values(diff.summary.apps)).toEqual([0, 0, 0, 0, 0]);
  });

  test('one changed flag is one setting, with both places, and the findings that it decides', async () => {
    const cwd = twice();
    const file = fileIn(join(cwd, 'before'), warehouse);
    edit(file, '<isPkceRequired>false', '<isPkceRequired>true');
    const { diff, code } = await diffIn(cwd, ['before', 'after']);
    expect(diff.apps).toHaveLength(1);
    expect(diff.apps[0]).toMatchObject({
      id: 'connectedApp:Warehouse_Connector',
      change: 'changed',
      settings: [
        {
          setting: 'pkceRequired',
          change: 'changed',
          before: {
            state: 'known',
            value: true,
            location: { file: expect.stringMatching(/^before\//) },
          },
          after: {
            state: 'known',
            value: false,
            location: { file: expect.stringMatching(/^after\//) },
          },
        },
      ],
    });
    const rules = diff.apps[0]?.findings ?? [];
    expect(rules.map(({ rule }) => rule)).toContain('flows/pkce-required');
    for (const one of rules)
      expect(one).toMatchObject({ change: 'new', because: ['pkceRequired'] });
    expect(code).toBe(1);
    const back = await diffIn(cwd, ['after', 'before']);
    expect(back.diff.summary.findings).toMatchObject({ new: 0, gone: rules.length });
    expect(back.code).toBe(0);
  });

  test.each([
    [['--fail-on', 'never'], 0],
    [['--fail-on', 'critical'], 0],
    [['--rule', 'flows/pkce-required'], 1],
    [['--rule', 'tokens/*'], 0],
  ])('%j ends with %i', async (flags, code) => {
    const cwd = twice();
    edit(fileIn(join(cwd, 'before'), warehouse), '<isPkceRequired>false', '<isPkceRequired>true');
    expect((await diffIn(cwd, ['before', 'after', ...flags])).code).toBe(code);
  });

  test('the order of a list is no difference, and an entry more is one', async () => {
    const cwd = twice();
    const file = fileIn(join(cwd, 'after'), warehouse);
    const scopes = readFileSync(file, 'utf8').match(/<scopes>\w+<\/scopes>/g) ?? [];
    expect(scopes.length).toBeGreaterThan(1);
    edit(file, scopes[0] ?? '', 'FIRST');
    edit(file, scopes[1] ?? '', scopes[0] ?? '');
    edit(file, 'FIRST', scopes[1] ?? '');
    expect((await diffIn(cwd, ['before', 'after'])).diff.apps).toEqual([]);
    edit(file, scopes[0] ?? '', `${scopes[0]}<scopes>Wave</scopes>`);
    const { diff } = await diffIn(cwd, ['before', 'after']);
    expect(diff.apps[0]?.settings.map(({ setting }) => setting)).toEqual(['scopes']);
  });

  test('an app that came, one that went, and that a Connected App was added', async () => {
    const cwd = twice();
    const gone = fileIn(join(cwd, 'after'), bookmark);
    rmSync(gone);
    const added = fileIn(join(cwd, 'after'), warehouse).replace('Warehouse_Connector', 'Second');
    writeFileSync(added, readFileSync(fileIn(join(cwd, 'after'), warehouse)));
    const { diff } = await diffIn(cwd, ['before', 'after']);
    expect(diff.apps.map(({ id, change }) => `${change} ${id}`)).toEqual([
      'gone connectedApp:Intranet_Bookmark',
      'new connectedApp:Second',
    ]);
    const rules = diff.apps.flatMap(({ findings }) => findings.map(({ rule }) => rule));
    expect(rules).toContain('migration/no-new-connected-app');
  });

  test('a file that moved is an app that moved, and no finding', async () => {
    const cwd = twice();
    const file = fileIn(join(cwd, 'after'), bookmark);
    const place = file.replace('force-app', 'other-app');
    mkdirSync(dirname(place), { recursive: true });
    renameSync(file, place);
    const { diff, code } = await diffIn(cwd, ['before', 'after']);
    expect(diff.apps).toMatchObject([
      {
        change: 'moved',
        from: 'force-app/main/default',
        to: 'other-app/main/default',
        settings: [],
        findings: [],
      },
    ]);
    expect(code).toBe(0);
  });

  test('a part file that is gone makes settings unknown, and no finding new or gone for it', async () => {
    const cwd = twice();
    rmSync(fileIn(join(cwd, 'after'), '.ecaOauthPlcy-meta.xml'));
    const { diff } = await diffIn(cwd, ['before', 'after']);
    const users = diff.apps[0]?.settings.find(({ setting }) => setting === 'permittedUsers');
    expect(users).toMatchObject({ change: 'unknown', after: { state: 'unknown' } });
    const rules = diff.apps.flatMap(({ findings }) => findings);
    expect(rules.filter(({ rule }) => rule.startsWith('access/'))).toEqual([]);
  });

  test('a Connected App that became an External Client App turned', async () => {
    const cwd = tempFolder({
      'before/connectedApps/Sync.connectedApp':
        '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><contactEmail>a@b.example</contactEmail><label>Sync</label></ConnectedApp>',
      'after/externalClientApps/Sync.eca':
        '<ExternalClientApplication xmlns="http://soap.sforce.com/2006/04/metadata"><contactEmail>b@b.example</contactEmail><distributionState>Local</distributionState><label>Sync</label></ExternalClientApplication>',
    });
    const { diff } = await diffIn(cwd, ['before', 'after']);
    expect(diff.apps).toMatchObject([
      { id: 'externalClientApp:Sync', change: 'turned', from: 'connectedApp:Sync' },
    ]);
    expect(diff.apps[0]?.settings.map(({ setting }) => setting)).toContain('contactEmail');
    expect(diff.apps[0]?.settings.every(({ change }) => change === 'changed')).toBe(true);
  });
});

describe('other kinds of sources', () => {
  test('a zip, and a saved report, say what their folder says', async () => {
    const cwd = twice();
    writeFileSync(join(cwd, 'retrieve.zip'), asRetrieve(treeOf('planted', 'faulty')));
    copyFixture('planted/faulty', join(cwd, 'faulty'));
    expect((await diffIn(cwd, ['faulty', 'retrieve.zip'])).diff.apps).toEqual([]);
    const save = ['before', '--no-config', '--include', 'all', '-f', 'json=before.json', '-q'];
    await ecaudit(save, { cwd });
    const { diff } = await diffIn(cwd, ['before.json', 'after']);
    expect(diff).toMatchObject({ apps: [], before: { id: 'before.json', kind: 'report' } });
  });

  test('a repository and the org that has the same: no drift; after one change in either, exactly that', async () => {
    const cwd = twice();
    const org = await orgWith({ folder: join(cwd, 'before') });
    const env = envOf(org);
    await ecaudit(['pull', '--org', 'env', '--out', 'saved'], { cwd, env });
    for (const [before, after] of [
      ['before', 'saved'],
      ['saved', 'before'],
      ['before', 'org:env'],
    ] as const) {
      const { diff } = await diffIn(cwd, [before, after], env);
      expect(diff.apps).toEqual([]);
      expect(diff.org).toBeUndefined();
    }
    for (const side of ['before', 'saved/metadata']) {
      const file = fileIn(join(cwd, side), warehouse);
      edit(file, '<isPkceRequired>false', '<isPkceRequired>true');
      const { diff } = await diffIn(cwd, ['before', 'saved']);
      const names = diff.apps.flatMap(({ settings }) => settings.map(({ setting }) => setting));
      expect(names).toEqual(['pkceRequired']);
      edit(file, '<isPkceRequired>true', '<isPkceRequired>false');
    }
  });

  test('each pair of a folder, a zip, a snapshot, an org and a report: after one change, exactly that', async () => {
    const cwd = twice();
    edit(fileIn(join(cwd, 'after'), warehouse), '<isPkceRequired>false', '<isPkceRequired>true');
    const orgs = {
      before: await orgWith({ folder: join(cwd, 'before') }),
      after: await orgWith({ folder: join(cwd, 'after') }),
    };
    const at = { cwd, env: { PATH: salesforceCli(orgs) } };
    for (const side of ['before', 'after']) {
      const tree = Object.fromEntries(textsIn(join(cwd, side)));
      writeFileSync(join(cwd, `${side}.zip`), asRetrieve(tree));
      await ecaudit(['pull', '--org', side, '--out', `${side}-saved`, '-q'], at);
      const save = ['--no-config', '--include', 'all', '-f', `json=${side}.json`, '-q'];
      await ecaudit([side, ...save], at);
    }
    const kinds = (side: string): readonly string[] => [
      side,
      `${side}.zip`,
      `${side}-saved`,
      `org:${side}`,
      `${side}.json`,
    ];
    // All 25 were tried; each kind stands here on each side once.
    const [ones, others] = [kinds('before'), kinds('after')];
    for (const [index, before] of ones.entries()) {
      const after = others[(index + 2) % others.length] ?? '';
      const { code, diff } = await diffIn(cwd, [before, after, '--fail-on', 'low'], at.env);
      const names = diff.apps.flatMap(({ settings }) => settings.map(({ setting }) => setting));
      const changes = diff.apps.flatMap(({ findings }) => findings.map(({ change }) => change));
      // PKCE that is required now is one setting, and no finding that is new or worse.
      expect([before, after, diff.apps.length, names, diff.org, code]).toEqual([
        before,
        after,
        1,
        ['pkceRequired'],
        undefined,
        0,
      ]);
      expect(new Set(changes)).toEqual(new Set(['gone']));
    }
    const back = await diffIn(cwd, ['org:after', 'before.zip', '--fail-on', 'low'], at.env);
    expect(back.code).toBe(1);
    for (const format of ['table', 'markdown', 'html']) {
      const run = await ecaudit(
        ['diff', 'before.json', 'org:after', '-f', format, '--no-config'],
        at,
      );
      expect(run.stdout).toMatch(/PKCE/);
    }
  });

  test('a setting of the org is told once, not for every app', async () => {
    const cwd = twice();
    const file = readdirSync(join(cwd, 'after'), { recursive: true, encoding: 'utf8' }).find(
      (path) => path.includes('.settings'),
    );
    const path = join(cwd, 'after', file ?? '');
    const [whole = '', name = '', value = ''] =
      /<(block\w+|isPkce\w+|enable\w+|oAuth\w+)>(true|false)</.exec(readFileSync(path, 'utf8')) ??
      [];
    edit(path, whole, `<${name}>${value === 'true' ? 'false' : 'true'}<`);
    const { diff } = await diffIn(cwd, ['before', 'after']);
    expect(diff.org).toHaveLength(1);
    expect(diff.org?.[0]?.settings).toHaveLength(1);
  });
});

describe('who changed an app', () => {
  const trail = [
    {
      CreatedDate: '2026-11-20T10:00:00.000+0000',
      CreatedBy: { Username: 'admin@northwind.test' },
      Display: 'Changed PKCE of external client app Warehouse_Connector',
      Section: 'External Client Apps',
    },
    {
      CreatedDate: '2026-11-19T10:00:00.000+0000',
      CreatedBy: null,
      Display: 'Changed Warehouse_Connector_Test',
      Section: null,
    },
  ];
  const drifted = async (flags: readonly string[], hidden: readonly string[] = []) => {
    const cwd = twice();
    const folder = join(cwd, 'after');
    edit(fileIn(folder, warehouse), '<isPkceRequired>false', '<isPkceRequired>true');
    const org = await orgWith({ folder, tables: { SetupAuditTrail: trail }, hidden });
    const env = envOf(org);
    const run = await ecaudit(['diff', 'before', 'org:env', '--no-config', ...flags], { cwd, env });
    return { run, asked: org.seen.some(({ soql }) => soql.includes('SetupAuditTrail')) };
  };

  test('is asked for with --with-users only, and told of the app that it names', async () => {
    const plain = await drifted(['-f', 'json']);
    expect(plain.asked).toBe(false);
    expect(plain.run.stdout).not.toContain('admin@northwind.test');
    const { run } = await drifted(['-f', 'json', '--with-users']);
    const { apps, drift } = JSON.parse(run.stdout) as {
      readonly drift: boolean;
      readonly apps: readonly { readonly apiName: string; readonly changedBy?: unknown }[];
    };
    expect(drift).toBe(true);
    expect(apps.map(({ apiName, changedBy }) => [apiName, changedBy])).toEqual([
      [
        'Warehouse_Connector',
        [
          {
            at: '2026-11-20T10:00:00.000+0000',
            by: 'admin@northwind.test',
            what: 'External Client Apps: Changed PKCE of external client app Warehouse_Connector',
            side: 'after',
          },
        ],
      ],
    ]);
  });

  test.each(['table', 'markdown', 'html'])(
    'is in %s, with the side of each finding',
    async (format) => {
      const { run } = await drifted(['-f', format, '--with-users']);
      expect(run.stdout).toContain('2026-11-20');
      expect(run.stdout).toContain('admin@northwind.test');
      expect(run.stdout).toMatch(/drift/i);
      expect(run.stdout.replaceAll(/<[^>]+>/g, '')).toMatch(/in `?before/);
    },
  );

  test('an org that does not show it is a warning, and the comparison is whole', async () => {
    const { run } = await drifted(['-f', 'json', '--with-users'], ['SetupAuditTrail']);
    expect(run.code).not.toBe(3);
    const { incomplete, problems } = JSON.parse(run.stdout) as {
      readonly incomplete: boolean;
      readonly problems: readonly { readonly kind: string }[];
    };
    expect(incomplete).toBe(false);
    expect(problems.map(({ kind }) => kind)).toContain('org-changes-hidden');
  });
});

describe('requests', () => {
  test.each([
    [[]],
    [['before']],
    [['before', 'nowhere']],
    [['before', 'after', '--org', 'env']],
    [['before', 'after', '--rule', 'flows/pkce-requird']],
    [['before', 'after', '-f', 'csv']],
  ])('%j is exit code 2 and an empty stdout', async (argv) => {
    const run = await ecaudit(['diff', ...argv], { cwd: twice() });
    expect([run.code, run.stdout]).toEqual([2, '']);
  });

  test('a side that could not be read whole is exit code 3, and says which', async () => {
    const cwd = twice();
    writeFileSync(join(cwd, 'after', 'Bad.connectedApp'), '<ConnectedApp>');
    const { diff, code } = await diffIn(cwd, ['before', 'after']);
    expect([diff.incomplete, code]).toEqual([true, 3]);
    const table = await ecaudit(['diff', 'before', 'after', '--no-config'], { cwd });
    expect(table.stdout).toMatch(/Incomplete: .*\n {2}- after: /);
    const markdown = await ecaudit(['diff', 'before', 'after', '-f', 'markdown'], { cwd });
    expect(markdown.stdout).toContain('**Incomplete**');
  });

  test('the page is one that needs nothing, and escapes what files say', async () => {
    const cwd = twice();
    edit(fileIn(join(cwd, 'after'), warehouse), '<isPkceRequired>false', '<isPkceRequired>true');
    const labelled = readdirSync(join(cwd, 'after'), { recursive: true, encoding: 'utf8' }).find(
      (path) => path.endsWith('.eca-meta.xml'),
    );
    const header = join(cwd, 'after', labelled ?? '');
    edit(
      header,
      /<label>[^<]*/.exec(readFileSync(header, 'utf8'))?.[0] ?? '',
      '<label>&lt;img src=x onerror=alert(1)>',
    );
    const run = await ecaudit(['diff', 'before', 'after', '--no-config', '-f', 'html'], { cwd });
    expect(run.stdout).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(run.stdout).toContain("default-src 'none'");
    expect(run.stdout).toContain('<title>ecaudit diff of before and after</title>');
    expect(run.stdout).toContain('&lt;img src=x');
    expect(run.stdout).not.toContain('<img');
    expect(run.stdout).not.toMatch(/<[^>]*\son\w+=/);
    expect(run.stdout).toContain('Require Proof Key');
  });

  test('the table names both sides', async () => {
    const cwd = twice();
    edit(fileIn(join(cwd, 'before'), warehouse), '<isPkceRequired>false', '<isPkceRequired>true');
    const { stdout } = await ecaudit(['diff', 'before', 'after', '--no-config'], { cwd });
    expect(stdout).toContain('before (folder) → after (folder)');
    expect(stdout).toContain('(pkceRequired): on → off');
    expect(stdout).toContain('new high: flows/pkce-required');
  });
});

const corpus = join(root, '..', 'shared', 'corpus');

describe.skipIf(!existsSync(corpus))('the corpus', () => {
  const folders = existsSync(corpus)
    ? readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    : [];

  test.each(folders.map(({ name }) => name))(
    '%s does not differ from what an org says of it',
    async (name) => {
      const folder = join(corpus, name);
      const cwd = tempFolder({});
      const org = await orgWith({ folder });
      const { diff } = await diffIn(cwd, [folder, 'org:env'], envOf(org));
      // A folder may hold a component several times; an org cannot.
      const once = diff.apps.filter(({ id }) => !id.includes('#'));
      const told = once.flatMap(({ id, change, settings, findings }) => [
        `${change} ${id}`,
        ...settings.map(({ setting }) => setting),
        ...findings.map(({ rule }) => rule),
      ]);
      expect(told).toEqual([]);
    },
  );
});
