// `ecaudit vendors`, `ecaudit rules list --vendors` and `ecaudit rules new`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { VendorEntry } from '../../src/audit/vendors/vendor-list.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, ecaudit, treeOf } from '../stories/run.js';

const vendorIds = shippedRulesets.filter(({ kind }) => kind === 'vendor').map(({ id }) => id);

/** All guides as data, listed once: each list tries every demand against practice. */
const listed = ecaudit(['vendors', '-f', 'json']);

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
    const { stdout } = await listed;
    const entries: readonly Readonly<Record<string, unknown>>[] = JSON.parse(stdout);
    const guides = entries.filter(({ reference }) => reference === false);
    expect(new Set(guides.map(({ id }) => id))).toEqual(new Set(vendorIds));
    expect(entries.filter(({ vendor, product }) => !vendor || !product)).toEqual([]);
  });

  test.each([['nango'], ['vendors/nango*'], ['NANGO']])(
    '%s means the guides of Nango',
    async (name) => {
      const { stdout } = await ecaudit(['vendors', name, '-f', 'json']);
      expect(JSON.parse(stdout)).toHaveLength(4);
    },
  );

  test.each([
    ['app.fullcast.io', 'vendors/fullcast'],
    ['https://app.fullcast.io/app/motion/segments', 'vendors/fullcast'],
    ['fullcast.io', 'vendors/fullcast'],
    ['eu-west-1.console.aws.amazon.com', 'vendors/aws-glue'],
    ['cursor://anysphere.cursor-mcp/oauth/callback', 'vendors/salesforce-hosted-mcp'],
    ['mcp_api', 'vendors/salesforce-hosted-mcp'],
    ['MCP', 'vendors/salesforce-hosted-mcp'],
    ['CDPProfile', 'vendors/salesforce-data-custom-code'],
    ['2026.R6', 'vendors/sage-enterprise-intelligence-r6'],
  ])('%s means %s, by host, scope or edition', async (name, id) => {
    const { stdout } = await ecaudit(['vendors', name, '-f', 'json']);
    const found: readonly { readonly id: string }[] = JSON.parse(stdout);
    expect(found.map((one) => one.id)).toContain(id);
    expect(found.length).toBeLessThan(12);
  });

  test('a host that only looks like that of a guide means none', async () => {
    const { code } = await ecaudit(['vendors', 'app.fullcast.io.evil.example']);
    expect(code).toBe(2);
  });

  test('a guide that asks nothing of an app is a reference', async () => {
    const table = await ecaudit(['vendors', 'insightidr']);
    expect(table.stdout).toContain('reference only, no ruleset: A user of its own');
    expect(table.stdout).toContain('0 guides, 0 with demands that weaken security; 1 reference');
    const { stdout } = await ecaudit(['vendors', 'insightidr', '-f', 'json']);
    expect(JSON.parse(stdout)).toMatchObject([
      { id: 'vendors/rapid7-insightidr', reference: true, rules: 0, read: '2026-11-30' },
    ]);
  });

  test.each([
    ['check', 'rapid7-insightidr', '--app', 'X'],
    ['scaffold', 'vendors/rapid7-insightidr', '--app', 'X', '--out', 'new'],
  ])('nothing can be held to a reference: %s', async (...argv) => {
    const { code, stderr } = await ecaudit(['vendors', ...argv], { cwd: tempFolder({}) });
    expect(code).toBe(2);
    expect(stderr).toContain('vendors/rapid7-insightidr is a reference only');
  });

  test('two guides for one product differ in edition or kind of app', async () => {
    const { stdout } = await listed;
    const entries: readonly VendorEntry[] = JSON.parse(stdout);
    const keys = entries.map(({ vendor, product, edition = '', kinds }) =>
      [vendor, product, edition, ...kinds].join('|'),
    );
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

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
    expect(checks).toBeGreaterThan(3);
    const draft = readFileSync(join(folder, 'own.yaml'), 'utf8');
    const ids = [...draft.matchAll(/^ {2}- id: (.*)$/gm)].map(([, rule]) => rule);
    expect(ids.slice(0, 2)).toEqual(['callbacks', 'scopes']);
    expect(ids).not.toContain('start-page');
    // Offered, and no file named that is not there.
    expect(draft).toMatch(/^ {2}# - id: session-timeout$/m);
    expect(draft).toMatch(/^ {2}# - id: contact-email$/m);
    expect(draft).not.toContain('ruleset.schema.json');
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
