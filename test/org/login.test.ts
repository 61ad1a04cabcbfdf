import { generateKeyPairSync, createVerify } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { orgAddress } from '../../src/org/auth/session.js';
import type { FakeOrg } from '../fake-org/fake-org.js';
import { orgWith, stopOrgsAfterEach } from '../stories/orgs.js';
import { ecaudit, type Run } from '../stories/run.js';

stopOrgsAfterEach();

const work = mkdtempSync(join(tmpdir(), 'ecaudit-log-in-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
writeFileSync(join(work, 'key.pem'), keys.privateKey.export({ type: 'pkcs8', format: 'pem' }));
writeFileSync(
  join(work, 'no-key.pem'),
  '-----BEGIN PRIVATE KEY-----\nSECRETKEYBYTES\n-----END PRIVATE KEY-----\n',
);

const pull = (env: Readonly<Record<string, string>>, org = 'env'): Promise<Run> =>
  ecaudit(['pull', '--org', org, '--out', 'out', '--retries', '0'], { cwd: work, env });

const askedFor = (org: FakeOrg): URLSearchParams =>
  new URLSearchParams(org.seen.find(({ path }) => path === '/services/oauth2/token')?.body);

describe('by the environment', () => {
  test('with an access token', async () => {
    const org = await orgWith();
    const run = await pull({ SF_ACCESS_TOKEN: org.accessToken(), SF_INSTANCE_URL: org.url });
    expect(run.stdout).toContain('Wrote out');
  });

  test('of an org by name, where whoever starts the program hands its log-in over', async () => {
    const org = await orgWith();
    const env = { SF_ACCESS_TOKEN: org.accessToken(), SF_INSTANCE_URL: org.url, PATH: work };
    const named = await ecaudit(['audit', '--org', 'emea', '-f', 'json', '--no-config'], {
      cwd: work,
      env: { ...env, ECAUDIT_ORG: 'emea' },
    });
    expect(JSON.parse(named.stdout).sources).toMatchObject([{ id: 'org/emea', kind: 'org' }]);
    // Another name is still the business of the Salesforce CLI, which is not there.
    const other = await pull({ ...env, ECAUDIT_ORG: 'emea' }, 'apac');
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining('(sf) is not installed'),
    ]);
    const refused = await pull(
      { ...env, ECAUDIT_ORG: 'emea', SF_ACCESS_TOKEN: 'wrong!token' },
      'emea',
    );
    expect(refused.stderr).toContain('--org emea: the org does not accept the access token');
  });

  test('by JWT bearer, signed with the key', async () => {
    const org = await orgWith();
    const run = await pull({
      SF_CLIENT_ID: 'client',
      SF_JWT_KEY_FILE: 'key.pem',
      SF_USERNAME: 'a@b.example',
      SF_LOGIN_URL: org.url,
    });
    expect(run.stdout).toContain('Wrote out');
    const [head = '', claims = '', signature = ''] =
      askedFor(org).get('assertion')?.split('.') ?? [];
    expect(
      createVerify('RSA-SHA256')
        .update(`${head}.${claims}`)
        .verify(keys.publicKey, signature, 'base64url'),
    ).toBe(true);
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      iss: 'client',
      sub: 'a@b.example',
      aud: org.url,
    });
  });

  test('by client credentials', async () => {
    const org = await orgWith();
    const run = await pull({
      SF_CLIENT_ID: 'client',
      SF_CLIENT_SECRET: 'hush',
      SF_INSTANCE_URL: org.url,
    });
    expect(run.stdout).toContain('Wrote out');
    expect(Object.fromEntries(askedFor(org))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client',
      client_secret: 'hush',
    });
  });

  test('by SFDX_AUTH_URL', async () => {
    const org = await orgWith();
    const run = await pull({
      SFDX_AUTH_URL: `force://PlatformCLI::5Aep861@${org.url.replace('http://', '')}`,
    });
    expect(run.stdout).toContain('Wrote out');
    expect(Object.fromEntries(askedFor(org))).toEqual({
      grant_type: 'refresh_token',
      client_id: 'PlatformCLI',
      refresh_token: '5Aep861',
    });
  });

  test('a refusal is exit code 2 and says why, without secrets', async () => {
    const org = await orgWith();
    const run = await pull({
      SF_CLIENT_ID: 'refused',
      SF_CLIENT_SECRET: 'hush-hush',
      SF_INSTANCE_URL: org.url,
    });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(
      "Salesforce refused the log-in: invalid_grant: user hasn't approved this consumer",
    );
    expect(run.stderr).not.toContain('hush-hush');
  });

  const incomplete: readonly (readonly [Readonly<Record<string, string>>, RegExp])[] = [
    [{}, /SF_ACCESS_TOKEN: SF_ACCESS_TOKEN, SF_INSTANCE_URL are not set/],
    [{ SF_CLIENT_ID: 'x' }, /JWT bearer: SF_JWT_KEY_FILE, SF_USERNAME are not set/],
    [{ SFDX_AUTH_URL: 'https://x' }, /SFDX_AUTH_URL is not of the form force:/],
    [
      { SF_CLIENT_ID: 'x', SF_USERNAME: 'u', SF_JWT_KEY_FILE: 'nowhere.pem' },
      /the file that SF_JWT_KEY_FILE names cannot be read \(ENOENT\)\nhint/,
    ],
    [{ SF_CLIENT_ID: 'x', SF_USERNAME: 'u', SF_JWT_KEY_FILE: 'no-key.pem' }, /cannot sign/],
    [{ SF_ACCESS_TOKEN: 'x', SF_INSTANCE_URL: 'http://acme.example' }, /begins with http:/],
    [
      { SF_ACCESS_TOKEN: 'x', SF_INSTANCE_URL: 'https://u:p@acme.example' },
      /holds a user name or a password/,
    ],
  ];

  test.each(incomplete)('%j is exit code 2', async (env, says) => {
    const run = await pull(env);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(says);
    expect(run.stderr).not.toContain('SECRETKEYBYTES');
  });
});

describe('by the Salesforce CLI', () => {
  /** A program named sf that answers as the real one does, by its first arguments. */
  const sfThat = (answers: Readonly<Record<string, unknown>>): string => {
    const bin = mkdtempSync(join(work, 'bin-'));
    const text = `#!${process.execPath}\nconst answers = ${JSON.stringify(answers)};\nconst key = process.argv.slice(2, process.argv.indexOf('--target-org')).join(' ');\nconst answer = answers[key] ?? { status: 1, message: 'command ' + key + ' not found' };\nconsole.log(JSON.stringify(answer));\nprocess.exit(answer.status);\n`;
    writeFileSync(join(bin, 'sf'), text);
    chmodSync(join(bin, 'sf'), 0o755);
    return bin;
  };

  test('whose newer versions show the token by a command of its own', async () => {
    const org = await orgWith();
    const PATH = sfThat({
      'org display': {
        status: 0,
        result: {
          instanceUrl: org.url,
          accessToken: '[REDACTED] Use "sf org auth show-access-token"',
        },
      },
      'org auth show-access-token': { status: 0, result: { accessToken: org.accessToken() } },
    });
    expect((await pull({ PATH }, 'prod')).stdout).toContain('Wrote out');
  });

  test('whose older versions show it with the org', async () => {
    const org = await orgWith();
    const PATH = sfThat({
      'org display': {
        status: 0,
        result: { instanceUrl: org.url, accessToken: org.accessToken() },
      },
    });
    expect((await pull({ PATH }, 'prod')).stdout).toContain('Wrote out');
  });

  /** Ways in which versions say that they do not have the command. The first is of @salesforce/cli 2.116.6, measured. */
  const unknown: Readonly<Record<string, string>> = {
    'text on stderr, exit code 127': `console.error(' ›   Warning: org auth show-access-token is not a sf command.'); process.exit(127)`,
    'nothing at all, exit code 127': 'process.exit(127)',
    'text on stdout, exit code 2': `console.log('Error: command org:auth:show-access-token not found {see help}'); process.exit(2)`,
    'JSON with an error, exit code 1': `console.log(JSON.stringify({ status: 1, name: 'CommandNotFound', message: 'no such command' })); process.exit(1)`,
    'JSON on stderr': `console.error(JSON.stringify({ status: 1, message: 'no such command' })); process.exit(1)`,
    'JSON without a token': `console.log(JSON.stringify({ status: 0, result: {} }))`,
    'a help text that ends well': `console.log('Manage Salesforce orgs')`,
  };

  test.each(Object.entries(unknown))(
    'a version without the command takes the token of org display: %s',
    async (_, program) => {
      const org = await orgWith();
      const bin = mkdtempSync(join(work, 'bin-'));
      const display = JSON.stringify({
        status: 0,
        result: { instanceUrl: org.url, accessToken: org.accessToken() },
        warnings: [],
      });
      const text = `#!${process.execPath}\nif (process.argv[3] === 'display') console.log(${JSON.stringify(`\u203a Warning: update {available}\n${display}`)});\nelse { ${program} }\n`;
      writeFileSync(join(bin, 'sf'), text);
      chmodSync(join(bin, 'sf'), 0o755);
      expect((await pull({ PATH: bin }, 'prod')).stdout).toContain('Wrote out');
    },
  );

  const failing: readonly (readonly [
    string,
    Readonly<Record<string, unknown>> | undefined,
    string,
  ])[] = [
    ['not installed', undefined, 'the Salesforce CLI (sf) is not installed'],
    [
      'without the alias',
      { 'org display': { status: 1, message: 'No authorization information found for prod.' } },
      'has no such log-in: No authorization information found',
    ],
    [
      'that hides the token',
      {
        'org display': {
          status: 0,
          result: { instanceUrl: 'https://x.my.salesforce.com', accessToken: '[REDACTED]' },
        },
      },
      'does not show its token',
    ],
  ];

  test.each(failing)('%s is exit code 2', async (_, answers, says) => {
    const run = await pull({ PATH: answers ? sfThat(answers) : join(work, 'empty') }, 'prod');
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(says);
  });
});

test.each([
  ['https://acme.lightning.force.com/lightning/setup', 'https://acme.my.salesforce.com'],
  ['acme--dev.sandbox.lightning.force.com', 'https://acme--dev.sandbox.my.salesforce.com'],
  ['https://acme.my.salesforce-setup.com/', 'https://acme.my.salesforce.com'],
  ['https://acme.my.salesforce.com/', 'https://acme.my.salesforce.com'],
  ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
])('the address %s is %s', (written, address) => {
  expect(orgAddress(written, 'SF_INSTANCE_URL')).toBe(address);
});
