// `ecaudit vendors`, `ecaudit rules list --vendors` and `ecaudit rules new`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shippedRulesets } from '../../src/rulesets/shipped.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, ecaudit, treeOf } from '../stories/run.js';

const vendorIds = shippedRulesets.filter(({ kind }) => kind === 'vendor').map(({ id }) => id);

describe('vendors', () => {
  test('the table has every guide, and what each demands against security practice', async () => {
    const { code, stdout } = await ecaudit(['vendors']);
    expect(code).toBe(0);
    expect(vendorIds.filter((id) => !stdout.includes(`\n${id} `))).toEqual([]);
    expect(stdout).toMatch(/vendors\/servicemax-atlas +ECA .* PTC ServiceMax: Atlas PLM/);
    expect(stdout).toMatch(/pkce-off\s+\(flows\/pkce-required\)/);
  });

  test('as data: who, what, for which kind of app, how old, what is weak', async () => {
    const { stdout } = await ecaudit(['vendors', 'fullcast', '-f', 'json']);
    expect(JSON.parse(stdout)).toMatchObject([
      {
        id: 'vendors/fullcast',
        vendor: 'Fullcast',
        product: 'Fullcast',
        kinds: ['externalClientApp'],
        updated: '2026-02-19',
        read: '2026-11-22',
        coverage: 'full',
        weakens: [
          { demand: 'vendors/fullcast/scopes', against: ['scopes/no-full-access'] },
          {
            demand: 'vendors/fullcast/permitted-users',
            against: ['access/admin-approved-users'],
          },
          {
            demand: 'vendors/fullcast/ip-relaxation',
            against: ['network/ip-restrictions-hold-for-refresh-tokens'],
          },
          {
            demand: 'vendors/fullcast/refresh-token-policy',
            against: ['tokens/refresh-tokens-expire'],
          },
        ],
      },
    ]);
  });

  test('every guide names its vendor and product', async () => {
    const { stdout } = await ecaudit(['vendors', '-f', 'json']);
    const entries: readonly Readonly<Record<string, unknown>>[] = JSON.parse(stdout);
    expect(new Set(entries.map(({ id }) => id))).toEqual(new Set(vendorIds));
    expect(entries.filter(({ vendor, product }) => !vendor || !product)).toEqual([]);
  });

  test.each([['nango'], ['vendors/nango*'], ['NANGO']])(
    '%s means the guides of Nango',
    async (name) => {
      const { stdout } = await ecaudit(['vendors', name, '-f', 'json']);
      expect(JSON.parse(stdout)).toHaveLength(3);
    },
  );

  test('a vendor whose guide is not known', async () => {
    const { code, stdout, stderr } = await ecaudit(['vendors', 'nobody']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('rules new --from-app');
  });
});

test('rules list --vendors lists the rules of vendors only', async () => {
  const { stdout } = await ecaudit(['rules', 'list', '--vendors', '-f', 'json']);
  const rules: readonly { readonly id: string }[] = JSON.parse(stdout);
  expect(rules.length).toBeGreaterThan(vendorIds.length);
  expect(rules.filter(({ id }) => !id.startsWith('vendors/'))).toEqual([]);
});

describe('rules new', () => {
  const apps = [
    ['fullcast', 'Fullcast', 'vendors/fullcast-own'],
    ['atlas', 'externalClientApp:Atlas_PLM', undefined],
    ['fullcast-connected-app', '*', undefined],
  ] as const;

  test.each(apps)('%s passes the ruleset that is made from it', async (fixture, name, id) => {
    const folder = tempFolder(treeOf('guides', fixture));
    const made = await ecaudit(['rules', 'new', '--from-app', name, '.', '--out', 'own.yaml'], {
      cwd: folder,
    });
    expect([made.code, made.stderr]).toEqual([0, '']);
    if (id) expect(made.stdout).toContain(id);
    const tested = await ecaudit(['rules', 'test', 'own.yaml'], { cwd: folder });
    expect(tested.stdout + tested.stderr).toMatch(/: all as expected\.\n$/);
    const { code, report } = await audit(['.', '-r', 'own.yaml'], { cwd: folder });
    expect(report.apps[0]?.vendors).toHaveLength(1);
    const { checks, pass } = report.summary;
    expect([code, checks]).toEqual([0, pass]);
    expect(checks).toBeGreaterThan(5);
  });

  test('what was written is not lost', async () => {
    const folder = tempFolder({ ...treeOf('guides', 'fullcast'), 'own.yaml': 'mine' });
    const argv = ['rules', 'new', '--from-app', 'Fullcast', '--out', 'own.yaml'];
    const { code, stderr } = await ecaudit(argv, { cwd: folder });
    expect([code, readFileSync(join(folder, 'own.yaml'), 'utf8')]).toEqual([2, 'mine']);
    expect(stderr).toContain('--force');
    const forced = await ecaudit([...argv, '--force'], { cwd: folder });
    expect(forced.code).toBe(0);
  });

  test.each([
    ['Fulcast', 'did you mean "Fullcast"?'],
    ['Nobody', 'there is no app called Nobody'],
  ])('%s is nobody', async (name, told) => {
    const folder = tempFolder(treeOf('guides', 'fullcast'));
    const { code, stdout, stderr } = await ecaudit(['rules', 'new', '--from-app', name], {
      cwd: folder,
    });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(told);
  });
});
