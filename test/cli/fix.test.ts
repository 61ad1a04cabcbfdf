// `ecaudit fix`: what each class of finding gets, what is written, and what never is.
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectedApp, eca, type EcaParts } from '../fix/files.js';
import { commitAll, gitEnv } from '../git.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { asRetrieve, audit, demoProject, ecaudit, type Run } from '../stories/run.js';

interface FixJson {
  readonly incomplete: boolean;
  readonly diff: string;
  readonly edits: readonly {
    rule: string;
    app: string;
    class: string;
    element: string;
    text: string;
    breaks: string | null;
    location: {
      file: string;
      startLine: number;
      startColumn: number;
      endLine: number;
      endColumn: number;
    };
  }[];
  readonly left: readonly { rule: string; app: string; class: string; action: string }[];
}

type Files = Readonly<Record<string, string>>;

async function fix(
  cwd: string,
  ...flags: readonly string[]
): Promise<Run & { readonly json: FixJson }> {
  const run = await ecaudit(
    ['fix', '.', '-f', 'json', '--no-config', '--level', 'optional', ...flags],
    { cwd },
  );
  return { ...run, json: (run.stdout === '' ? {} : JSON.parse(run.stdout)) as FixJson };
}

const project = (version: string): Files => ({
  'sfdx-project.json': JSON.stringify({
    packageDirectories: [{ path: '.' }],
    sourceApiVersion: version,
  }),
});

test('an app that is right has no edit to offer', async () => {
  for (const files of [eca(), connectedApp()]) {
    const { code, json } = await fix(tempFolder(files), '--unsafe');
    expect(json.edits).toEqual([]);
    expect(code).toBe(0);
  }
});

const shared = 'isConsumerSecretOptional';

/** Rule, files at fault, class, flags, and the elements that come of it (`name=text`; of what goes, `-name`). */
const rows: readonly (readonly [string, Files, string, readonly string[], readonly string[]])[] = [
  [
    'flows/pkce-required',
    eca({ global: { isPkceRequired: 'false' } }),
    'risky',
    [],
    ['isPkceRequired=true'],
  ],
  [
    'flows/pkce-required',
    connectedApp({ config: { isPkceRequired: 'false' } }),
    'risky',
    [],
    ['isPkceRequired=true'],
  ],
  [
    'flows/web-server-secret-required',
    eca({ global: { [shared]: 'true' }, oauth: {} }),
    'risky',
    [],
    ['isConsumerSecretOptional=false'],
  ],
  [
    'flows/refresh-token-secret-required',
    eca({ global: { isSecretRequiredForRefreshToken: 'false' } }),
    'risky',
    [],
    ['isSecretRequiredForRefreshToken=true'],
  ],
  [
    'flows/device-flow-off',
    eca({ global: { isDeviceFlowEnabled: 'true' } }),
    'risky',
    [],
    ['isDeviceFlowEnabled=false'],
  ],
  [
    'flows/code-credentials-post-only',
    eca({ global: { isCodeCredFlowEnabled: 'true' } }),
    'risky',
    [],
    ['isCodeCredPostOnly=true'],
  ],
  [
    'flows/guest-code-credentials-off',
    eca({
      global: {
        isCodeCredFlowEnabled: 'true',
        isCodeCredPostOnly: 'true',
        isNamedUserJwtEnabled: 'true',
      },
      policies: {
        isGuestCodeCredFlowEnabled: 'true',
        namedUserJwtTimeout: '30',
        guestJwtTimeout: '30',
      },
    }),
    'risky',
    [],
    ['isGuestCodeCredFlowEnabled=false'],
  ],
  [
    'flows/client-credentials-switches-agree',
    eca({ global: { isClientCredentialsFlowEnabled: 'true' } }),
    'safe',
    [],
    ['isClientCredentialsFlowEnabled=false'],
  ],
  [
    'flows/token-exchange-switches-agree',
    eca({ policies: { isTokenExchangeFlowEnabled: 'true' } }),
    'safe',
    [],
    ['isTokenExchangeFlowEnabled=false'],
  ],
  [
    'access/admin-approved-users',
    eca({ policies: { permittedUsersPolicyType: 'AllSelfAuthorized' } }),
    'risky',
    [],
    ['permittedUsersPolicyType=AdminApprovedPreAuthorized'],
  ],
  [
    'access/admin-approved-users',
    connectedApp({ config: { isAdminApproved: 'false' }, root: { permissionSetName: '-' } }),
    'risky',
    ['--set', 'access/admin-approved-users=Orders users'],
    ['isAdminApproved=true', 'permissionSetName=Orders users'],
  ],
  [
    'access/no-wide-profiles',
    eca({ policies: { commaSeparatedProfile: 'Sales, Standard User' } }),
    'risky',
    [],
    ['commaSeparatedProfile=-, Standard User'],
  ],
  [
    'access/no-administrator-profile',
    connectedApp({ root: { profileName: 'System Administrator' } }),
    'risky',
    [],
    ['-profileName'],
  ],
  [
    'access/session-level-not-low',
    eca({ policies: { requiredSessionLevel: 'LOW' } }),
    'risky',
    [],
    ['requiredSessionLevel=STANDARD'],
  ],
  [
    'network/ip-restrictions-not-relaxed',
    eca({ policies: { ipRelaxationPolicyType: 'Bypass' } }),
    'risky',
    [],
    ['ipRelaxationPolicyType=Enforce'],
  ],
  [
    'network/ip-restrictions-not-relaxed',
    connectedApp({ policy: { ipRelaxation: 'BYPASS' } }),
    'risky',
    [],
    ['ipRelaxation=ENFORCE'],
  ],
  [
    'network/ip-restrictions-hold-for-refresh-tokens',
    eca({ policies: { ipRelaxationPolicyType: 'Enforce_RelaxRefresh' } }),
    'risky',
    [],
    ['ipRelaxationPolicyType=Enforce'],
  ],
  [
    'tokens/refresh-tokens-expire',
    eca({
      global: { isEnforceRefreshTokenTTL: 'false' },
      policies: {
        refreshTokenPolicyType: 'Infinite',
        refreshTokenValidityPeriod: '-',
        refreshTokenValidityUnit: '-',
      },
    }),
    'risky',
    [],
    [
      'refreshTokenPolicyType=SpecificInactivity',
      'refreshTokenValidityPeriod=30',
      'refreshTokenValidityUnit=Days',
    ],
  ],
  [
    'tokens/refresh-tokens-expire',
    connectedApp({ policy: { refreshTokenPolicy: 'infinite' } }),
    'risky',
    [],
    ['refreshTokenPolicy=specific_inactivity:30:DAYS'],
  ],
  [
    'tokens/refresh-token-lifetime',
    eca({
      global: { isEnforceRefreshTokenTTL: 'false' },
      policies: { refreshTokenValidityPeriod: '200' },
    }),
    'safe',
    ['--unsafe'],
    ['refreshTokenValidityPeriod=90'],
  ],
  [
    'tokens/refresh-token-lifetime',
    connectedApp({ policy: { refreshTokenPolicy: 'specific_lifetime:12:MONTHS' } }),
    'risky',
    [],
    ['refreshTokenPolicy=specific_lifetime:90:DAYS'],
  ],
  [
    'tokens/idle-refresh-tokens-expire',
    eca({
      global: { isEnforceRefreshTokenTTL: 'false' },
      policies: { refreshTokenPolicyType: 'SpecificLifetime' },
    }),
    'risky',
    [],
    ['isEnforceRefreshTokenTTL=true'],
  ],
  [
    'tokens/refresh-token-rotation',
    connectedApp({ config: { isRefreshTokenRotationEnabled: 'false' } }),
    'risky',
    [],
    ['isRefreshTokenRotationEnabled=true'],
  ],
  [
    'tokens/introspect-own-tokens-only',
    eca({ global: { isIntrospectAllTokens: 'true' } }),
    'risky',
    [],
    ['isIntrospectAllTokens=false'],
  ],
  [
    'tokens/session-timeout',
    eca({ policies: { sessionTimeoutInMinutes: '480' } }),
    'safe',
    [],
    ['sessionTimeoutInMinutes=60'],
  ],
  [
    'tokens/session-timeout',
    connectedApp({ root: { sessionPolicy: '-' } }),
    'safe',
    [],
    ['sessionPolicy'],
  ],
  [
    'tokens/session-timeout',
    eca({
      oauth: { commaSeparatedOauthScopes: 'Api' },
      policies: { sessionTimeoutInMinutes: '480' },
    }),
    'risky',
    [],
    ['sessionTimeoutInMinutes=60'],
  ],
  [
    'tokens/jwt-access-token-timeout',
    eca({
      global: { isNamedUserJwtEnabled: 'true' },
      policies: { namedUserJwtSessionTimeoutType: 'Custom', namedUserJwtTimeout: '120' },
    }),
    'risky',
    [],
    ['namedUserJwtTimeout=30'],
  ],
  [
    'tokens/id-token-lifetime',
    eca({
      global: { idTokenConfig: '<idTokenValidityInMinutes>60</idTokenValidityInMinutes>' },
      oauth: {
        commaSeparatedOauthScopes: 'Api, OpenID, RefreshToken',
        singleLogoutUrl: 'https://orders.northwind.test/out',
      },
    }),
    'risky',
    [],
    ['idTokenValidityInMinutes=2'],
  ],
  [
    'scopes/no-full-access',
    eca({
      oauth: { commaSeparatedOauthScopes: 'Full, RefreshToken' },
      policies: { requiredSessionLevel: 'HIGH_ASSURANCE' },
    }),
    'risky',
    [],
    ['commaSeparatedOauthScopes=Full→Api'],
  ],
  [
    'scopes/no-full-access',
    connectedApp({ config: { 'scopes#3': 'Full' } }),
    'risky',
    [],
    ['-scopes'],
  ],
  [
    'scopes/no-covered-scopes',
    eca({ oauth: { commaSeparatedOauthScopes: 'Api, Chatter, RefreshToken' } }),
    'risky',
    [],
    ['commaSeparatedOauthScopes=-, Chatter'],
  ],
  [
    'urls/https-callbacks',
    eca({ global: { callbackUrl: 'http://orders.northwind.test/cb' } }),
    'risky',
    [],
    ['callbackUrl=+s'],
  ],
  [
    'urls/callbacks-well-formed',
    eca({
      global: { callbackUrl: 'https://orders.northwind.test/cb,https://orders.northwind.test/two' },
    }),
    'safe',
    [],
    ['callbackUrl=, → newline'],
  ],
  [
    'urls/no-wildcard-callbacks',
    eca({
      global: { callbackUrl: 'https://orders.northwind.test/cb\nhttps://*.northwind.test/cb' },
    }),
    'safe',
    [],
    ['-callback'],
  ],
  [
    'urls/callbacks-without-fragment',
    eca({
      global: {
        callbackUrl: 'https://orders.northwind.test/cb\nhttps://orders.northwind.test/#/cb',
      },
    }),
    'risky',
    [],
    ['-callback'],
  ],
  [
    'urls/no-loopback-beside-servers',
    eca({ global: { callbackUrl: 'https://orders.northwind.test/cb\nhttp://localhost:3000/cb' } }),
    'risky',
    [],
    ['-callback'],
  ],
  [
    'hygiene/contact-email',
    eca({ header: { contactEmail: '-' } }),
    'input',
    ['--set', 'hygiene/contact-email=team@northwind.test'],
    ['contactEmail=team@northwind.test'],
  ],
  [
    'hygiene/description',
    connectedApp({ root: { description: '-' } }),
    'input',
    ['--set', 'hygiene/description=Orders & more'],
    ['description=Orders &amp; more'],
  ],
  [
    'network/trusted-ranges-set',
    eca({ oauth: { trustedIpRanges: '-' } }),
    'input',
    ['--set', 'network/trusted-ranges-set=203.0.113.1-203.0.113.9'],
    ['trustedIpRanges'],
  ],
  [
    'secrets/no-rotation-on-deploy',
    eca({ global: { shouldRotateConsumerSecret: 'true' } }),
    'safe',
    [],
    ['shouldRotateConsumerSecret=false'],
  ],
  [
    'secrets/no-org-id-in-source',
    eca({ header: { orgScopedExternalApp: '00D000000000001:Orders' } }),
    'risky',
    [],
    ['-orgScopedExternalApp'],
  ],
];

describe('a finding', () => {
  test.each(rows)('of %s (%#)', async (rule, files, kind, flags) => {
    const cwd = tempFolder({ ...project('68.0'), ...files });
    const plain = await fix(cwd, '--rule', rule, ...flags.filter((flag) => flag !== '--unsafe'));
    const isOffered = kind === 'safe' || kind === 'input';
    if (isOffered)
      expect(plain.json.edits.map((edit) => [edit.rule, edit.class])).toContainEqual([rule, kind]);
    else expect(plain.json.edits).toEqual([]);
    expect(plain.code).toBe(isOffered ? 1 : 0);
    const unsafe = await fix(cwd, '--rule', rule, '--unsafe', ...flags);
    expect(unsafe.json.left.filter((one) => one.rule === rule)).toEqual([]);
    for (const edit of unsafe.json.edits) {
      expect([edit.rule, edit.class]).toEqual([rule, kind]);
      if (kind === 'risky') expect(edit.breaks).toMatch(/\w/);
      else if (kind === 'safe') expect(edit.breaks).toBeNull();
    }
    const written = await fix(cwd, '--rule', rule, '--unsafe', '--write', ...flags);
    expect(written.code).toBe(0);
    const again = await fix(cwd, '--rule', rule, '--unsafe', ...flags);
    expect([again.json.edits, again.json.left, again.code]).toEqual([[], [], 0]);
  });

  test.each(rows.filter(([, , , , made]) => made.some((one) => /^\w+=[\w:]+$/.test(one))))(
    'of %s sets its elements (%#)',
    async (rule, files, _kind, flags, made) => {
      const cwd = tempFolder({ ...project('68.0'), ...files });
      const { json } = await fix(cwd, '--rule', rule, '--unsafe', ...flags);
      for (const one of made) {
        const [element, text = ''] = one.split('=');
        const edit = json.edits.find((candidate) => candidate.element === element);
        expect(edit, one).toBeDefined();
        const after = applied(cwd, json, edit?.location.file ?? '');
        expect(after).toContain(`<${element}>${text}</${element}>`);
      }
    },
  );
});

/** A file as it is with the edits of a report. */
function applied(cwd: string, { edits }: FixJson, file: string): string {
  const lines = readFileSync(join(cwd, file), 'utf8').split('\n');
  const offset = (line: number, column: number): number =>
    lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0) + column - 1;
  let text = lines.join('\n');
  const own = edits.filter((edit) => edit.location.file === file).toReversed();
  const ordered = own.toSorted(
    (a, b) =>
      offset(b.location.startLine, b.location.startColumn) -
      offset(a.location.startLine, a.location.startColumn),
  );
  for (const { location, text: replacement } of ordered) {
    const [start, end] = [
      offset(location.startLine, location.startColumn),
      offset(location.endLine, location.endColumn),
    ];
    text = text.slice(0, start) + replacement + text.slice(end);
  }
  return text;
}

const faulty: EcaParts = {
  global: { isPkceRequired: 'false' },
  policies: { sessionTimeoutInMinutes: '480' },
};
const policyFile = 'extlClntAppOauthPolicies/Orders_oauthPlcy.ecaOauthPlcy-meta.xml';
const globalFile = 'extlClntAppGlobalOauthSets/Orders_glbloauth.ecaGlblOauth-meta.xml';

describe('without --write', () => {
  test('the diff alone is on stdout, and git takes it', async () => {
    const cwd = tempFolder(eca(faulty));
    const before = readFileSync(join(cwd, policyFile), 'utf8');
    const { code, stdout } = await ecaudit(['fix', '.', '--unsafe'], { cwd });
    expect(code).toBe(1);
    expect(stdout.startsWith(`--- a/${globalFile}\n+++ b/${globalFile}\n@@ `)).toBe(true);
    expect(readFileSync(join(cwd, policyFile), 'utf8')).toBe(before);
    execFileSync('git', ['apply', '-'], { cwd, env: gitEnv, input: stdout });
    const after = await ecaudit(['fix', '.', '--unsafe'], { cwd });
    expect([after.code, after.stdout]).toEqual([0, '']);
  });

  test('what is left is told on stderr and in json, with its class', async () => {
    const { json, stderr } = await fix(tempFolder(eca(faulty)));
    expect(json.left).toMatchObject([
      { rule: 'flows/pkce-required', app: 'externalClientApp:Orders', class: 'risky' },
    ]);
    expect(json.left[0]?.action).toMatch(/--unsafe makes the edit; breaks: .*no code challenge/);
    expect(stderr).toContain('flows/pkce-required, externalClientApp:Orders (risky)');
    expect(json).toMatchObject({ schemaVersion: '1', incomplete: false, problems: [] });
  });

  test('rdjson has suggestions whose columns count bytes', async () => {
    const cwd = tempFolder(eca({ ...faulty, header: { description: 'Ä <!-- ö --> ü' } }));
    const file = join(cwd, policyFile);
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(
        '    <sessionTimeoutInMinutes>',
        '<!-- ö --><sessionTimeoutInMinutes>',
      ),
    );
    const { stdout, code } = await ecaudit(['fix', '.', '-f', 'rdjson'], { cwd });
    expect(code).toBe(1);
    const line =
      readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('sessionTimeout')) + 1;
    const start = Buffer.byteLength('<!-- ö --><sessionTimeoutInMinutes>') + 1;
    const range = { start: { line, column: start }, end: { line, column: start + 3 } };
    expect(JSON.parse(stdout)).toMatchObject({
      source: { name: 'ecaudit' },
      diagnostics: [
        {
          location: { path: policyFile },
          code: { value: 'tokens/session-timeout' },
          suggestions: [{ range, text: '60' }],
        },
      ],
    });
  });

  test('a file of an app that is not there is not made', async () => {
    const { [policyFile]: _, ...files } = eca({
      global: { isClientCredentialsFlowEnabled: 'true' },
    });
    const { json, code } = await fix(tempFolder(files), '--unsafe');
    expect(json.edits.filter(({ location }) => location.file === policyFile)).toEqual([]);
    expect(code).toBe(0);
  });
});

describe('with --write', () => {
  test('line ends, byte order mark, comments and indentation stay', async () => {
    const cwd = tempFolder(eca(faulty));
    const file = join(cwd, policyFile);
    const odd = `\ufeff${readFileSync(file, 'utf8').replace('    <label>', '\t<!-- whose -->\n\t<label>').replaceAll('\n', '\r\n')}`;
    writeFileSync(file, odd);
    chmodSync(file, 0o640);
    expect((await fix(cwd, '--write')).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(odd.replace('>480<', '>60<'));
  });

  test('a file with uncommitted changes is refused before anything is written, but for --force', async () => {
    const cwd = tempFolder(eca(faulty));
    commitAll(cwd);
    const file = join(cwd, policyFile);
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
    const before = readFileSync(file, 'utf8');
    const refused = await ecaudit(['fix', '.', '--unsafe', '--write'], { cwd, env: gitEnv });
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toMatch(/not committed; nothing was written[\s\S]*--force/);
    expect(readFileSync(join(cwd, globalFile), 'utf8')).toContain('<isPkceRequired>false<');
    expect(
      (await ecaudit(['fix', '.', '--unsafe', '--write', '--force'], { cwd, env: gitEnv })).code,
    ).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(before.replace('>480<', '>60<'));
  });

  test('a new file that git does not know counts as not committed', async () => {
    const cwd = tempFolder({ 'README.md': 'x' });
    commitAll(cwd);
    for (const [path, text] of Object.entries(eca(faulty))) {
      execFileSync('mkdir', ['-p', join(cwd, path, '..')]);
      writeFileSync(join(cwd, path), text);
    }
    expect((await ecaudit(['fix', '.', '--write'], { cwd, env: gitEnv })).code).toBe(2);
  });
});

describe('never touched is', () => {
  test('a zip, and that is said', async () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'apps.zip'), asRetrieve(eca(faulty)));
    const run = await ecaudit(['fix', 'apps.zip', '-f', 'json', '--write'], { cwd });
    const json = JSON.parse(run.stdout) as FixJson;
    expect([run.code, json.edits]).toEqual([0, []]);
    expect(json.left.find(({ rule }) => rule === 'tokens/session-timeout')?.action).toMatch(/zip/);
  });

  test('a file that .forceignore leaves out', async () => {
    const cwd = tempFolder({
      ...project('67.0'),
      '.forceignore': '**/*.ecaGlblOauth-meta.xml\n',
      ...eca({ global: { consumerKey: `3MVG9${'aB3_x9'.repeat(13)}` } }),
    });
    const { json } = await fix(cwd, '--unsafe', '--rule', 'secrets/*');
    expect(json.edits).toEqual([]);
    expect(json.left.map(({ rule }) => rule)).toContain('secrets/consumer-key-not-in-source');
  });

  test('an app of a package', async () => {
    const files = Object.fromEntries(
      Object.entries(connectedApp({ config: { isPkceRequired: 'false' } })).map(([path, text]) => [
        path.replace('Orders', 'acme__Orders'),
        text,
      ]),
    );
    const { json } = await fix(tempFolder(files), '--unsafe');
    expect(json.edits).toEqual([]);
    expect(new Set(json.left.map((one) => one.class))).toEqual(new Set(['setup']));
  });

  test('what an element newer than the API version of the project would take', async () => {
    const files = {
      ...project('66.0'),
      ...eca({
        global: { isEnforceRefreshTokenTTL: '-', isDeviceFlowEnabled: 'false' },
        policies: { refreshTokenPolicyType: 'SpecificLifetime', refreshTokenValidityPeriod: '90' },
      }),
    };
    const { json } = await fix(tempFolder(files), '--unsafe', '--rule', 'tokens/idle*');
    expect(json.edits).toEqual([]);
  });

  test('a finding that the configuration accepts', async () => {
    const config = 'suppressions:\n  - { rule: tokens/session-timeout, app: Orders, reason: x }\n';
    const cwd = tempFolder({ ...eca(faulty), 'ecaudit.config.yaml': config });
    const run = await ecaudit(['fix', '.', '-f', 'json'], { cwd });
    expect((JSON.parse(run.stdout) as FixJson).edits).toEqual([]);
    expect(run.stderr).toMatch(/1 finding left alone/);
  });
});

describe('a secret', () => {
  const secret = '9F8E7D6C5B4A39281706F5E4D3C2B1A09F8E7D6C5B4A39281706F5E4D3C2B1A0';
  const files = connectedApp({
    config: {
      consumerKey: `3MVG9${'k'.repeat(80)}`,
      consumerSecret: secret,
      isIntrospectAllTokens: 'true',
    },
  });

  test('is in no output; the edit that takes it away is made and not shown', async () => {
    const cwd = tempFolder(files);
    const shown = await ecaudit(['fix', '.', '--unsafe', '--level', 'optional'], { cwd });
    const data = await ecaudit(['fix', '.', '--unsafe', '--level', 'optional', '-f', 'json'], {
      cwd,
    });
    for (const text of [shown.stdout, shown.stderr, data.stdout, data.stderr]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain('k'.repeat(20));
    }
    expect(shown.stderr).toMatch(/not in the diff, since a secret stands there/);
    expect(shown.stdout).toContain('+        <isIntrospectAllTokens>false<');
    await ecaudit(['fix', '.', '--unsafe', '--level', 'optional', '--write'], { cwd, env: gitEnv });
    const after = readFileSync(join(cwd, 'connectedApps/Orders.connectedApp-meta.xml'), 'utf8');
    expect(after).not.toMatch(/consumerSecret|consumerKey/);
    expect(after).toContain('<isAdminApproved>true</isAdminApproved>');
  });
});

describe('a wrong request', () => {
  test.each([
    [['--rule', 'nothing/*'], /--rule nothing\/\*: there is no such rule/],
    [
      ['--rule', 'flows/pkce-requird'],
      /there is no such rule[^]*did you mean flows\/pkce-required/,
    ],
    [['--set', 'nothing'], /is not RULE=VALUE/],
    [['--set', 'hygiene/contact-emial=x'], /names no rule.*contact-email/],
    [['--set', 'flows/pkce-required=true'], /no value can be given/],
    [['-f', 'sarif'], /no format "sarif"/],
  ])('%j', async (flags, message) => {
    const run = await ecaudit(['fix', '.', ...flags], { cwd: tempFolder(eca()) });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(message);
  });

  test('a value that is none is told and not written', async () => {
    const cwd = tempFolder(eca({ oauth: { trustedIpRanges: '-' } }));
    const { json, code } = await fix(cwd, '--set', 'network/trusted-ranges-set=everywhere');
    expect([code, json.edits]).toEqual([0, []]);
    expect(json.left.find(({ rule }) => rule === 'network/trusted-ranges-set')?.action).toMatch(
      /the value is not ranges of addresses/,
    );
  });
});

test('a file that is read-only is refused before anything is written', async () => {
  const cwd = tempFolder(eca({ policies: { sessionTimeoutInMinutes: '480' } }));
  const file = join(cwd, 'extlClntAppOauthPolicies/Orders_oauthPlcy.ecaOauthPlcy-meta.xml');
  chmodSync(file, 0o444);
  const run = await ecaudit(['fix', '.', '--write', '--no-config'], { cwd });
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toContain('is read-only; nothing was written');
  expect(readFileSync(file, 'utf8')).toContain('480');
});

test('a file that cannot be read makes the run incomplete, and the others are edited', async () => {
  const cwd = tempFolder({
    ...eca(faulty),
    'connectedApps/Broken.connectedApp-meta.xml': '<ConnectedApp><label>',
  });
  const { json, code } = await fix(cwd, '--write');
  expect([code, json.incomplete, json.edits.length]).toEqual([3, true, 1]);
});

describe("a vendor's guide", () => {
  const fullcast = eca({
    header: { label: 'Fullcast' },
    global: { callbackUrl: 'https://app.fullcast.io/app/motion/segments', isPkceRequired: 'true' },
    oauth: { commaSeparatedOauthScopes: 'Basic, Full, Api, Web, RefreshToken' },
  });

  test('gets the callbacks and scopes that it asks for, as its parameters say', async () => {
    const { json } = await fix(tempFolder(fullcast), '--rule', 'vendors/*');
    const texts = json.edits
      .filter((edit) => edit.class === 'safe')
      .map(({ element, text }) => [element, text]);
    expect(texts).toContainEqual(['commaSeparatedOauthScopes', ', OpenID']);
    expect(texts.find(([element]) => element === 'callbackUrl')?.[1]).toMatch(
      /^\nhttps:\/\/app\.fullcast\.io\//,
    );
  });

  test('is never undone by a standard rule', async () => {
    const { json } = await fix(tempFolder(fullcast), '--unsafe');
    const removed = json.edits.filter(
      ({ rule, element }) =>
        rule === 'scopes/no-full-access' && element === 'commaSeparatedOauthScopes',
    );
    expect(removed).toEqual([]);
  });
});

test('sarif has the safe edits beside the findings that they fix, and no others', async () => {
  const { stdout } = await ecaudit(['.', '-f', 'sarif', '--no-config'], {
    cwd: tempFolder(eca(faulty)),
  });
  const { runs } = JSON.parse(stdout) as {
    readonly runs: readonly {
      readonly results: readonly { readonly ruleId: string; readonly fixes?: unknown }[];
    }[];
  };
  const results = runs[0]?.results ?? [];
  expect(results.filter(({ fixes }) => fixes !== undefined).map(({ ruleId }) => ruleId)).toEqual([
    'tokens/session-timeout',
  ]);
  expect(results.find(({ fixes }) => fixes !== undefined)?.fixes).toMatchObject([
    {
      artifactChanges: [
        {
          artifactLocation: { uri: policyFile },
          replacements: [{ insertedContent: { text: '60' } }],
        },
      ],
    },
  ]);
});

test('the demo passes but for what only a person can give, and with that it passes', async () => {
  const cwd = demoProject({});
  const values = [
    'access/admin-approved-users=Warehouse',
    'flows/client-credentials-run-as-user=robot@northwind.test',
  ];
  const made = await ecaudit(['fix', '--unsafe', '--write', '-f', 'json'], { cwd });
  expect(made.code).toBe(0);
  const { left } = JSON.parse(made.stdout) as FixJson;
  const { report } = await audit([], { cwd });
  const high = report.results.filter(
    ({ verdict, severity }) => verdict === 'fail' && ['critical', 'high'].includes(severity),
  );
  const classes = high.map(
    ({ rule, app }) => left.find((one) => one.rule === rule && one.app === app)?.class,
  );
  expect(new Set(classes)).toEqual(new Set(['input']));
  const flags = values.flatMap((value) => ['--set', value]);
  await ecaudit(['fix', '--unsafe', '--write', ...flags], { cwd });
  expect((await ecaudit([], { cwd })).code).toBe(0);
});

test('an edit for one rule is not made where it would bring a finding of another', async () => {
  const files = connectedApp({
    config: { isConsumerSecretOptional: 'true', isSecretRequiredForRefreshToken: 'false' },
    root: { ipRanges: '-' },
  });
  const { json } = await fix(
    tempFolder(files),
    '--unsafe',
    '--rule',
    'flows/web-server-secret-required',
  );
  expect(json.edits).toEqual([]);
  expect(json.left[0]?.action).toMatch(/the edit would bring a finding of /);
});

describe('apps that the run is not about', () => {
  const path = (name: string): string => `connectedApps/${name}.connectedApp-meta.xml`;
  const withUser = (label: string, config: Readonly<Record<string, string>>): string =>
    Object.values(
      connectedApp({
        config: {
          isClientCredentialEnabled: 'true',
          isPkceRequired: 'false',
          oauthClientCredentialUser: 'robot@northwind.test',
          ...config,
        },
        root: { label },
      }),
    )[0] ?? '';
  const flags = [
    '--app',
    'Alpha',
    '--unsafe',
    '--set',
    'evidence/run-as-user-of-its-own=own@northwind.test',
  ];

  test.each(['Beta', 'acme__Beta'])(
    '%s is not edited, though an edit concerns it',
    async (other) => {
      const alpha = withUser('Alpha', { isIntrospectAllTokens: 'true' });
      const alone = await fix(tempFolder({ [path('Alpha')]: alpha }), '--app', 'Alpha', '--unsafe');
      const cwd = tempFolder({ [path('Alpha')]: alpha, [path(other)]: withUser(other, {}) });
      const { json } = await fix(cwd, ...flags);
      expect(alone.json.edits.length).toBeGreaterThan(1);
      // Those of the app alone, and the user of its own.
      const ofUser = ({ rule }: { rule: string }): boolean => rule.startsWith('evidence/');
      expect(json.edits.filter((one) => !ofUser(one)).map(({ rule }) => rule)).toEqual(
        alone.json.edits.map(({ rule }) => rule),
      );
      expect(json.edits.filter(ofUser)).toHaveLength(1);
      expect(new Set(json.edits.map(({ location }) => location.file))).toEqual(
        new Set([path('Alpha')]),
      );
      expect(json.left.filter(({ action }) => action.includes('would bring'))).toEqual([]);
    },
  );
});
