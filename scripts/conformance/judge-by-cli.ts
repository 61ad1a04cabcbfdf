// node scripts/run-ts.mjs scripts/conformance/judge-by-cli.ts FOLDER_WITH_SF WORK
// The Salesforce CLI logs in to a fake org, lists and retrieves; complaints as JSON on stdout.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { componentsIn, type Component } from '../../test/fake-org/components.js';
import { startFakeOrg } from '../../test/fake-org/fake-org.js';
import { adminUser, assignments, permissionSets } from '../../test/fake-org/people-and-tokens.js';
import { ownVariables, runIn, type Ended } from './own-home.js';
import { different, verdictsOf } from '../../test/stories/parity.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [bin = '', work = ''] = process.argv.slice(2);
const alias = 'fake';
/** All of the fixtures but the file that is no XML: an org holds no such thing. */
const components = componentsIn(join(root, 'fixtures')).filter(
  ({ fullName }) => fullName !== 'Broken',
);
const types = [...new Set(components.map(({ type }) => type))];
const project = join(work, 'project');

const home = join(work, 'home');
const env = ownVariables(bin, home);

const org = await startFakeOrg({
  components,
  tables: { PermissionSet: permissionSets, PermissionSetAssignment: assignments([adminUser]) },
});
try {
  makeProject();
  const login = await logIn();
  const found = login.length > 0 ? login : await complaintsOfLoggedIn();
  process.stdout.write(JSON.stringify(found));
} finally {
  await org.stop();
}

function makeProject(): void {
  for (const folder of [home, project, join(project, 'force-app')]) mkdirSync(folder);
  const packageDirectories = [{ path: 'force-app', default: true }];
  const content = JSON.stringify({ packageDirectories, sourceApiVersion: '67.0' });
  writeFileSync(join(project, 'sfdx-project.json'), content);
}

async function logIn(): Promise<readonly string[]> {
  const args = ['--instance-url', org.url, '--alias', alias, '--no-prompt'];
  const asked = await sf(['org', 'login', 'access-token', ...args], org.accessToken());
  return asked.status === 0 ? [] : [`log-in: ${asked.message}`];
}

async function complaintsOfLoggedIn(): Promise<readonly string[]> {
  const listed = await Promise.all(types.map(complaintsOfList));
  return [...listed.flat(), ...(await complaintsOfRetrieve()), ...(await complaintsOfAudit())];
}

async function complaintsOfList(type: string): Promise<readonly string[]> {
  const { status, result, message } = await sf([
    'org',
    'list',
    'metadata',
    '-m',
    type,
    '-o',
    alias,
  ]);
  if (status !== 0) return [`list of ${type}: ${message}`];
  const there = components.filter((one) => one.type === type).map(({ fullName }) => fullName);
  const listed = (result as readonly Component[]).map(({ fullName }) => fullName);
  return unlike(`list of ${type}`, listed, there);
}

/** Every file comes back, byte for byte, under the name that it has in a project. */
async function complaintsOfRetrieve(): Promise<readonly string[]> {
  const wanted = types.flatMap((type) => ['-m', type]);
  const { status, message } = await sf(['project', 'retrieve', 'start', '-o', alias, ...wanted]);
  if (status !== 0) return [`retrieve: ${message}`];
  const folder = join(project, 'force-app/main/default');
  const files = filesIn(folder).map((file) => `${basename(file)}\n${readFileSync(file, 'utf8')}`);
  const there = components.map(
    ({ path, bytes }) => `${basename(path)}-meta.xml\n${Buffer.from(bytes).toString('utf8')}`,
  );
  return unlike('retrieve', files, there);
}

/** What is in the folder that the CLI wrote, and what its log-in shows us of the org, get the same verdicts. */
async function complaintsOfAudit(): Promise<readonly string[]> {
  const live = await audit(['--org', alias]);
  const folder = await audit(['force-app']);
  if (live.length === 0) return ['audit: the org has no verdicts'];
  return unlike('audit of the org and of the folder', live, folder);
}

async function audit(argv: readonly string[]): Promise<readonly string[]> {
  const file = join(work, 'report.json');
  const flags = ['--no-config', '--include', 'all', '--fail-on', 'never', '-q', '-f'];
  const program = join(root, 'dist/cli/bin.js');
  rmSync(file, { force: true });
  const done = await run(process.execPath, [program, ...argv, ...flags, `json=${file}`]);
  if (!existsSync(file)) throw new Error(`ecaudit ${argv.join(' ')}: ${done.stderr}`);
  return verdictsOf(JSON.parse(readFileSync(file, 'utf8')), different);
}

function unlike(
  name: string,
  found: readonly string[],
  wanted: readonly string[],
): readonly string[] {
  const first = (text: string): string => text.split('\n')[0] ?? '';
  return [
    ...wanted.filter((one) => !found.includes(one)).map((one) => `${name}: lacks ${first(one)}`),
    ...found.filter((one) => !wanted.includes(one)).map((one) => `${name}: adds ${first(one)}`),
  ];
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

interface Answer {
  readonly status: number;
  readonly result?: unknown;
  readonly message?: string;
}

async function sf(argv: readonly string[], token?: string): Promise<Answer> {
  const more = token === undefined ? {} : { SF_ACCESS_TOKEN: token };
  const { stdout, stderr } = await run(join(bin, 'sf'), [...argv, '--json'], more);
  return stdout.startsWith('{') ? (JSON.parse(stdout) as Answer) : { status: 1, message: stderr };
}

function run(
  command: string,
  argv: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return runIn(project, { ...env, ...more }, [command, ...argv]);
}
