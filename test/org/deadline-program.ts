// Run by deadline.test.ts with --expose-gc: reads orgs that never finish, while garbage is collected all the time, and
// says how each one ended.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createSocketServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pullOrg } from '../../src/org/collect/pull.js';

const folder = mkdtempSync(join(tmpdir(), 'ecaudit-deadline-'));
// Ignores signals, and so does what it starts, which keeps the pipes open.
writeFileSync(join(folder, 'sf'), `#!/bin/sh\ntrap '' TERM\nsleep 600 &\nsleep 600\n`);
chmodSync(join(folder, 'sf'), 0o755);

const sockets: Socket[] = [];
const silent = createSocketServer((socket) => void sockets.push(socket));
const web = createServer((_, response) => trickle(response));

/** A body that goes on for ever, a byte at a time: no limit between two bytes ever ends it. */
function trickle(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
}

const portOf = (server: { address: () => unknown }): number =>
  (server.address() as AddressInfo).port;
await new Promise<void>((ready) => void silent.listen(0, '127.0.0.1', ready));
await new Promise<void>((ready) => void web.listen(0, '127.0.0.1', ready));
const quiet = `http://127.0.0.1:${portOf(silent)}`;
const slow = `http://127.0.0.1:${portOf(web)}`;

const long = { timeout: 60_000, retries: 0, backoff: 1, deadline: 60_000 };
const session = (url: string) => ({ SF_ACCESS_TOKEN: '00D!x', SF_INSTANCE_URL: url });
const runs = {
  'an org that says nothing, by the deadline': [
    { ...long, deadline: 1_000 },
    'env',
    session(quiet),
  ],
  'an org that says nothing, by the time of a call': [
    { ...long, timeout: 1_000 },
    'env',
    session(quiet),
  ],
  'a body that never ends, by the deadline': [{ ...long, deadline: 1_000 }, 'env', session(slow)],
  'a body that never ends, by the time of a call': [
    { ...long, timeout: 1_000 },
    'env',
    session(slow),
  ],
  'a token endpoint that says nothing': [
    { ...long, deadline: 1_000 },
    'env',
    { SF_CLIENT_ID: 'c', SF_CLIENT_SECRET: 's', SF_INSTANCE_URL: quiet },
  ],
  'a proxy that says nothing to CONNECT': [
    { ...long, deadline: 1_000 },
    'env',
    { ...session('https://acme.my.salesforce.com'), HTTPS_PROXY: quiet },
  ],
  'a Salesforce CLI that ignores signals': [
    { ...long, deadline: 1_000 },
    'prod',
    { PATH: `${folder}:/usr/bin:/bin` },
  ],
} as const;

const collecting = setInterval(() => (globalThis as { gc?: () => void }).gc?.(), 20);
const tooLate = setTimeout(() => {
  process.stdout.write('{"never": true}\n');
  process.exit(1);
}, 15_000);
// What a program gives for interruptions, and nobody ever uses.
const interrupted = new AbortController().signal;
const ended = await Promise.all(
  Object.entries(runs).map(async ([name, [patience, org, env]]) => {
    const { record } = await pullOrg({
      org,
      env,
      patience,
      cwd: folder,
      permissions: [],
      now: new Date(),
      interrupted,
    });
    return [name, record.problems.map(({ kind }) => kind)] as const;
  }),
);
clearInterval(collecting);
clearTimeout(tooLate);
for (const socket of sockets) socket.destroy();
silent.close();
web.closeAllConnections();
web.close();
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${JSON.stringify(Object.fromEntries(ended))}\n`);
