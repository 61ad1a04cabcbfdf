// Packaged External Client Apps: no retrieve gives their files, rows give their policies and scopes.
import { describe, expect, test } from 'vitest';
import type { FakeOrgOptions } from '../fake-org/fake-org.js';
import { idOf } from '../fake-org/components.js';
import { scopeTokens } from '../../src/settings/scopes.js';
import { scopeColumns, scopesOfRow } from '../../src/org/collect/scope-columns.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';
import { audit, ecaudit } from './run.js';

stopOrgsAfterEach();

const id = idOf('ExternalClientApplication', 7);
const link = { ExternalClientApplicationId: id };
const tables = {
  ExternalClientApplication: [
    {
      Id: id,
      DeveloperName: 'Sync',
      MasterLabel: 'Acme Sync',
      NamespacePrefix: 'acme',
      DistributionState: 'Packaged',
      ContactEmail: 'a@acme.example',
      CreatedDate: '2026-01-01T00:00:00.000+0000',
    },
  ],
  ExtlClntAppOauthPlcyCnfg: [{ ...link, PermittedUsersPolicyType: 'AllSelfAuthorized' }],
  ExtlClntAppPlcyCnfg: [{ ...link, IsEnabled: true, OauthPluginStatus: 'Enabled' }],
  ExtlClntAppOauthSettings: [
    {
      ...link,
      ...Object.fromEntries(scopeColumns().map((name) => [name, false])),
      OauthScopesFULL: true,
      OauthScopesREFRESH_TOKEN: true,
      OauthScopesOFFLINE_ACCESS: true,
      OauthScopesSSO: true,
    },
  ],
};

async function audited(options: FakeOrgOptions) {
  const org = await orgWith({ tables, ...options });
  const argv = ['--org', 'env', '--no-config', '--include', 'all', '--fail-on', 'never'];
  const run = await audit(argv, { env: envOf(org) });
  const [app] = run.report.apps;
  const verdict = (rule: string): string | undefined =>
    run.report.results.find((result) => result.rule === rule)?.verdict;
  return { ...run, org, settings: app?.settings ?? {}, verdict };
}

describe('its scopes', () => {
  test('are those that its row says', async () => {
    const { code, settings, verdict } = await audited({});
    expect(code).toBe(0);
    expect(settings).toMatchObject({
      apiName: { value: 'acme__Sync' },
      seenIn: { value: 'rows' },
      scopes: { state: 'known', value: ['id', 'full', 'refresh_token'] },
      permittedUsers: { value: 'self-authorize' },
      oauthEnabled: { value: true },
      callbackUrls: { state: 'unknown' },
    });
    expect(verdict('scopes/no-full-access')).toBe('fail');
  });

  test('are unknown, with the reason, where the org hides the rows', async () => {
    const { code, settings, report, verdict } = await audited({
      hidden: ['ExtlClntAppOauthSettings'],
    });
    expect(code).toBe(3);
    expect(settings['scopes']).toMatchObject({
      state: 'unknown',
      reason: expect.stringContaining('did not give the scopes of packaged external client apps'),
    });
    expect(report.problems.map(({ kind }) => kind)).toContain('org-object-hidden');
    expect(verdict('scopes/no-full-access')).toBe('open');
  });

  test('are unknown where there is no row of the app', async () => {
    const { settings } = await audited({ tables: { ...tables, ExtlClntAppOauthSettings: [] } });
    expect(settings['scopes']).toEqual({
      state: 'unknown',
      reason: 'the org gives no row with the scopes of the app',
    });
  });

  test('are asked for by the columns that the API version of the org has', async () => {
    const { org, settings, report } = await audited({
      version: 65,
      withoutColumns: ['ExtlClntAppOauthSettings.OauthScopesPARDOT_API'],
    });
    const asked = org.seen.filter(({ soql }) => soql.includes(' FROM ExtlClntAppOauthSettings'));
    expect(asked.map(({ soql }) => soql.includes('OauthScopesMCP_API'))).toEqual([false, false]);
    expect(settings['scopes']).toMatchObject({ value: ['id', 'full', 'refresh_token'] });
    expect(report.problems).toContainEqual({
      kind: 'org-column-hidden',
      level: 'warning',
      message: 'this org has no column ExtlClntAppOauthSettings.OauthScopesPARDOT_API',
    });
  });

  test('stay the same in a snapshot', async () => {
    const cwd = tempFolder();
    const org = await orgWith({ tables });
    await ecaudit(['pull', '--org', 'env', '--out', 'saved'], { env: envOf(org), cwd });
    const { report } = await audit(['saved', '--no-config'], { cwd });
    expect(report.apps[0]?.settings['scopes']).toMatchObject({
      value: ['id', 'full', 'refresh_token'],
    });
  });
});

test.each([
  ['Disabled', true, false, false],
  ['Notinstalled', true, undefined, false],
  ['Enabled', false, true, false],
])('the plugin %s in an app that is on (%s)', async (status, on, plugin, oauth) => {
  const row = { ...link, IsEnabled: on, OauthPluginStatus: status };
  const { settings } = await audited({ tables: { ...tables, ExtlClntAppPlcyCnfg: [row] } });
  expect(settings['oauthEnabled']).toMatchObject({ value: oauth });
  const found = settings['oauthPluginEnabled'];
  expect(found?.state === 'known' ? found.value : undefined).toBe(plugin);
});

test('every scope that metadata can name has a column, and a row that says nothing is no empty list', () => {
  const all = Object.fromEntries(scopeColumns().map((name) => [name, true]));
  expect(scopesOfRow(all)?.toSorted()).toEqual([...new Set(Object.values(scopeTokens))].toSorted());
  expect(scopesOfRow({ OauthScopesAPI: 'true' })).toBeUndefined();
});
