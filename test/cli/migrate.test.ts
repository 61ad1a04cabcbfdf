// From Connected Apps to External Client Apps: how each stands, and what its successor has of it.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { admin, adminUser, assignments } from '../fake-org/people-and-tokens.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { textsIn } from '../stories/fix-checks.js';
import { envOf, orgWith, stopOrgsAfterEach } from '../stories/orgs.js';
import { audit, ecaudit, root } from '../stories/run.js';

stopOrgsAfterEach();

const certificate = Buffer.from('a certificate that nobody can read, but long enough').toString(
  'base64',
);
const xmlns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const env = { SOURCE_DATE_EPOCH: '1796025600' };

/** A Connected App; `config` goes into oauthConfig, `rest` beside it. */
function connectedApp(config = '', rest = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp ${xmlns}>
    <contactEmail>owner@sync.example</contactEmail>
    <label>Sync</label>
    <oauthConfig>
        <callbackUrl>https://sync.example/cb</callbackUrl>
        ${config}
        <isPkceRequired>false</isPkceRequired>
        <scopes>Api</scopes>
        <scopes>RefreshToken</scopes>
    </oauthConfig>
    <oauthPolicy>
        <ipRelaxation>ENFORCE</ipRelaxation>
        <refreshTokenPolicy>specific_inactivity:30:DAYS</refreshTokenPolicy>
    </oauthPolicy>
    ${rest}
</ConnectedApp>
`;
}

interface Plan {
  readonly apps: readonly {
    readonly apiName: string;
    readonly state: string;
    readonly reasons: readonly string[];
    readonly losses: readonly string[];
    readonly deadline: string | null;
    readonly order: number;
  }[];
  readonly summary: Readonly<Record<string, number>>;
  readonly progress?: { readonly migrated: readonly string[]; readonly gone: readonly string[] };
}

async function plan(argv: readonly string[], at: object = {}): Promise<Plan> {
  const run = await ecaudit(['migrate', 'plan', ...argv, '-f', 'json'], { env, ...at });
  if (run.stdout === '') throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Plan;
}

describe('plan', () => {
  test.each([
    ['an app with nothing special', 'Sync', '', '', 'ready', /^not known/],
    [
      'headless registration',
      'Sync',
      '<isCodeCredentialEnabled>true</isCodeCredentialEnabled><scopes>UserRegistration</scopes>',
      '',
      'blocked',
      /registers users headlessly/,
    ],
    [
      'SAML with Triple DES',
      'Sync',
      '',
      '<samlConfig><acsUrl>https://sync.example/acs</acsUrl><encryptionCertificate>Cert</encryptionCertificate><encryptionType>Triple_Des</encryptionType><entityUrl>https://sync.example</entityUrl><samlSubjectType>Username</samlSubjectType></samlConfig>',
      'blocked',
      /Triple DES/,
    ],
    ['a packaged app', 'acme__Sync', '', '', 'notYours', /another org/],
    [
      'a mobile start page',
      'Sync',
      '',
      '<mobileStartUrl>https://m.sync.example</mobileStartUrl>',
      'loses',
      /mobile/,
    ],
    [
      'a canvas page in a console',
      'Sync',
      '',
      '<canvasConfig><accessMethod>Get</accessMethod><canvasUrl>https://sync.example/c</canvasUrl><locations>Aura</locations><locations>ServiceDesk</locations></canvasConfig>',
      'loses',
      /ServiceDesk/,
    ],
    ['an Apex handler', 'Sync', '', '<plugin>SyncPlugin</plugin>', 'loses', /SyncPlugin/],
  ])('%s', async (_, name, config, rest, state, why) => {
    const folder = tempFolder({ [`${name}.connectedApp`]: connectedApp(config, rest) });
    const { apps, summary } = await plan([folder]);
    expect(apps).toMatchObject([
      { apiName: name, state, order: 1, deadline: expect.stringMatching(/^Summer '2[67]$/) },
    ]);
    expect([...(apps[0]?.losses ?? []), ...(apps[0]?.reasons ?? [])].join('\n')).toMatch(why);
    expect(summary[state]).toBe(1);
  });

  test('what is reserved in canvas, and External Client Apps, are no losses and no rows', async () => {
    const canvas =
      '<canvasConfig><accessMethod>Get</accessMethod><canvasUrl>https://sync.example/c</canvasUrl><locations>AppLauncher</locations></canvasConfig>';
    const folder = tempFolder({
      'Sync.connectedApp': connectedApp('', canvas),
      'New.eca': `<ExternalClientApplication ${xmlns}><contactEmail>a@b.example</contactEmail><distributionState>Local</distributionState><label>New</label></ExternalClientApplication>`,
    });
    expect((await plan([folder])).apps).toMatchObject([{ apiName: 'Sync', losses: [] }]);
  });

  test('log-ins with a password block an app, and one in use comes first', async () => {
    const logins = {
      LoginType: 'Remote Access 2.0',
      ApiType: 'N/A',
      Status: 'Success',
      UserId: admin,
      LoginTime: '2026-11-29T00:00:00.000+0000',
    };
    const label = (text: string) => connectedApp().replace('<label>Sync', `<label>${text}`);
    const org = await orgWith({
      files: { 'Alpha.connectedApp': label('Alpha'), 'Zeta.connectedApp': label('Zeta') },
      tables: {
        LoginHistory: [{ Application: 'Zeta', LoginSubType: 'OauthUsernamePassword', ...logins }],
        PermissionSetAssignment: assignments([adminUser]),
      },
    });
    const at = { env: { ...env, ...envOf(org) } };
    const { apps } = await plan(['--org', 'env', '--no-config'], at);
    expect(apps).toMatchObject([
      { apiName: 'Zeta', state: 'blocked', deadline: '2027-02-20', order: 1 },
      { apiName: 'Alpha', order: 2 },
    ]);
    expect(apps[0]?.reasons[0]).toContain('username-password flow');
  });

  test('200 apps are one screen, with the whole in the other formats', async () => {
    const files = Array.from({ length: 200 }, (__, at) => [
      `App_${at}.connectedApp`,
      connectedApp(),
    ]);
    const folder = tempFolder(Object.fromEntries(files) as Record<string, string>);
    const { stdout, code } = await ecaudit(['migrate', 'plan', folder], { env });
    expect(stdout.split('\n').length).toBeLessThanOrEqual(45);
    expect(stdout).toContain('200 Connected Apps: 200 ready');
    expect(code).toBe(0);
    const markdown = await ecaudit(['migrate', 'plan', folder, '-f', 'markdown'], { env });
    expect(markdown.stdout.match(/^\| \d+ \|/gm)).toHaveLength(200);
  });

  test('progress since the oldest report of a folder; what is no report is left out with a note', async () => {
    const folder = tempFolder({
      'src/A.connectedApp': connectedApp(),
      'src/B.connectedApp': connectedApp(),
    });
    mkdirSync(join(folder, 'old'));
    await ecaudit(['src', '--no-config', '-f', 'json=old/1.json', '-q'], { cwd: folder, env });
    writeFileSync(join(folder, 'old', 'other.json'), '{}');
    const later = tempFolder({
      'A.eca': `<ExternalClientApplication ${xmlns}><contactEmail>a@b.example</contactEmail><distributionState>Local</distributionState><label>A</label></ExternalClientApplication>`,
    });
    const argv = ['migrate', 'plan', later, '--history', 'old', '-f', 'json'];
    const run = await ecaudit(argv, { cwd: folder, env });
    expect((JSON.parse(run.stdout) as Plan).progress).toMatchObject({
      migrated: ['A'],
      gone: ['B'],
    });
    expect(run.stderr).toContain('old/other.json is no report of ecaudit');
  });
});

interface Check {
  readonly old: string;
  readonly new: string;
  readonly parity: boolean;
  readonly fields: readonly {
    readonly setting: string;
    readonly verdict: string;
    readonly before: unknown;
    readonly after: unknown;
    readonly reason: string | null;
  }[];
}

/** The parts of an External Client App like the Connected App above. */
function successor(pkce = '<isPkceRequired>false</isPkceRequired>'): Record<string, string> {
  const part = (type: string, content: string): string =>
    `<${type} ${xmlns}><externalClientApplication>Sync</externalClientApplication><label>x</label>${content}</${type}>`;
  return {
    'new/Sync.eca': `<ExternalClientApplication ${xmlns}><contactEmail>owner@sync.example</contactEmail><distributionState>Local</distributionState><label>Sync</label></ExternalClientApplication>`,
    'new/Sync.ecaGlblOauth': part(
      'ExtlClntAppGlobalOauthSettings',
      `<callbackUrl>https://sync.example/cb</callbackUrl>${pkce}<isConsumerSecretOptional>false</isConsumerSecretOptional>`,
    ),
    'new/Sync.ecaOauth': part(
      'ExtlClntAppOauthSettings',
      '<commaSeparatedOauthScopes>Api, RefreshToken</commaSeparatedOauthScopes>',
    ),
    'new/Sync.ecaOauthPlcy': part(
      'ExtlClntAppOauthConfigurablePolicies',
      '<ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType><refreshTokenPolicyType>SpecificInactivity</refreshTokenPolicyType><refreshTokenValidityPeriod>30</refreshTokenValidityPeriod><refreshTokenValidityUnit>Days</refreshTokenValidityUnit>',
    ),
    'new/Sync.ecaPlcy': part(
      'ExtlClntAppConfigurablePolicies',
      '<isEnabled>true</isEnabled><isOauthPluginEnabled>true</isOauthPluginEnabled>',
    ),
  };
}

async function check(folder: string, argv = ['old', 'new']) {
  const run = await ecaudit(['migrate', 'check', ...argv, '-f', 'json'], { cwd: folder, env });
  if (run.stdout === '') throw new Error(run.stderr);
  return { code: run.code, check: JSON.parse(run.stdout) as Check };
}

describe('check', () => {
  test('an app that has everything of the old one: parity, exit code 0', async () => {
    const folder = tempFolder({ 'old/Sync.connectedApp': connectedApp(), ...successor() });
    const { code, check: found } = await check(folder);
    expect(found.fields.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
    expect(found).toMatchObject({
      old: 'connectedApp:Sync',
      new: 'externalClientApp:Sync',
      parity: true,
    });
    expect(found.fields).toContainEqual(
      expect.objectContaining({ setting: 'scopes', verdict: 'same' }),
    );
    expect(code).toBe(0);
  });

  test('a flag whose default differs and that nobody wrote is lost, exit code 1', async () => {
    const pkce = '<isPkceRequired>true</isPkceRequired>';
    const folder = tempFolder({ 'old/Sync.connectedApp': connectedApp(), ...successor(pkce) });
    const { code, check: found } = await check(folder);
    expect(found.fields.filter(({ verdict }) => verdict === 'lost')).toEqual([
      { setting: 'pkceRequired', verdict: 'lost', before: false, after: true, reason: null },
    ]);
    expect([code, found.parity]).toEqual([1, false]);
    const table = await ecaudit(['migrate', 'check', 'old', 'new'], { cwd: folder, env });
    expect(table.stdout).toContain('(pkceRequired): off → on');
  });

  test('what has no target is lost with its reason, and parity holds', async () => {
    const rest = '<mobileStartUrl>https://m.sync.example</mobileStartUrl>';
    const folder = tempFolder({ 'old/Sync.connectedApp': connectedApp('', rest), ...successor() });
    const { code, check: found } = await check(folder);
    expect(found.fields.filter(({ verdict }) => verdict === 'lost')).toMatchObject([
      { setting: 'mobileStartUrl', reason: expect.stringContaining('mobile') },
    ]);
    expect([code, found.parity]).toEqual([0, true]);
  });

  test('SOURCE#kind:API_Name names one app of many', async () => {
    const folder = tempFolder({
      'old/Sync.connectedApp': connectedApp(),
      'old/Other.connectedApp': connectedApp(),
      ...successor(),
    });
    const argv = ['old#connectedApp:Sync', 'new'];
    expect((await check(folder, argv)).code).toBe(0);
    const run = await ecaudit(['migrate', 'check', 'old', 'new'], { cwd: folder, env });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain('connectedApp:Other, connectedApp:Sync');
  });
});

const rich = [
  '<attributes><formula>$User.Email</formula><key>mail</key></attributes>',
  '<ipRanges><end>203.0.113.9</end><start>203.0.113.1</start></ipRanges>',
  '<permissionSetName>Sync Users</permissionSetName>',
  '<startUrl>https://sync.example/start</startUrl>',
  '<sessionPolicy><sessionLevel>HIGH_ASSURANCE</sessionLevel><policyAction>RaiseSessionLevel</policyAction><sessionTimeout>60</sessionTimeout></sessionPolicy>',
  '<samlConfig><acsUrl>https://sync.example/acs</acsUrl><encryptionCertificate>Cert</encryptionCertificate><encryptionType>AES_256</encryptionType><entityUrl>https://sync.example</entityUrl><samlSubjectType>Username</samlSubjectType></samlConfig>',
  '<canvasConfig><accessMethod>Get</accessMethod><canvasUrl>https://sync.example/c</canvasUrl><locations>Aura</locations><locations>ServiceDesk</locations></canvasConfig>',
].join('');
const flags =
  '<isClientCredentialEnabled>true</isClientCredentialEnabled><isConsumerSecretOptional>true</isConsumerSecretOptional><oauthClientCredentialUser>run@sync.example</oauthClientCredentialUser>';

describe('files', () => {
  const make = async (app: string, more: readonly string[] = []) => {
    const cwd = tempFolder({ 'old/Sync.connectedApp': app });
    const argv = ['migrate', 'files', 'old', '--app', 'Sync', '--out', 'new', ...more];
    return { cwd, run: await ecaudit(argv, { cwd, env }) };
  };

  test.each([
    ['a plain app', connectedApp()],
    ['an app with all kinds of settings', connectedApp(flags, rich)],
    [
      'an app without OAuth',
      connectedApp().replace(
        /<oauthConfig>[^]*<\/oauthPolicy>/,
        '<startUrl>https://sync.example</startUrl>',
      ),
    ],
  ])('%s: its files say the same as the app', async (_, app) => {
    const { cwd, run } = await make(app);
    expect(run.code).toBe(0);
    const { code, check: found } = await check(cwd);
    expect(
      found.fields.filter(({ verdict, reason }) => verdict === 'lost' && reason === null),
    ).toEqual([]);
    expect([code, found.parity]).toEqual([0, true]);
  });

  test('flags whose defaults differ are written, and what is lost is on the checklist', async () => {
    const { cwd, run } = await make(connectedApp(flags, rich));
    const path = 'new/extlClntAppGlobalOauthSets/Sync_glbloauth.ecaGlblOauth-meta.xml';
    const text = readFileSync(join(cwd, path), 'utf8');
    for (const flag of [
      'isPkceRequired>false',
      'isConsumerSecretOptional>true',
      'isClientCredentialsFlowEnabled>true',
    ])
      expect(text).toContain(flag);
    expect(text).not.toMatch(/consumerKey|isEnforceRefreshTokenTTL|isDPopEnabled/);
    expect(run.stdout).toContain('Way: the button of App Manager.');
    expect(run.stdout).toContain('ServiceDesk');
    expect(run.stdout).toContain('name permission sets by label');
  });

  test('--new-app says what a new app means, and --checklist keeps stdout empty', async () => {
    const { cwd, run } = await make(connectedApp(), ['--new-app', '--checklist', 'todo.md', '-q']);
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(cwd, 'todo.md'), 'utf8')).toContain('a new consumer key and secret');
  });

  test('a file that is there is exit code 2, and nothing is written', async () => {
    const cwd = tempFolder({
      'old/Sync.connectedApp': connectedApp(),
      'new/extlClntAppOauthSettings/Sync_oauth.ecaOauth-meta.xml': 'mine',
    });
    const argv = ['migrate', 'files', 'old', '--app', 'Sync', '--out', 'new'];
    const run = await ecaudit(argv, { cwd, env });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(existsSync(join(cwd, 'new/externalClientApps'))).toBe(false);
  });

  test.each([
    ['no such app', ['--app', 'Nobody', '--out', 'new']],
    ['no app named', ['--out', 'new']],
    ['no folder', ['--app', 'Sync']],
    ['an app of a package', ['--app', 'acme__Sync', '--out', 'new']],
  ])('%s is exit code 2', async (_, argv) => {
    const cwd = tempFolder({
      'old/Sync.connectedApp': connectedApp(),
      'old/acme__Sync.connectedApp': connectedApp(),
    });
    const run = await ecaudit(['migrate', 'files', 'old', ...argv], { cwd, env });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(existsSync(join(cwd, 'new'))).toBe(false);
  });

  test('custom scopes are carried over, and what names the app is on the checklist with its step', async () => {
    const metadata = (type: string, content: string): string =>
      `<${type} ${xmlns}>${content}</${type}>`;
    const cwd = tempFolder({
      'old/connectedApps/Sync.connectedApp-meta.xml': connectedApp(),
      'old/oauthcustomscopes/Ship.oauthcustomscope-meta.xml': metadata(
        'OauthCustomScope',
        '<assignedTo><connectedApp>Sync</connectedApp></assignedTo><description>d</description><developerName>Ship</developerName><isProtected>false</isProtected><isPublic>true</isPublic><masterLabel>Ship</masterLabel>',
      ),
      'old/customPermissions/May_Ship.customPermission-meta.xml': metadata(
        'CustomPermission',
        '<connectedApp>Sync</connectedApp><isLicensed>false</isLicensed><label>May ship</label>',
      ),
      'old/notificationTypeConfig/Shipped.config-meta.xml': metadata(
        'NotificationTypeConfig',
        '<notificationTypeSettings>\n    <appSettings>\n      <connectedAppName>Sync</connectedAppName>\n      <enabled>true</enabled>\n    </appSettings>\n  </notificationTypeSettings>',
      ),
      'old/oauthtokenexchangehandlers/Swap.oauthtokenexchangehandler-meta.xml': metadata(
        'OauthTokenExchangeHandler',
        '<enablements><apexExecutionUser>bot@sync.example</apexExecutionUser><connectedApp>Sync</connectedApp><isDefault>false</isDefault></enablements><isEnabled>true</isEnabled><masterLabel>Swap</masterLabel><tokenHandlerApex>SwapHandler</tokenHandlerApex>',
      ),
    });
    const argv = ['migrate', 'files', 'old', '--app', 'Sync', '--out', 'new', '-q'];
    const run = await ecaudit(argv, { cwd, env });
    expect(run.code).toBe(0);
    const oauth = readFileSync(
      join(cwd, 'new/extlClntAppOauthSettings/Sync_oauth.ecaOauth-meta.xml'),
      'utf8',
    );
    expect(oauth).toContain('<commaSeparatedCustomScopes>Ship</commaSeparatedCustomScopes>');
    expect(run.stdout).toMatch(/custom permission May_Ship .*externalClientApplication/);
    expect(run.stdout).toMatch(/token exchange handler Swap .*externalClientApp/);
    const { check: found } = await check(cwd);
    expect(found.fields.find(({ setting }) => setting === 'customScopes')?.verdict).toBe('same');
    expect(found.parity).toBe(true);
    const both = await ecaudit([...argv.slice(0, 5), '--out', 'way-b', '--new-app'], { cwd, env });
    expect(both.stdout).toMatch(/May_Ship is written/);
    expect(both.stdout).toMatch(/Swap is written/);
    const written = (path: string): string => readFileSync(join(cwd, 'way-b', path), 'utf8');
    expect(written('customPermissions/May_Ship.customPermission-meta.xml')).toContain(
      '><externalClientApplication>Sync</externalClientApplication><isLicensed>',
    );
    const handler = written('oauthtokenexchangehandlers/Swap.oauthtokenexchangehandler-meta.xml');
    expect(handler.match(/<(?:connectedApp|externalClientApp)>Sync</g)).toHaveLength(2);
    expect(written('notificationTypeConfig/Shipped.config-meta.xml')).toContain(
      '</appSettings>\n    <appSettings>\n      <appType>EXTERNAL_CLIENT_APP</appType>\n      <connectedAppName>Sync<',
    );
    const { report } = await audit(['way-b', '--no-config'], { cwd });
    expect(report.problems.filter(({ level }) => level !== 'note')).toEqual([]);
    expect(report.apps[0]?.settings['usedBy']).toMatchObject({
      value: [
        'CustomPermission:May_Ship',
        'NotificationTypeConfig:Shipped',
        'OauthTokenExchangeHandler:Swap',
      ],
    });
  });

  test('each row of the mapping that no setting holds is written, too', async () => {
    const app = connectedApp(
      '<assetTokenConfig><assetAudiences>a</assetAudiences></assetTokenConfig>',
      `<attributes><formula>$User.Email</formula><key>mail</key></attributes>
    <canvasConfig><accessMethod>Get</accessMethod><canvasUrl>https://sync.example/c</canvasUrl><lifecycleClass>Life</lifecycleClass><locations>Aura</locations><samlInitiationMethod>SpInitiated</samlInitiationMethod></canvasConfig>
    <ipRanges><description>Office &amp; home</description><end>203.0.113.9</end><start>203.0.113.1</start></ipRanges>
    <samlConfig><acsUrl>https://sync.example/acs</acsUrl><entityUrl>https://sync.example</entityUrl><samlIdpSLOBindingEnum>RedirectBinding</samlIdpSLOBindingEnum><samlSubjectCustomAttr>Tax</samlSubjectCustomAttr><samlSubjectType>CustomAttr</samlSubjectType></samlConfig>`,
    ).replace('specific_inactivity:30:DAYS', 'specific_lifetime:3:MONTHS');
    const { cwd } = await make(app);
    const all = [...textsIn(join(cwd, 'new')).values()].join('');
    for (const line of [
      '<areAttributesIncludedInAssetToken>true<',
      '<areCustomPermsIncludedInAssetToken>true<',
      '<lifeCycleHandler>Life<',
      '<samlInitiationMethod>SpInitiated<',
      '<description>Office &amp; home<',
      '<singleLogoutBindingType>RedirectBinding<',
      '<subjectCustomAttribute>Tax<',
      '<subjectType>CustomAttribute<',
      '<refreshTokenValidityPeriod>3<',
      '<refreshTokenValidityUnit>Months<',
    ])
      expect(all).toContain(line);
    expect(all.match(/<key>mail</g)).toHaveLength(2);
    expect((await check(cwd)).check.parity).toBe(true);
  });

  test('what a file does not say is not made up, and an app without OAuth gets no file of it', async () => {
    const bare = `<ConnectedApp ${xmlns}><contactEmail>a@sync.example</contactEmail><label>Sync</label><startUrl>/home</startUrl></ConnectedApp>`;
    expect([...textsIn(join((await make(bare)).cwd, 'new')).keys()].toSorted()).toEqual([
      'externalClientApps/Sync.eca-meta.xml',
      'extlClntAppPolicies/Sync_plcy.ecaPlcy-meta.xml',
    ]);
    const { cwd, run } = await make(connectedApp());
    const all = [...textsIn(join(cwd, 'new')).values()].join('');
    expect(all).not.toMatch(/permittedUsersPolicyType|isRefreshTokenRotationEnabled/);
    expect(run.stdout).toMatch(/who may use it, which is left out/);
  });

  test('the certificate of an app in a zip is carried over as from a folder', async () => {
    const app = connectedApp(`<certificate>${certificate}</certificate>`);
    const made = await make(app);
    const zip = tempFolder({});
    writeFileSync(
      join(zip, 'retrieve.zip'),
      zipSync({ 'unpackaged/connectedApps/Sync.connectedApp': strToU8(app) }),
    );
    const argv = ['migrate', 'files', 'retrieve.zip', '--app', 'Sync', '--out', 'new', '-q'];
    expect((await ecaudit(argv, { cwd: zip, env })).code).toBe(0);
    const path = 'new/extlClntAppGlobalOauthSets/Sync_glbloauth.ecaGlblOauth-meta.xml';
    const [folder, unpacked] = [made.cwd, zip].map((cwd) => readFileSync(join(cwd, path), 'utf8'));
    expect(folder).toContain('<certificate>');
    expect(unpacked).toBe(folder);
  });

  test('judged alone, the files have no finding that the app did not have', async () => {
    const { cwd } = await make(connectedApp(`${flags}<isAdminApproved>false</isAdminApproved>`));
    const rules = async (source: string) => {
      const { report } = await audit([source, '--no-config', '--include', 'fail'], { cwd, env });
      return report.results.map(({ rule }) => rule);
    };
    const [old, now] = [await rules('old'), await rules('new')];
    expect(now.filter((rule) => !old.includes(rule))).toEqual([]);
  });
});

const corpus = join(root, '..', 'shared', 'corpus');

/** Rules that have a verdict of a Connected App, and what they found. */
async function findingsOf(source: string, cwd: string): Promise<ReadonlyMap<string, string>> {
  const { report } = await audit(
    [source, '--no-config', '--level', 'optional', '--include', 'all'],
    {
      cwd,
    },
  );
  return new Map(report.results.map(({ rule, verdict }) => [rule, verdict]));
}

test.skipIf(!existsSync(corpus))(
  'every Connected App of the corpus, through files and check, and judged alone without a new finding',
  async () => {
    const cwd = tempFolder({});
    const files = readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.connectedApp(-meta\.xml)?$/.test(path),
    );
    for (const [at, file] of files.entries()) {
      const old = join(corpus, file);
      const argv = ['migrate', 'files', old, '--app', 'connectedApp:*', '--out', `${at}`, '-q'];
      const made = await ecaudit(argv, { cwd, env });
      // Salesforce's own apps and those of packages are refused.
      if (made.code === 2) {
        expect(made.stderr).toContain('not yours to migrate');
        continue;
      }
      expect([file, (await check(cwd, [old, `${at}`])).check.parity]).toEqual([file, true]);
      const [before, after] = [await findingsOf(old, cwd), await findingsOf(`${at}`, cwd)];
      const came = [...after].flatMap(([rule, verdict]) => {
        const was = before.get(rule);
        const isNew = verdict === 'fail' && was !== undefined && was !== 'fail';
        return isNew && was !== 'notApplicable' && !toldAsStep.has(rule) ? [rule] : [];
      });
      expect([file, came]).toEqual([file, []]);
      rmSync(join(cwd, `${at}`), { recursive: true });
    }
  },
  900_000,
);

/** A list that a file of a Connected App does not have is unknown, and empty in the files of the new app. */
const toldAsStep: ReadonlySet<string> = new Set(['network/trusted-ranges-set']);
