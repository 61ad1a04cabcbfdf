// Canaries in every secret place, and every command that reads it, in all of its formats and with -v: none of them tells one.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reporterNames } from '../../reporters/index.js';
import { restError, soapFault, type FakeOrg } from '../fake-org/fake-org.js';
import { adminUser, assignments, token } from '../fake-org/people-and-tokens.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { salesforceCli } from './cli-of-orgs.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';
import { ecaudit, type Run, type Surroundings } from './run.js';

stopOrgsAfterEach();

const canary = 'CanaryQ7f3a91bd62x8';
const told = `password=${canary} https://u:${canary}@a.example/?client_secret=${canary}`;
const xmlns = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A Connected App with one in each text, in each URL and in each secret. */
const connected = (pkce: boolean): string => `${head}<ConnectedApp ${xmlns}>
    <contactEmail>a@b.example</contactEmail>
    <contactPhone>token=${canary}</contactPhone>
    <description>Bearer ${canary}</description>
    <infoUrl>https://u:${canary}@a.example/info</infoUrl>
    <label>A password=${canary}</label>
    <logoUrl>https://a.example/logo?access_token=${canary}</logoUrl>
    <oauthConfig>
        <callbackUrl>http://u:${canary}@a.example/cb?token=${canary}</callbackUrl>
        <consumerKey>3MVG9${canary}${canary}</consumerKey>
        <consumerSecret>${canary}${canary}</consumerSecret>
        <isPkceRequired>${pkce}</isPkceRequired>
        <scopes>Full</scopes>
        <scopes>token=${canary}</scopes>
    </oauthConfig>
    <startUrl>https://a.example/#access_token=${canary}</startUrl>
</ConnectedApp>
`;
const header = `${head}<ExternalClientApplication ${xmlns}>
    <contactEmail>a@b.example</contactEmail>
    <description>${told}</description>
    <distributionState>Local</distributionState>
    <label>B client_secret=${canary}</label>
</ExternalClientApplication>
`;
const settings = `${head}<ExtlClntAppGlobalOauthSettings ${xmlns}>
    <callbackUrl>http://a.example/cb?client_secret=${canary}</callbackUrl>
    <consumerKey>3MVG9${canary}${canary}</consumerKey>
    <consumerSecret>${canary}${canary}</consumerSecret>
    <externalClientApplication>B</externalClientApplication>
    <isPkceRequired>false</isPkceRequired>
    <label>B</label>
</ExtlClntAppGlobalOauthSettings>
`;

const files = {
  'a/connectedApps/A.connectedApp-meta.xml': connected(false),
  'a/externalClientApps/B.eca-meta.xml': header,
  'a/extlClntAppGlobalOauthSets/B.ecaGlblOauth-meta.xml': settings,
  'b/connectedApps/A.connectedApp-meta.xml': connected(true),
  'torn/connectedApps/A.connectedApp-meta.xml': connected(true).slice(0, -200),
  'sfdx-project.json': `{ "packageDirectories": [{ "path": "a" }], "replacements": [{ "glob": "**/*", "stringToReplace": "${canary}", "replaceWithEnv": "password=${canary}" }] }`,
  'ecaudit.config.yaml': `owners: [{ app: "*", owner: "token=${canary}" }]
suppressions: [{ rule: "hygiene/*", reason: "password=${canary}", owner: "Bearer ${canary}", expires: 2026-12-01 }]
overrides: [{ rule: "tokens/*", app: "password=${canary}", severity: low }]
`,
} as const;

/** All texts below a folder but those that were there before, and the XML that a command makes of the app's own values. */
function writtenIn(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !Object.hasOwn(files, name) && statSync(join(folder, name)).isFile(),
  );
  return names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
}

const to = (...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => ['-f', `${name}=out/${name}`]);

const everyReport = to(...reporterNames);

/** Commands over files: what they are called with. */
const overFiles: readonly (readonly string[])[] = [
  ['a', ...everyReport, '--include', 'all', '--details', '--controls', 'sbs'],
  ['a', '--sarif-all', ...to('sarif'), '--group-by', 'rule', '--level', 'troubleshooting'],
  ['a', 'torn', ...everyReport, '--shard', '1/2'],
  ['inventory', 'a', ...to('table', 'json', 'csv', 'markdown', 'html')],
  ['inventory', 'a', 'b', '--compare', ...to('table', 'json', 'markdown', 'html')],
  ['deadlines', 'a', ...to('table', 'json', 'markdown', 'ics')],
  ['diff', 'a', 'b', ...to('table', 'json', 'markdown')],
  ['diff', 'b', 'torn', ...to('table', 'json')],
  ['fix', 'a', '--unsafe', ...to('diff', 'json', 'rdjson')],
  ['fix', 'a', '--unsafe'],
  ['migrate', 'plan', 'a', ...to('table', 'json', 'markdown')],
  ['migrate', 'check', 'a#connectedApp:A', 'a#externalClientApp:B', ...to('table', 'json')],
  ['migrate', 'files', 'b', '--app', 'nobody', '--out', 'out/m'],
  ['contain', 'a', '--app', 'A', '--out', 'out/c'],
  ['vendors', 'check', 'fullcast', 'a', '--app', 'B', ...to('text', 'markdown', 'json')],
  ['vendors', 'check', 'fullcast', 'a', '--app', 'A'],
  ['vendors', 'scaffold', 'fullcast', '--app', `password=${canary}`, '--out', 'out/v'],
  ['manifest'],
  ['suppress', '0000000', 'a', '--reason', told],
];

test.each(overFiles.map((argv) => [argv.slice(0, 4).join(' '), argv] as const))(
  'files: %s',
  async (_, argv) => {
    const cwd = tempFolder(files);
    const run = await ecaudit([...argv, ...verbose(argv)], { cwd });
    // A wrong request is told before anything is read.
    expect(isWrong(argv) ? [2] : [0, 1, 3], run.stderr).toContain(run.code);
    expectNone(`${run.stdout}\n${run.stderr}\n${writtenIn(cwd)}`);
  },
);

/** Requests about what is not there. */
function isWrong(argv: readonly string[]): boolean {
  return ['nobody', `password=${canary}`, '0000000'].some((one) => argv.includes(one));
}

/** Commands that have it are asked for everything. */
function verbose(argv: readonly string[]): readonly string[] {
  return ['manifest', 'vendors', 'suppress'].includes(argv[0] ?? '') ? [] : ['-v'];
}

/** Six characters of it are enough to be told, be it in base64. */
function expectNone(text: string): void {
  const encoded = Buffer.from(canary).toString('base64').slice(0, 20);
  const place = Math.max(
    text.indexOf(canary),
    text.indexOf(canary.slice(0, 12)),
    text.indexOf(encoded),
  );
  expect(place < 0 ? '' : text.slice(Math.max(0, place - 150), place + 60)).toBe('');
}

interface LogIn {
  readonly env: (org: FakeOrg) => Readonly<Record<string, string>>;
  readonly alias: string;
  /** The canary is a secret of the log-in. */
  readonly isSecret?: true;
}

/** Ways to log in, each with a secret of its own that the org quotes. */
const logIns: Readonly<Record<string, LogIn>> = {
  'an access token': { env: (org) => envOf(org), alias: 'env' },
  'a refresh token': {
    env: (org) => ({
      SFDX_AUTH_URL: `force://${canary}:${canary}c:${canary}r@${new URL(org.url).host}`,
    }),
    alias: 'env',
    isSecret: true,
  },
  'client credentials': {
    env: (org) => ({
      SF_CLIENT_ID: 'one',
      SF_CLIENT_SECRET: canary,
      SF_INSTANCE_URL: org.url,
    }),
    alias: 'env',
    isSecret: true,
  },
  'the Salesforce CLI': { env: (org) => ({ PATH: salesforceCli({ prod: org }) }), alias: 'prod' },
};

/** An org that quotes the secrets of the log-in wherever it can: errors, faults, odd answers. */
async function quoting(isKnown: boolean): Promise<FakeOrg> {
  const org = await orgWith({
    files: { 'A.connectedApp': connected(false) },
    tables: {
      OauthToken: [token(`A password=${canary}`, adminUser.id)],
      PermissionSetAssignment: assignments([adminUser]),
    },
  });
  const session = org.accessToken();
  const own = isKnown ? ` of ${canary} and ${Buffer.from(canary).toString('base64')}` : '';
  const quote = `Bearer ${session}${own} was not understood`;
  for (const object of ['AppMenuItem', 'LoginHistory', 'SetupEntityAccess'])
    org.inject({
      when: ({ soql }) => soql.includes(` FROM ${object}`),
      reply: restError(403, 'INSUFFICIENT_ACCESS', quote),
    });
  org.inject({
    when: ({ operation, body }) =>
      operation === 'listMetadata' && body.includes('ExternalClientApplication'),
    reply: soapFault('UNKNOWN_EXCEPTION', quote),
  });
  return org;
}

/** Commands over an org `ALIAS`: all of their formats. */
const overOrgs: readonly ((alias: string) => readonly string[])[] = [
  (alias) => ['--org', alias, ...everyReport, '--include', 'all', '-v'],
  (alias) => ['inventory', '--org', alias, '--with-users', ...to('table', 'json', 'csv', 'html')],
  (alias) => ['deadlines', '--org', alias, ...to('table', 'json', 'markdown', 'ics')],
  (alias) => ['diff', 'a', `org:${alias}`, ...to('table', 'json', 'markdown')],
  (alias) => ['migrate', 'plan', '--org', alias, ...to('table', 'json', 'markdown')],
  (alias) => ['doctor', '--org', alias],
  (alias) => ['contain', '--org', alias, '--app', 'A', '--out', 'out/c'],
  (alias) => ['pull', '--org', alias, '--out', 'out/snapshot', '--with-users'],
  () => ['out/snapshot', ...everyReport],
];

const quiet = ['--retries', '0'];

describe.each(Object.entries(logIns))('an org, by %s', (_, { env, alias, isSecret = false }) => {
  test('no command tells it', async () => {
    const org = await quoting(isSecret);
    const cwd = tempFolder(files);
    const at = { cwd, env: env(org) };
    const session = org.accessToken().slice(16);
    for (const argv of overOrgs) {
      const given = argv(alias);
      const flags = given.includes('out/snapshot') && given.length > 7 ? [] : quiet;
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      const run = await ecaudit([...given, ...flags], at);
      const all = `${run.stdout}\n${run.stderr}\n${writtenIn(cwd)}`;
      expect([0, 1, 3], `${given.join(' ')}: ${run.stderr}`).toContain(run.code);
      expectNone(all);
      expect(all.includes(session), given.join(' ')).toBe(false);
    }
  }, 120_000);
});

/** Ways in which an org is not reached, by the environment; the folder beside it is audited. */
const unreached: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a proxy that is not there': { HTTPS_PROXY: `http://me:${canary}@127.0.0.1:9` },
  'a proxy of another protocol': { HTTPS_PROXY: `ftp://me:${canary}@127.0.0.1:9` },
  'a proxy with an odd password': { https_proxy: `http://me:${canary}@@127.0.0.1:9` },
  'an address with a password': { SF_INSTANCE_URL: `https://me:${canary}@acme.my.salesforce.com` },
  'an address with a session': { SF_INSTANCE_URL: `https://acme.my.salesforce.com/?sid=${canary}` },
  'a key instead of its file': {
    SF_ACCESS_TOKEN: '',
    SF_CLIENT_ID: 'one',
    SF_USERNAME: 'u@a.example',
    SF_JWT_KEY_FILE: `-----BEGIN PRIVATE KEY-----\n${canary}\n-----END PRIVATE KEY-----`,
  },
};

const logIn = {
  SF_ACCESS_TOKEN: `00D000000000001!${canary}${canary}`,
  SF_INSTANCE_URL: 'https://acme.my.salesforce.com',
};

describe.each(Object.entries(unreached))('%s', (_, wrong) => {
  const env = { HTTPS_PROXY: 'http://127.0.0.1:9', ...logIn, ...wrong };
  const commands: readonly (readonly string[])[] = [
    ['a', '--org', 'env', ...everyReport, '-v', ...quiet],
    ['inventory', 'a', '--org', 'env', ...to('table', 'json', 'csv', 'markdown', 'html'), ...quiet],
    ['deadlines', 'a', '--org', 'env', ...to('table', 'json', 'markdown'), ...quiet],
    ['diff', 'a', 'org:env', ...to('table', 'json', 'markdown'), ...quiet],
    ['contain', '--org', 'env', '--app', 'A', '--out', 'out/c', ...quiet],
    ['pull', '--org', 'env', '--out', 'out/s', ...quiet],
    ['doctor', '--org', 'env', ...quiet],
  ];
  test('no command tells it', async () => {
    for (const argv of commands) {
      const cwd = tempFolder(files);
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      const run = await tried(argv, { cwd, env });
      expectNone(`${run.stdout}\n${run.stderr}\n${writtenIn(cwd)}`);
      expect(run.code, argv.join(' ')).toBeGreaterThan(0);
      expect(run.code, run.stderr).not.toBe(4);
    }
  }, 120_000);
});

const tried = (argv: readonly string[], at: Surroundings): Promise<Run> => ecaudit(argv, at);
