// Real proxies on this machine: what goes through them, what passes them by, and what is said when they refuse.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { proxyFor } from '../../src/org/client/network.js';
import { identity } from '../fake-org/authority.js';
import { startFakeProxy, type FakeProxy, type FakeProxyOptions } from '../fake-org/proxy.js';
import { envOf, orgWith, stopOrgsAfterEach } from '../stories/orgs.js';
import { audit, ecaudit, fixtures, root } from '../stories/run.js';
import { tempFolder } from '../metadata/temp-folder.js';

stopOrgsAfterEach();

const proxies: FakeProxy[] = [];
afterEach(async () => {
  await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()));
});

async function proxyWith(options: FakeProxyOptions = {}): Promise<FakeProxy> {
  const proxy = await startFakeProxy(options);
  proxies.push(proxy);
  return proxy;
}

const folder = join(fixtures, 'planted/faulty');
const usual = ['--org', 'env', '--no-config', '--fail-on', 'never', '--retries', '1'];

test.each(['HTTP_PROXY', 'http_proxy'])('%s: the audit of an org goes through it', async (name) => {
  const [org, proxy] = [await orgWith({ folder }), await proxyWith()];
  const env = { ...envOf(org), [name]: `http://${proxy.name}` };
  const { code, report } = await audit(usual, { env });
  expect([code, report.apps.length]).toEqual([0, 2]);
  expect(new Set(proxy.targets)).toEqual(new Set([new URL(org.url).host]));
  expect(proxy.plain).toEqual([]);
});

test.each(['NO_PROXY', 'no_proxy'])('%s passes it by', async (name) => {
  const [org, proxy] = [await orgWith({ folder }), await proxyWith()];
  const env = { ...envOf(org), HTTP_PROXY: `http://${proxy.name}`, [name]: 'x.example, 127.0.0.1' };
  const { code, report } = await audit(usual, { env });
  expect([code, report.apps.length, proxy.targets]).toEqual([0, 2, []]);
});

test.each(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY'])(
  '%s: TLS ends at the org, not at the proxy',
  async (name) => {
    const tls = identity();
    const org = await orgWith({ folder, identity: tls });
    const proxy = await proxyWith({ logIn: 'me:p@ss' });
    const authority = join(tempFolder(), 'authority.pem');
    writeFileSync(authority, tls.cert);
    const done = await built([...usual, '-f', 'json'], {
      ...envOf(org),
      NODE_EXTRA_CA_CERTS: authority,
      [name]: `http://me:p%40ss@${proxy.name}`,
    });
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(JSON.parse(done.stdout)).toMatchObject({ summary: { apps: 2, incomplete: false } });
    expect(new Set(proxy.targets)).toEqual(new Set([new URL(org.url).host]));
  },
);

function built(argv: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [join(root, 'dist/cli/bin.js'), ...argv], { env });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written.stderr += chunk.toString()));
  return new Promise<{ readonly code: number | null } & typeof written>((done) => {
    child.on('close', (code) => done({ code, ...written }));
  });
}

describe('a proxy that does not connect is named, without its password', () => {
  const refusals: readonly (readonly [string, FakeProxyOptions, string, RegExp])[] = [
    [
      'demands a log-in',
      { logIn: 'me:right' },
      '',
      /demands a log-in \(status 407\): HTTP_PROXY takes it as http:\/\/USER:PASSWORD@HOST:PORT$/,
    ],
    [
      'refuses the log-in',
      { logIn: 'me:right' },
      'me:hushhush@',
      /does not accept the log-in that is in its address \(status 407\)$/,
    ],
    [
      'forbids the host',
      { status: 403 },
      'me:hushhush@',
      /refuses to connect \(status 403\): have the host allowed there, or named in NO_PROXY$/,
    ],
    [
      'does not get through',
      { status: 502 },
      'me:hushhush@',
      /did not reach the server \(status 502\) \(tried 2 times\)$/,
    ],
    [
      'never answers',
      { silent: true },
      'me:hushhush@',
      /no whole answer came within 1 seconds through the proxy/,
    ],
  ];

  test.each(refusals)('%s', async (_, options, logIn, says) => {
    const [org, proxy] = [await orgWith({ folder }), await proxyWith(options)];
    const env = { ...envOf(org), HTTP_PROXY: `http://${logIn}${proxy.name}` };
    const run = await audit([...usual, '--timeout', '1'], { env });
    expect(run.code).toBe(3);
    const [first] = run.report.problems;
    expect(first?.kind).toBe('org-unreachable');
    expect(first?.message).toMatch(says);
    expect(first?.message).toContain(`the proxy ${proxy.name}`);
    expect(run.stdout + run.stderr).not.toContain('hushhush');
    expect(org.seen).toEqual([]);
  });

  test('is not there', async () => {
    const [org, proxy] = [await orgWith({ folder }), await startFakeProxy()];
    await proxy.stop();
    const env = { ...envOf(org), HTTP_PROXY: `http://me:hushhush@${proxy.name}` };
    const run = await audit([...usual, '--retries', '0'], { env });
    expect(run.code).toBe(3);
    expect(run.report.problems[0]?.message).toContain(
      `nothing listens there (through the proxy ${proxy.name} of HTTP_PROXY)`,
    );
    expect(run.stdout).not.toContain('hushhush');
  });

  test.each(['socks5://me:hushhush@127.0.0.1:1080', 'http://me:hushhush@', ':::'])(
    'cannot be one: %s',
    async (written) => {
      const org = await orgWith();
      const run = await ecaudit(usual, { env: { ...envOf(org), HTTP_PROXY: written } });
      expect([run.code, run.stdout]).toEqual([2, '']);
      expect(run.stderr).toContain('HTTP_PROXY holds no address of an http or https proxy');
      expect(run.stderr).not.toContain('hushhush');
    },
  );
});

describe('which way an address takes', () => {
  const https = 'https://acme.my.salesforce.com/services/data';
  const both = { HTTPS_PROXY: 'https://s.example', HTTP_PROXY: 'p.example' };
  const ways: readonly (readonly [string, Readonly<Record<string, string>>, string | undefined])[] =
    [
      [https, {}, undefined],
      [https, both, 's.example:443'],
      [https, { ...both, https_proxy: 'http://low.example:8080' }, 'low.example:8080'],
      [https, { ...both, HTTPS_PROXY: '' }, 'p.example:80'],
      [https, { ...both, NO_PROXY: '*' }, undefined],
      [https, { ...both, NO_PROXY: 'salesforce.com' }, undefined],
      [https, { ...both, NO_PROXY: '*.Salesforce.com' }, undefined],
      [https, { ...both, NO_PROXY: '.my.salesforce.com:443' }, undefined],
      [https, { ...both, NO_PROXY: 'salesforce.com:8443 force.com' }, 's.example:443'],
      [https, { ...both, NO_PROXY: 'me.my.salesforce.com,e.com' }, 's.example:443'],
      ['https://[::1]:8443/', { ...both, NO_PROXY: '::1' }, undefined],
      ['https://[::1]:8443/', { ...both, NO_PROXY: '[::1]:8443' }, undefined],
      // A token in plain text is for this machine alone.
      ['http://127.0.0.1:3000/', both, undefined],
      ['http://127.0.0.1:3000/', { HTTP_PROXY: 'http://localhost:8080' }, 'localhost:8080'],
    ];

  test.each(ways)('%s with %j: %s', (address, env, name) => {
    expect(proxyFor(new URL(address), env)?.name).toBe(name);
  });
});
