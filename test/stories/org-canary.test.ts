// Secrets of a log-in in every place where an org, a proxy or the Salesforce CLI may quote them: no output has them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { restError, soapFault, type Reply } from '../fake-org/fake-org.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { ecaudit, fixtures, type Run } from './run.js';
import { orgWith, stopOrgsAfterEach } from './orgs.js';

stopOrgsAfterEach();

const refresh = '5Aep861CANARYREFRESHTOKEN.0123456789';
const secret = 'CANARYCLIENTSECRET0123456789';
const folder = join(fixtures, 'planted/faulty');

/** Any ten characters of a secret in any output. */
function expectNone(text: string, secrets: readonly string[]): void {
  for (const one of secrets)
    for (let at = 0; at + 10 <= one.length; at += 1)
      expect(text).not.toContain(one.slice(at, at + 10));
}

const formats = 'table json sarif junit github gitlab markdown csv'.split(' ');

test.each(formats)('an org that quotes the log-in in its errors, in %s', async (format) => {
  const org = await orgWith({ folder });
  const token = org.accessToken();
  const quote = `Header Authorization: Bearer ${token} and ${encodeURIComponent(refresh)} and ${Buffer.from(secret).toString('base64')} were not understood`;
  const refused: Reply = restError(403, 'INSUFFICIENT_ACCESS', quote);
  org.inject({ when: ({ soql }) => soql.includes(' FROM OauthToken'), reply: refused });
  org.inject({
    when: ({ operation }) => operation === 'listMetadata',
    reply: soapFault('UNKNOWN_EXCEPTION', quote),
  });
  org.inject({
    when: ({ soql }) => soql.includes(' FROM AppMenuItem'),
    reply: { type: `x/${token}`, body: 'x' },
  });
  const env = {
    SFDX_AUTH_URL: `force://PlatformCLI:${secret}:${refresh}@${org.url.replace('http://', '')}`,
  };
  const { code, stdout, stderr } = await ecaudit(
    ['--org', 'env', '--no-config', '--retries', '0', '-v', '--include', 'all', '-f', format],
    { env },
  );
  expect([1, 3]).toContain(code);
  expectNone(stdout + stderr, [
    token.slice(16),
    refresh,
    secret,
    Buffer.from(secret).toString('base64'),
  ]);
});

test('a snapshot, and what pull and doctor say', async () => {
  const org = await orgWith({ folder });
  const quote = `session ${org.accessToken()} is odd`;
  org.inject({
    when: ({ soql }) => soql.includes(' FROM UserLogin'),
    reply: restError(403, 'X', quote),
  });
  const env = { SF_ACCESS_TOKEN: org.accessToken(), SF_INSTANCE_URL: org.url };
  const cwd = tempFolder();
  const runs = [
    await ecaudit(['pull', '--org', 'env', '--out', 'out', '--retries', '0'], { env, cwd }),
    await ecaudit(['doctor', '--org', 'env', '--retries', '0'], { env, cwd }),
  ];
  const saved = readdirSync(join(cwd, 'out'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(join(one.parentPath, one.name), 'utf8'));
  const text = [...saved, ...runs.flatMap(({ stdout, stderr }) => [stdout, stderr])].join('\n');
  expect(text).toMatch(/session \S*\[redacted\] is odd/);
  expectNone(text, [org.accessToken().slice(16)]);
});

test('a refusal of the log-in that quotes what was sent', async () => {
  const org = await orgWith();
  org.inject({
    when: ({ path }) => path === '/services/oauth2/token',
    reply: {
      status: 400,
      type: 'application/json',
      body: JSON.stringify({
        error: 'invalid_grant',
        error_description: `bad ${refresh} of ${secret}`,
      }),
    },
  });
  const env = {
    SFDX_AUTH_URL: `force://PlatformCLI:${secret}:${refresh}@${org.url.replace('http://', '')}`,
  };
  const run = await ecaudit(['--org', 'env', '--no-config'], { env });
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toContain('invalid_grant: bad [redacted] of [redacted]');
  expectNone(run.stderr, [refresh, secret]);
});

const canary = 'CANARYvalue0123456789abcdefXYZ';
const pem = `-----BEGIN PRIVATE KEY-----\n${canary}${canary}\n-----END PRIVATE KEY-----`;
const url = 'https://acme.my.salesforce.com';

/** Variables with a secret, or with one in the wrong place, and what is said of it. */
const wrong: Readonly<Record<string, readonly [Readonly<Record<string, string>>, RegExp]>> = {
  'the key itself': [
    { SF_CLIENT_ID: 'c', SF_USERNAME: 'u@x.test', SF_JWT_KEY_FILE: pem },
    /SF_JWT_KEY_FILE seems to hold the key itself/,
  ],
  'a key without its head': [
    { SF_CLIENT_ID: 'c', SF_USERNAME: 'u@x.test', SF_JWT_KEY_FILE: canary },
    /the file that SF_JWT_KEY_FILE names cannot be read/,
  ],
  'a masked token': [
    { SF_ACCESS_TOKEN: '[REDACTED] Use "sf org auth show-access-token"', SF_INSTANCE_URL: url },
    /SF_ACCESS_TOKEN holds what is written where a secret was masked.*\nhint: /,
  ],
  stars: [{ SF_ACCESS_TOKEN: '***', SF_INSTANCE_URL: url }, /where a secret was masked/],
  'a masked client secret': [
    { SF_CLIENT_ID: 'c', SF_CLIENT_SECRET: '<hidden>', SF_INSTANCE_URL: url },
    /SF_CLIENT_SECRET holds what is written where a secret was masked/,
  ],
  'both the wrong way round': [
    { SF_ACCESS_TOKEN: url, SF_INSTANCE_URL: `00D000000000001!${canary}` },
    /SF_INSTANCE_URL/,
  ],
  'an address as token': [
    { SF_ACCESS_TOKEN: `${url}/?sid=${canary}`, SF_INSTANCE_URL: url },
    /SF_ACCESS_TOKEN holds an address instead of a token/,
  ],
  'a token as instance': [
    { SF_ACCESS_TOKEN: 'x', SF_INSTANCE_URL: canary },
    /SF_INSTANCE_URL holds no address/,
  ],
  'a variable that was not replaced': [
    { SF_ACCESS_TOKEN: '${TOKEN}', SF_INSTANCE_URL: url },
    /the name of a variable/,
  ],
  'a damaged address of a log-in': [
    { SFDX_AUTH_URL: `force:/${canary}` },
    /SFDX_AUTH_URL is not of the form/,
  ],
  'a damaged proxy': [
    { SF_ACCESS_TOKEN: 'x', SF_INSTANCE_URL: url, HTTPS_PROXY: `ftp://me:${canary}@proxy` },
    /HTTPS_PROXY holds no address of an http or https proxy/,
  ],
};

test.each(Object.entries(wrong))(
  'a variable that holds %s is not quoted',
  async (_, [env, says]) => {
    const run: Run = await ecaudit(['--org', 'env', '--no-config', '--retries', '0'], { env });
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(says);
    expectNone(run.stderr.toLowerCase(), [canary.toLowerCase()]);
  },
);
