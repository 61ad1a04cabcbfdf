// One component that a retrieve or a list fails over does not take the others with it.
import { describe, expect, test } from 'vitest';
import { soapFault, type FakeOrgOptions } from '../fake-org/fake-org.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';
import { audit, ecaudit } from './run.js';

stopOrgsAfterEach();

const xmlns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const rules = ['-r', 'flows', '-r', 'tokens', '--fail-on', 'never', '--no-config'];

function connectedApp(name: string): readonly [string, string] {
  return [
    `${name}.connectedApp`,
    `<ConnectedApp ${xmlns}><contactEmail>a@b.example</contactEmail><label>${name}</label><oauthConfig><callbackUrl>https://b.example/cb</callbackUrl><isPkceRequired>false</isPkceRequired><scopes>Api</scopes></oauthConfig></ConnectedApp>`,
  ];
}

function externalClientApp(name: string): readonly (readonly [string, string])[] {
  return [
    [
      `${name}.eca`,
      `<ExternalClientApplication ${xmlns}><contactEmail>a@b.example</contactEmail><distributionState>Local</distributionState><isProtected>false</isProtected><label>${name}</label></ExternalClientApplication>`,
    ],
    [
      `${name}_glbloauth.ecaGlblOauth`,
      `<ExtlClntAppGlobalOauthSettings ${xmlns}><callbackUrl>https://b.example/cb</callbackUrl><externalClientApplication>${name}</externalClientApplication><isPkceRequired>true</isPkceRequired><label>${name}</label></ExtlClntAppGlobalOauthSettings>`,
    ],
  ];
}

const settings: readonly [string, string] = [
  'OauthOidc.settings',
  `<OauthOidcSettings ${xmlns}><isPkceRequired>false</isPkceRequired></OauthOidcSettings>`,
];
const names = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon'];
const files = Object.fromEntries([
  ...names.map(connectedApp),
  ...externalClientApp('Sync'),
  ...externalClientApp('Bill'),
  settings,
]);

async function audited(options: FakeOrgOptions, more: readonly string[] = []) {
  const org = await orgWith({ files, ...options });
  const { report, code } = await audit(['--org', 'env', ...rules, ...more], { env: envOf(org) });
  const pkce = report.apps.map(({ apiName, settings: { pkceRequired } }) => [
    apiName,
    pkceRequired?.state,
  ]);
  const unknown = pkce.filter(([, state]) => state === 'unknown').map(([name]) => name);
  const errors = report.problems.filter(({ level }) => level === 'error');
  const retrieves = org.seen.filter(({ operation }) => operation === 'retrieve').length;
  return { code, report, unknown, errors, retrieves, org };
}

const failed =
  'the retrieve failed: UNKNOWN_EXCEPTION: An unexpected error occurred. Please include this ErrorId if you contact support: 12-34 (56)';

describe('a retrieve that fails over', () => {
  test.each<readonly [string, FakeOrgOptions, readonly string[], readonly string[]]>([
    [
      'one Connected App',
      { sick: ['ConnectedApp Gamma'] },
      ['Gamma'],
      [`org-call-refused: the metadata of ConnectedApp Gamma: ${failed}`],
    ],
    [
      'two Connected Apps',
      { sick: ['ConnectedApp Alpha', 'ConnectedApp Epsilon'] },
      ['Alpha', 'Epsilon'],
      [
        `org-call-refused: the metadata of ConnectedApp Alpha: ${failed}`,
        `org-call-refused: the metadata of ConnectedApp Epsilon: ${failed}`,
      ],
    ],
    [
      'a part of an External Client App',
      { sick: ['ExtlClntAppGlobalOauthSettings Sync_glbloauth'] },
      ['Sync'],
      [
        `org-call-refused: the metadata of ExtlClntAppGlobalOauthSettings Sync_glbloauth: ${failed}`,
      ],
    ],
    [
      'an External Client App itself',
      { sick: ['ExternalClientApplication Bill'] },
      [],
      [`org-call-refused: the metadata of ExternalClientApplication Bill: ${failed}`],
    ],
    [
      'one kind of settings',
      { sick: ['Settings OauthOidc'] },
      [],
      [`org-call-refused: the metadata of Settings OauthOidc: ${failed}`],
    ],
    ['nothing but all at once', { withoutWildcard: ['ConnectedApp'] }, [], []],
  ])('%s', async (_, options, lost, told) => {
    const { code, unknown, errors, retrieves, report } = await audited(options);
    expect(unknown).toEqual(lost);
    expect(errors.map(({ kind, message }) => `${kind}: ${message}`)).toEqual(told);
    expect(code).toBe(told.length === 0 ? 0 : 3);
    expect(report.apps).toHaveLength(7);
    expect(retrieves).toBeLessThanOrEqual(32);
  });

  test('an app that is never done takes its share of the time, and no more', async () => {
    const options = { sick: ['ConnectedApp Gamma'], sickness: 'never-done' } as const;
    const { code, unknown, errors } = await audited(options, ['--deadline', '32']);
    expect(unknown).toEqual(['Gamma']);
    expect(errors.map(({ message }) => message)).toEqual([
      // On a busy machine its share may end with the time of the whole org.
      expect.stringMatching(
        /^the metadata of ConnectedApp Gamma: (?:the retrieve was not done within \d+ seconds$|.*deadline of 32 seconds)/,
      ),
    ]);
    expect(code).toBe(3);
  }, 120_000);

  test('an app that the server fails over', async () => {
    const options = { sick: ['ConnectedApp Gamma'], sickness: 'busy' } as const;
    const { code, unknown, errors } = await audited(options, ['--retries', '0']);
    expect([code, unknown]).toEqual([3, ['Gamma']]);
    expect(errors[0]?.message).toMatch(/ConnectedApp Gamma: .*the server failed \(status 500\)/);
  });

  test('everything is told once, and not asked for ever', async () => {
    const sick = Object.keys(files).map((file) => {
      const [name = '', suffix = ''] = file.split('.');
      const types: Readonly<Record<string, string>> = {
        connectedApp: 'ConnectedApp',
        eca: 'ExternalClientApplication',
        ecaGlblOauth: 'ExtlClntAppGlobalOauthSettings',
        settings: 'Settings',
      };
      return `${types[suffix] ?? ''} ${name}`;
    });
    const { code, retrieves, errors } = await audited({ sick });
    expect(code).toBe(3);
    expect(retrieves).toBeLessThanOrEqual(64);
    expect(errors.every(({ message }) => message.includes(failed))).toBe(true);
  });

  test('an app that was not sent says so, in a snapshot as well', async () => {
    const cwd = tempFolder();
    const { org } = await audited({ sick: ['ConnectedApp Gamma'] });
    const saved = await ecaudit(['pull', '--org', 'env', '--out', 's'], { env: envOf(org), cwd });
    expect(saved.code).toBe(3);
    const { report } = await audit(['s', ...rules], { cwd });
    const sick = report.apps.find(({ apiName }) => apiName === 'Gamma');
    expect(sick?.settings['pkceRequired']).toEqual({
      state: 'unknown',
      reason: 'the org lists the app and did not send its metadata',
    });
  });
});

test('a part that was not sent is no missing part, and one that is not there is', async () => {
  const options = { sick: ['ExtlClntAppGlobalOauthSettings Sync_glbloauth'] };
  const { report } = await audited(options, ['-r', 'hygiene']);
  const missing = (name: string) =>
    report.apps.find(({ apiName }) => apiName === name)?.settings['missingParts'];
  expect(missing('Sync')).toMatchObject({
    state: 'unknown',
    reason: 'the org did not send all of type ExtlClntAppGlobalOauthSettings',
  });
  expect(missing('Bill')).toMatchObject({ state: 'known' });
});

describe('a type that is listed and refused at retrieve', () => {
  test.each(['message', 'failed'] as const)('by a %s', async (refusal) => {
    const { code, unknown, errors } = await audited({
      refusedTypes: ['ExtlClntAppGlobalOauthSettings'],
      refusal,
    });
    expect(code).toBe(3);
    expect(unknown).toEqual(['Bill', 'Sync']);
    expect(errors[0]?.message).toContain('ExtlClntAppGlobalOauthSettings');
  });

  test.each([
    ["Entity of type 'Settings' named 'ConnectedApp' cannot be found", 0],
    ["Entity of type 'ConnectedApp' named 'Gone' cannot be found", 3],
    ['You do not have the proper permissions to access ConnectedApp.', 3],
    ["Entity type 'ExtlClntAppOauthSettings' is not available in this api version", 3],
  ])('message: %s', async (text, expected) => {
    const { code, report } = await audited({ retrieveMessages: [text] });
    expect(code).toBe(expected);
    expect(report.problems.map(({ message }) => message)).toContain(`the retrieve says: ${text}`);
  });
});

describe('a list that fails', () => {
  test('of one type is asked for by itself, and what it lists still comes', async () => {
    const org = await orgWith({ files });
    org.inject({
      when: ({ operation, body }) =>
        operation === 'listMetadata' && body.includes('>ConnectedApp<'),
      reply: soapFault('UNKNOWN_EXCEPTION', 'it broke'),
    });
    const { report, code } = await audit(['--org', 'env', ...rules], { env: envOf(org) });
    expect(code).toBe(3);
    expect(report.problems.filter(({ level }) => level === 'error')).toMatchObject([
      { kind: 'org-call-refused', message: expect.stringContaining('the list of ConnectedApp: ') },
    ]);
    expect(report.apps.map(({ apiName }) => apiName).toSorted()).toEqual(
      [...names, 'Bill', 'Sync'].toSorted(),
    );
  });
});
