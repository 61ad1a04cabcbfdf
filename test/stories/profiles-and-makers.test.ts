// Profiles in other languages, profiles named twice, and apps that Salesforce makes.
import { describe, expect, test } from 'vitest';
import { englishProfileName, mayBeForeignProfile } from '../../src/settings/standard-profiles.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, type Audit } from './run.js';

interface Shape {
  readonly name?: string;
  readonly callback?: string;
  readonly profiles?: readonly string[];
  readonly more?: string;
}

const connectedApp = ({ name = 'Nightly', callback, profiles = [], more = '' }: Shape): string =>
  tempFolder({
    [`${name}.connectedApp`]: `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>it@acme.example</contactEmail>
    <label>${name}</label>
    <oauthConfig>
        <callbackUrl>${callback ?? 'https://acme.example/callback'}</callbackUrl>
        ${more}
        <isAdminApproved>true</isAdminApproved>
        <scopes>Api</scopes>
        <scopes>Full</scopes>
        <scopes>RefreshToken</scopes>
    </oauthConfig>
    ${profiles.map((one) => `<profileName>${one}</profileName>`).join('\n    ')}
</ConnectedApp>
`,
  });

const verdict = ({ report }: Audit, rule: string): string | undefined =>
  report.results.find((one) => one.rule === rule)?.verdict;

const verdicts = async (...profiles: readonly string[]): Promise<readonly unknown[]> => {
  const run = await audit(['.', '--include', 'all'], { cwd: connectedApp({ profiles }) });
  return ['access/no-administrator-profile', 'access/no-wide-profiles'].map((rule) =>
    verdict(run, rule),
  );
};

describe('profiles', () => {
  test.each([
    [['System Administrator'], ['fail', 'pass']],
    [
      ['Systemadministrator', 'Standardbenutzer'],
      ['fail', 'fail'],
    ],
    [
      ['Administrateur système', 'Utilisateur standard'],
      ['fail', 'fail'],
    ],
    [
      ['システム管理者', '標準ユーザ'],
      ['fail', 'fail'],
    ],
    [['Usuario estándar'], ['pass', 'fail']],
    [['系统管理员'], ['fail', 'pass']],
    [['Gold Partner User'], ['pass', 'fail']],
    [['External Identity User'], ['pass', 'fail']],
    [['Integration User'], ['pass', 'pass']],
    [['Järjestelmän ylläpitäjä'], ['open', 'open']],
    [['Amministratore del sistema'], ['fail', 'pass']],
    [['시스템 관리자'], ['fail', 'pass']],
    // Languages whose names nobody showed: also where a name has no letter that English lacks.
    [['Standardbruger'], ['open', 'open']],
    [['Standardbruker'], ['open', 'open']],
    [['Skrivebeskyttet'], ['open', 'open']],
    [
      ['Utente standard', 'Standard User'],
      ['open', 'fail'],
    ],
  ])('%j: %j', async (profiles, expected) => {
    expect(await verdicts(...profiles)).toEqual(expected);
  });

  test('names are compared without case, and in either Unicode form', () => {
    expect(englishProfileName('ADMINISTRATEUR SYSTE\u0300ME')).toBe('System Administrator');
    expect(englishProfileName('CPQ Integration User')).toBe('CPQ Integration User');
    expect(['Acme – Sales', 'Vertrieb'].map(mayBeForeignProfile)).toEqual([false, false]);
  });

  test('one that is named twice is one', async () => {
    const cwd = connectedApp({
      profiles: ['System Administrator', 'Sales', 'System Administrator'],
    });
    const { report } = await audit(['.'], { cwd });
    const found = report.apps[0]?.settings['permittedProfiles'];
    expect(found).toMatchObject({ state: 'known', value: ['System Administrator', 'Sales'] });
  });

  test('one that is named in two languages or spellings is told once', async () => {
    const profiles = ['System Administrator', 'system administrator', 'Systemadministrator'];
    const { report } = await audit(['.'], { cwd: connectedApp({ profiles }) });
    expect(
      report.results.find(({ rule }) => rule === 'access/no-administrator-profile')?.message,
    ).toContain('the profile System Administrator is selected');
  });
});

describe('apps that Salesforce makes', () => {
  const cpq = {
    name: 'CPQIntegrationUserApp',
    callback: 'https://login.salesforce.com/services/oauth2/success',
  };
  const devHub = {
    name: 'DEVHUB_abcdefgh1234',
    callback: 'https://acme.my.salesforce.com/environmenthub/soma-callback.apexp',
  };
  const failed = ({ report }: Audit): readonly string[] =>
    report.results.filter((one) => one.verdict === 'fail').map(({ rule }) => rule);

  test.each([cpq, devHub])(
    '$name: one finding, and none that the org cannot act on',
    async (shape) => {
      const run = await audit(['.'], { cwd: connectedApp(shape) });
      expect(failed(run)).toEqual(['hygiene/made-by-salesforce']);
      expect(run.code).toBe(0);
    },
  );

  test('a secret in its file is still one', async () => {
    const more =
      '<consumerSecret>9F3C0A77D1E2B4859F3C0A77D1E2B4859F3C0A77D1E2B485</consumerSecret>';
    const run = await audit(['.'], { cwd: connectedApp({ ...cpq, more }) });
    expect(failed(run)).toContain('secrets/no-consumer-secret-in-source');
  });

  test('an app that only borrows the name is judged like any other', async () => {
    const run = await audit(['.'], {
      cwd: connectedApp({ ...cpq, callback: 'https://evil.example/callback' }),
    });
    expect(failed(run)).not.toContain('hygiene/made-by-salesforce');
    expect(failed(run)).toContain('scopes/no-full-access');
  });
});
