// The package as others get it: its types judged by attw, its program run on other versions of Node.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup.mjs';
import { fetched } from './fetched.mjs';

/** The lines that the package supports besides the oldest one, which the tests run on. */
const nodes = ['22.23.3', '24.21.0', '26.10.0'];

/** Packs into `folder` and installs there; gives the tarball. */
export function pack(folder) {
  const made = npm(['pack', '--json', '--pack-destination', folder], root);
  const [{ filename }] = JSON.parse(made);
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  npm(['install', '--offline', '--no-audit', '--no-fund', `./${filename}`], folder);
  return join(folder, filename);
}

function npm(args, cwd) {
  const done = spawnSync('npm', args, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) throw new Error(`npm ${args[0]}: ${done.stderr}`);
  return done.stdout;
}

/** What attw says of the types of a package that is an ES module only; undefined when it is content. */
export function typesComplaint(tarball) {
  const attw = join(fetched('@arethetypeswrong/cli', '0.18.5'), 'dist/index.js');
  const args = [attw, tarball, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii'];
  const done = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return done.status === 0 ? undefined : `${done.stdout}${done.stderr}`;
}

/** Runs the installed program on each version of Node; what differs from this one, or nothing. */
export function nodeComplaints(folder) {
  const wanted = auditWith(process.execPath, folder, 'here');
  return nodes.flatMap((version) => {
    const node = join(fetched(nodePackage(), version), 'bin/node');
    const found = auditWith(node, folder, version);
    return found === wanted ? [] : [`Node ${version}: another report than with ${process.version}`];
  });
}

/** The package that holds Node for this machine, as the package `node` itself chooses it. */
function nodePackage() {
  const name = `${process.platform}-${process.arch}`;
  return name === 'darwin-arm64' ? `node-bin-${name}` : `node-${name}`;
}

/** The JSON and SARIF reports of the demo. */
function auditWith(node, folder, name) {
  const bin = join(folder, 'node_modules/ecaudit/dist/cli/bin.js');
  const file = join(folder, `${name}.json`);
  const demo = join(root, 'fixtures/projects/demo');
  const args = [bin, '.', '-q', '-f', `json=${file}`, '-f', `sarif=${file}.sarif`];
  const env = { ...process.env, SOURCE_DATE_EPOCH: '1' };
  const done = spawnSync(node, args, { cwd: demo, env, encoding: 'utf8' });
  if (done.status !== 1 || done.stderr !== '') return `exit code ${done.status}: ${done.stderr}`;
  return readFileSync(file, 'utf8') + readFileSync(`${file}.sarif`, 'utf8');
}
