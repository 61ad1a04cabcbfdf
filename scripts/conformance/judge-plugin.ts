// node scripts/run-ts.mjs scripts/conformance/judge-plugin.ts FOLDER_WITH_SF WORK
// The Salesforce CLI with plugins/sf linked: each command says what ecaudit says by itself. Complaints as JSON on stdout, what
// was run on stderr.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { fileURLToPath } from 'node:url';
import { offered } from '../../plugins/sf/src/commands-table.js';
import { ownVariables, runIn, type Ended } from './own-home.js';
import { startFakeOrg } from '../../test/fake-org/fake-org.js';
import { adminUser, assignments, permissionSets } from '../../test/fake-org/people-and-tokens.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [bin = '', work = ''] = process.argv.slice(2);
const program = join(root, 'dist/cli/bin.js');
const alias = 'fake';
const oldApp = 'connectedApp:Faulty_CA';
const newApp = 'externalClientApp:Faulty_ECA';
const place = join(work, 'place');

const home = join(work, 'home');
const env = { ...ownVariables(bin, home), SOURCE_DATE_EPOCH: '1796083200' };

interface Envelope {
  readonly status?: number;
  readonly result?: unknown;
  readonly name?: string;
  readonly message?: string;
}

/** A command, and what is typed behind it. */
type Typed = readonly [command: string, ...argv: readonly string[]];

/** Each has an answer, the one that ecaudit gives by itself. */
const answers: readonly Typed[] = [
  ['audit', 'faulty'],
  ['audit', 'clean', '--fail-on', 'never'],
  ['audit', 'empty'],
  ['audit', '-o', alias, '-f', 'csv=org.csv'],
  ['audit', '--target-org', alias, '--include', 'all', '--', 'clean'],
  ['inventory', '-o', alias],
  ['deadlines', '-o', alias],
  ['diff', 'clean', '-o', alias],
  ['fix', 'faulty', '--unsafe'],
  ['migrate plan', '-o', alias],
  ['migrate check', `faulty#${oldApp}`, `faulty#${newApp}`],
];

/** Each is an error of the envelope. */
const errors: readonly (readonly [code: number, typed: Typed])[] = [
  [2, ['audit', '--fail-on', 'much']],
  [2, ['audit', 'nowhere']],
  [2, ['audit', 'clean', '--no-such-flag']],
  [2, ['audit', 'clean', '-o', 'nobody']],
  [2, ['audit', 'clean', '-o', alias, '--org', 'env']],
  [2, ['audit', 'clean', '-o', '']],
  // No org is named, and the CLI has no default one.
  [2, ['pull', '--out', 'nothing']],
  [2, ['inventory', 'nowhere']],
  [2, ['deadlines', 'nowhere']],
  [2, ['diff', 'clean']],
  [2, ['fix', 'nowhere']],
  [2, ['migrate plan', 'nowhere']],
  [2, ['migrate files', 'faulty']],
  [2, ['migrate check', 'nowhere#connectedApp:A', 'nowhere#externalClientApp:A']],
  [5, ['audit', 'clean', '-f', 'csv=taken/a.csv']],
];

const org = await startFakeOrg({
  folder: join(root, 'fixtures/planted/faulty'),
  tables: { PermissionSet: permissionSets, PermissionSetAssignment: assignments([adminUser]) },
});
/** All that the plug-in wrote, to look for the token in. */
const written: string[] = [];
try {
  makePlace();
  process.stdout.write(JSON.stringify(await complaints()));
} finally {
  await org.stop();
}

function makePlace(): void {
  for (const folder of [home, place, join(place, 'empty')]) mkdirSync(folder);
  writeFileSync(join(place, 'taken'), 'no folder');
  for (const name of ['faulty', 'clean'])
    cpSync(join(root, 'fixtures/planted', name), join(place, name), { recursive: true });
}

async function complaints(): Promise<readonly string[]> {
  const linked = await sf(['plugins', 'link', '--no-install', join(root, 'plugins/sf')]);
  if (linked.code !== 0) return [`link: ${linked.stderr}`];
  const asked = ['org', 'login', 'access-token', '--instance-url', org.url, '--alias', alias];
  const login = await sf([...asked, '--no-prompt'], { SF_ACCESS_TOKEN: org.accessToken() });
  if (login.code !== 0) return [`log-in: ${login.stderr}`];
  const found = [
    ...complaintsOfManifest(),
    ...(await complaintsOfHelp()),
    ...(await each(answers, complaintsOfAnswer)),
    ...(await each(errors, complaintsOfError)),
    ...(await complaintsOfText()),
    ...(await complaintsOfFolders()),
  ];
  const quoted = written.filter((text) => text.includes(org.accessToken()));
  return [...found, ...quoted.map(() => 'the token was written')];
}

/** One after the other: the CLI is a heavy program. */
async function each<Row>(
  rows: readonly Row[],
  complain: (row: Row) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const [first, ...rest] = rows;
  return first === undefined ? [] : [...(await complain(first)), ...(await each(rest, complain))];
}

/** What the CLI reads instead of the plug-in's code. */
function complaintsOfManifest(): readonly string[] {
  const text = readFileSync(join(root, 'plugins/sf/oclif.manifest.json'), 'utf8');
  const { commands } = JSON.parse(text) as { commands: Readonly<Record<string, unknown>> };
  const ids = offered.map((name) => `ecaudit:${name.replaceAll(' ', ':')}`);
  const isRight = isDeepStrictEqual(Object.keys(commands).toSorted(), ids.toSorted());
  return isRight ? [] : ['oclif.manifest.json: other commands than those offered'];
}

async function complaintsOfHelp(): Promise<readonly string[]> {
  const { stdout } = await sf(['ecaudit', 'audit', '--help']);
  const wanted = ['[SOURCE...]', '-o, --target-org', '--fail-on', '--json'];
  return wanted.filter((word) => !stdout.includes(word)).map((word) => `help: lacks ${word}`);
}

async function complaintsOfAnswer([command, ...argv]: Typed): Promise<readonly string[]> {
  const words = command.split(' ');
  const { code, stdout } = await plugin([...words, '--json', ...argv]);
  const own = await ecaudit([...words, '--format', 'json', ...argv]);
  const { status, result } = envelopeIn(stdout);
  const isRight =
    status === own.code && code === own.code && isDeepStrictEqual(result, parsed(own.stdout));
  return isRight ? [] : [`${[command, ...argv].join(' ')}: ${code}, not ${own.code} with its JSON`];
}

async function complaintsOfError([wanted, [command, ...argv]]: (typeof errors)[number]): Promise<
  readonly string[]
> {
  const { code, stdout } = await plugin([...command.split(' '), '--json', ...argv]);
  const { status, name, message, result } = envelopeIn(stdout);
  const isError = result === undefined && name !== undefined && message !== undefined;
  const isRight = isError && status === wanted && code === wanted;
  return isRight ? [] : [`${[command, ...argv].join(' ')}: ${code}, not the error ${wanted}`];
}

/** Without --json it is the program that writes. */
async function complaintsOfText(): Promise<readonly string[]> {
  const argv = ['audit', 'faulty', '-o', alias];
  const [here, own] = [await plugin(argv), await ecaudit(argv)];
  const isRight = here.code === 1 && own.code === 1 && here.stdout === own.stdout;
  return isRight ? [] : ['audit: the table is another one than that of ecaudit'];
}

/** Commands that write folders, and have no JSON of their own. */
async function complaintsOfFolders(): Promise<readonly string[]> {
  const rows: readonly Typed[] = [
    ['pull', '-o', alias],
    ['migrate files', 'faulty', '--app', oldApp],
  ];
  return each(rows, async ([command, ...argv]) => {
    const words = command.split(' ');
    const [here, own] = [`${words.join('-')}-here`, `${words.join('-')}-own`];
    const { stdout, code } = await plugin([...words, '--json', ...argv, '--out', here]);
    await ecaudit([...words, ...argv, '--out', own]);
    const { status, result } = envelopeIn(stdout);
    const isRight = status === code && isDeepStrictEqual(namesIn(here), namesIn(own));
    return isRight && typeof (result as { text?: unknown }).text === 'string'
      ? []
      : [`${command}: other files than those of ecaudit`];
  });
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(join(place, folder), { recursive: true, encoding: 'utf8' }).toSorted();
}

function envelopeIn(stdout: string): Envelope {
  return parsed(stdout) ?? {};
}

function parsed(text: string): unknown {
  return /^\s*\{/.test(text) ? JSON.parse(text) : undefined;
}

async function plugin(argv: readonly string[]): Promise<Ended> {
  const done = await sf(['ecaudit', ...argv]);
  written.push(done.stdout, done.stderr);
  return done;
}

/** The program itself, with the log-in that the plug-in would have handed over. */
function ecaudit(argv: readonly string[]): Promise<Ended> {
  const own = argv.map((word) => (word === '-o' || word === '--target-org' ? '--org' : word));
  const logIn = {
    ECAUDIT_ORG: alias,
    SF_INSTANCE_URL: org.url,
    SF_ACCESS_TOKEN: org.accessToken(),
  };
  return run(process.execPath, [program, ...own], logIn);
}

async function sf(
  argv: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const done = await run(join(bin, 'sf'), argv, more);
  const first = /"(?:status|message|name)":.*/.exec(done.stdout)?.[0] ?? '';
  process.stderr.write(`$ sf ${argv.join(' ')}\n  exit code ${done.code} ${first}\n`);
  return done;
}

function run(
  command: string,
  argv: readonly string[],
  more: Readonly<Record<string, string>>,
): Promise<Ended> {
  return runIn(place, { ...env, ...more }, [command, ...argv]);
}
