// Ctrl-C and SIGTERM while an org answers slowly: the built program ends at once, and leaves nothing behind.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../../src/cli/main.js';
import type { Signal } from '../../src/cli/io.js';
import type { FakeOrg } from '../fake-org/fake-org.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { salesforceCli } from './cli-of-orgs.js';
import { envOf, orgWith, stopOrgsAfterEach } from './orgs.js';
import { fixtures, root } from './run.js';

stopOrgsAfterEach();

/** An org that shows its apps and never says who holds tokens. */
async function slowOrg(): Promise<FakeOrg> {
  const org = await orgWith({ folder: join(fixtures, 'planted/faulty') });
  org.inject({ when: ({ soql }) => soql.includes(' FROM OauthToken'), reply: 'silence' });
  return org;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((done) => setTimeout(done, 20));
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** Starts the built program, sends it a signal when it is time, and waits for its end. */
async function stopped(
  argv: readonly string[],
  at: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
  signal: Signal,
  isTime: () => boolean,
): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, 'dist/cli/bin.js'), ...argv], at);
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written.stderr += chunk.toString()));
  const ended = new Promise<number | null>((done) => void child.on('close', done));
  await until(isTime);
  const sent = Date.now();
  child.kill(signal);
  const code = await ended;
  return { code, ...written, seconds: (Date.now() - sent) / 1000 };
}

const commands: Readonly<Record<string, readonly string[]>> = {
  audit: ['audit', '-f', 'json=report.json', '-f', 'sarif', '--write-baseline', 'baseline.json'],
  pull: ['pull', '--out', 'saved'],
  doctor: ['doctor'],
};
const signals = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;
const cases = Object.entries(commands).flatMap(([name, argv]) =>
  signals.map(([signal, code]) => ({ name, argv, signal, code })),
);

test.each(cases)('$name ends with $code after $signal', async ({ argv, signal, code }) => {
  const org = await slowOrg();
  const cwd = tempFolder();
  const isAsked = (): boolean => org.seen.some(({ soql }) => soql.includes(' FROM OauthToken'));
  const run = await stopped([...argv, '--org', 'env'], { cwd, env: envOf(org) }, signal, isAsked);
  expect(run).toMatchObject({
    code,
    stdout: '',
    stderr: 'ecaudit: interrupted; nothing was written\n',
  });
  expect(run.seconds).toBeLessThan(5);
  expect(readdirSync(cwd)).toEqual([]);
});

test('an older snapshot stays as it was', async () => {
  const cwd = tempFolder({ 'saved/org.json': '{"ecauditSnapshot": 1}' });
  const org = await slowOrg();
  const isAsked = (): boolean => org.seen.some(({ soql }) => soql.includes(' FROM OauthToken'));
  const argv = ['pull', '--out', 'saved', '--org', 'env'];
  const run = await stopped(argv, { cwd, env: envOf(org) }, 'SIGINT', isAsked);
  expect([run.code, readdirSync(cwd), readdirSync(join(cwd, 'saved'))]).toEqual([
    130,
    ['saved'],
    ['org.json'],
  ]);
});

test('many orgs side by side end as one does, without a warning of Node.js', async () => {
  const org = await slowOrg();
  const aliases = Array.from({ length: 14 }, (_, index) => `org${index}`);
  const cwd = tempFolder({ 'orgs.txt': aliases.join('\n') });
  const bin = salesforceCli(Object.fromEntries(aliases.map((alias) => [alias, org])));
  const argv = ['--orgs-file', 'orgs.txt', '--concurrency', '14', '-f', 'json=all.json'];
  // Of each org the number of tokens is asked for once, beside the tokens.
  const asked = (): number =>
    org.seen.filter(({ soql }) => /^SELECT COUNT\(.*FROM OauthToken/.test(soql)).length;
  const at = { cwd, env: { PATH: bin } };
  const run = await stopped(argv, at, 'SIGTERM', () => asked() >= 14);
  expect(run).toMatchObject({ code: 143, stderr: 'ecaudit: interrupted; nothing was written\n' });
  expect(readdirSync(cwd)).toEqual(['orgs.txt']);
});

test('the Salesforce CLI that does not answer is stopped, too', async () => {
  const cwd = tempFolder();
  const started = join(cwd, 'started');
  const bin = sfThat(
    `require('node:fs').writeFileSync(${JSON.stringify(started)}, String(process.pid)); setTimeout(() => {}, 50_000);`,
  );
  const at = { cwd, env: { PATH: bin } };
  const run = await stopped(['--org', 'prod'], at, 'SIGTERM', () => existsSync(started));
  expect(run).toMatchObject({ code: 143, stderr: 'ecaudit: interrupted; nothing was written\n' });
  expect(run.seconds).toBeLessThan(5);
});

/** A folder with a program named sf, for PATH. */
function sfThat(does: string): string {
  const folder = tempFolder();
  writeFileSync(join(folder, 'sf'), `#!${process.execPath}\n${does}\n`);
  chmodSync(join(folder, 'sf'), 0o755);
  return folder;
}

test('the progress line is cleared before anything else is said', async () => {
  const org = await orgWith({ folder: join(fixtures, 'planted/faulty'), delay: 400 });
  let stop: ((signal: Signal) => void) | undefined;
  let stderr = '';
  const argv = ['--org', 'env', '--no-config'];
  const ended = main(argv, {
    stdout: { write: () => undefined, isTTY: false },
    stderr: { write: (text) => void (stderr += text), isTTY: true },
    env: envOf(org),
    cwd: tempFolder(),
    now: () => new Date(),
    onInterrupt: (call) => {
      stop = call;
      return () => undefined;
    },
  });
  await until(() => stderr.includes('calls so far'));
  stop?.('SIGINT');
  expect(await ended).toBe(130);
  const line = stderr.slice(stderr.lastIndexOf('asking'));
  expect(line.replace(/\d+/, 'N')).toBe(
    'asking the org, N calls so far\r\x1b[Kecaudit: interrupted; nothing was written\n',
  );
});

test('a signal waits until reports are written', async () => {
  let listening = 0;
  const during: number[] = [];
  await main(['planted/clean', '--no-config', '-f', 'json'], {
    stdout: { write: () => void during.push(listening), isTTY: false },
    stderr: { write: () => undefined, isTTY: false },
    env: {},
    cwd: fixtures,
    now: () => new Date(),
    onInterrupt: () => {
      listening += 1;
      return () => void (listening -= 1);
    },
  });
  expect(during.length).toBeGreaterThan(0);
  expect([new Set(during), listening]).toEqual([new Set([1]), 0]);
});
