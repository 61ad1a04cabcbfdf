import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { idOf } from '../fake-org/components.js';
import {
  admin,
  adminUser,
  assignments,
  menuItem,
  token,
  userId,
} from '../fake-org/people-and-tokens.js';
import { audit, ecaudit, fixtures, root, type JsonReport } from './run.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';
import { different, unquoted, verdictsOf } from './parity.js';

stopOrgsAfterEach();

const work = mkdtempSync(join(tmpdir(), 'ecaudit-org-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const corpus = join(root, '..', 'shared', 'corpus');
const repositories = existsSync(corpus)
  ? readdirSync(corpus, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(corpus, name))
  : [];

describe('an org says of its apps what their files say', () => {
  const folders = ['planted/faulty', 'planted/clean', 'projects/demo', 'guides/fullcast'].map(
    (name) => join(fixtures, name),
  );

  test.each([...folders, ...repositories])('%s', async (folder) => {
    const org = await orgWith({ folder });
    const all = ['--include', 'all', '--no-config'];
    const live = await audit(['--org', 'env', ...all], { env: envOf(org), cwd: work });
    const there = await audit([folder, ...all], { cwd: work });
    expect(live.report.problems.filter(({ kind }) => kind === 'rule-failed')).toEqual([]);
    if (!hasTwice(there.report)) {
      expect(verdictsOf(live.report, different)).toEqual(verdictsOf(there.report, different));
      return;
    }
    // A folder may hold a component several times, an org cannot: then what the org holds is compared with itself.
    const out = join(work, 'parity');
    await ecaudit(['pull', '--org', 'env', '--out', out], { env: envOf(org), cwd: work });
    const saved = await audit([join(out, 'metadata'), ...all], { cwd: work });
    expect(verdictsOf(live.report, different)).toEqual(verdictsOf(saved.report, different));
  });
});

/** Whether a folder holds one component in several places, or settings files that contradict each other. */
function hasTwice({ apps, problems }: JsonReport): boolean {
  const told = ['conflicting-org-settings', 'duplicate-file', 'duplicate-part'];
  return (
    apps.some(({ id }) => id.includes('#')) || problems.some(({ kind }) => told.includes(kind))
  );
}

describe('a snapshot', () => {
  const withEverything = () =>
    orgWith({
      folder: join(fixtures, 'planted/faulty'),
      files: {
        'Secret.connectedApp':
          '<?xml version="1.0" encoding="UTF-8"?>\n<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><contactEmail>a@b.example</contactEmail><label>Secret</label><oauthConfig><callbackUrl>https://a.example/cb</callbackUrl><consumerKey>3MVG9secretsecretsecret</consumerKey><consumerSecret>TOPSECRETVALUE</consumerSecret><scopes>Api</scopes></oauthConfig></ConnectedApp>',
      },
      tables: {
        ConnectedApplication: [
          {
            Id: idOf('ConnectedApp', 77),
            Name: 'Data Loader',
            CreatedDate: '2020-01-01T00:00:00.000+0000',
            OptionsAllowAdminApprovedUsersOnly: false,
            StartUrl: null,
          },
        ],
        AppMenuItem: [
          menuItem(1, idOf('ConnectedApp', 77), 'Data_Loader', 'Data Loader', {
            NamespacePrefix: 'sf_dl',
          }),
        ],
        OauthToken: [
          token('Data Loader', admin, { AppMenuItemId: idOf('AppMenuItem', 1) }),
          token('Ghost App', userId(2), { LastUsedDate: null }),
        ],
        LoginHistory: [
          {
            Application: 'Data Loader',
            LoginType: 'Remote Access 2.0',
            LoginSubType: 'OauthUsernamePassword',
            UserId: admin,
            LoginTime: '2026-11-01T00:00:00.000+0000',
            ApiType: 'N/A',
          },
        ],
        PermissionSetAssignment: assignments([
          adminUser,
          { id: userId(2), username: 'gone@fake.example', active: false },
        ]),
      },
    });

  test('gives the same verdicts as the org, without the org', async () => {
    const org = await withEverything();
    const live = await audit(['--org', 'env', '--include', 'all'], { env: envOf(org), cwd: work });
    const saved = await ecaudit(['pull', '--org', 'env', '--out', 'org/env'], {
      env: envOf(org),
      cwd: work,
    });
    expect(saved).toMatchObject({ code: 0, stderr: '' });
    await org.stop();
    const offline = await audit(['org/env', '--include', 'all'], { cwd: work });
    expect(offline.code).toBe(live.code);
    expect(unquoted(offline.report.results)).toEqual(unquoted(live.report.results));
    expect(offline.report.problems).toEqual(live.report.problems);
    expect(offline.report.apps).toEqual(live.report.apps);
    expect(offline.report.sources).toMatchObject([{ id: 'org/env', kind: 'snapshot' }]);
    expect(live.report.sources).toMatchObject([{ id: 'org/env', kind: 'org' }]);
  });

  test('holds apps that have no files, and what the org knows of them', async () => {
    const { apps } = (await audit(['org/env', '--include', 'all'], { cwd: work })).report;
    const setting = (id: string, name: string): unknown => {
      const found = apps.find((app) => app.id === id)?.settings[name];
      return found?.state === 'known' ? found.value : found?.reason;
    };
    const loader = 'connectedApp:sf_dl__Data_Loader';
    const ghost = 'connectedApp:Ghost App';
    expect(apps.map(({ id }) => id)).toEqual(expect.arrayContaining([loader, ghost]));
    expect(setting(loader, 'seenIn')).toBe('rows');
    expect(setting(loader, 'permittedUsers')).toBe('self-authorize');
    expect(setting(loader, 'scopes')).toBe(
      'the org gives the metadata only of apps that were created in it',
    );
    expect(setting(loader, 'usernamePasswordLogins')).toBe(1);
    expect(setting(loader, 'tokensOfAdministrators')).toBe(1);
    expect(setting(loader, 'daysSinceLastUse')).toBe(2);
    expect(setting(ghost, 'seenIn')).toBe('tokens');
    expect(setting(ghost, 'installed')).toBe(false);
    expect(setting(ghost, 'tokensNeverUsed')).toBe(1);
    expect(setting(ghost, 'tokensOfInactiveUsers')).toBe(1);
    expect(setting(ghost, 'used')).toBe(false);
    expect(setting(ghost, 'scopes')).toContain('not installed');
  });

  test('holds no secret, no token and no whole key', () => {
    const files = readdirSync(join(work, 'org/env'), {
      recursive: true,
      withFileTypes: true,
    }).filter((one) => one.isFile());
    const texts = files
      .map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'))
      .join('\n');
    expect(texts).not.toMatch(/TOPSECRET|leaked-|secretsecret|fake\.session/);
    expect(texts).toContain('<consumerKey>3MVG9s…</consumerKey>');
  });

  test('a damaged one is told and never clean', async () => {
    const file = join(work, 'org/env/org.json');
    const whole = readFileSync(file, 'utf8');
    const damages: readonly (readonly [string, string])[] = [
      ['cut short', whole.slice(0, whole.length / 2)],
      ['of another version', whole.replace('"ecauditSnapshot": 2', '"ecauditSnapshot": 3')],
      [
        'with a value of a wrong type',
        whole.replace(
          '"tokenCount":{"state":"known","value":1',
          '"tokenCount":{"state":"known","value":"1"',
        ),
      ],
      [
        'with a place outside',
        whole.replace(
          '"problems": [',
          '"problems": [{"kind":"malformed-xml","message":"x","location":{"file":"../../x"}}',
        ),
      ],
    ];
    for (const [what, text] of damages) {
      expect(text, what).not.toBe(whole);
      writeFileSync(file, text);
      const { code, report } = await audit(['org/env', '--fail-on', 'never'], { cwd: work });
      expect([what, code]).toEqual([what, 3]);
      expect(report.problems.map(({ kind }) => kind)).toContain('malformed-snapshot');
    }
    writeFileSync(file, whole);
  });

  test('never replaces what is no snapshot', async () => {
    const org = await orgWith();
    const run = await ecaudit(['pull', '--org', 'env', '--out', fixtures], {
      env: envOf(org),
      cwd: work,
    });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('exists and is no snapshot');
    expect(org.seen).toEqual([]);
  });
});
