// The installed package on other versions of Node: a folder, an org and a snapshot of it have to come out alike.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup.mjs';
import { fetched } from './fetched.mjs';

/** The lines that the package supports besides the oldest one, which the tests run on. */
const nodes = ['22.23.3', '24.21.0', '26.10.0'];

/** The package is installed in `folder`; what differs between this Node and each of the others, or nothing. */
export async function nodeComplaints(folder) {
  const { org, logIn } = await startOrg();
  try {
    const place = { bin: join(folder, 'node_modules/ecaudit/dist/cli/bin.js'), folder, logIn };
    const wanted = runsWith(process.execPath, 'here', place);
    return nodes.flatMap((version) => {
      const node = nodeOf(version);
      const found = runsWith(node, version, place);
      return Object.keys(wanted)
        .filter((name) => found[name] !== wanted[name])
        .map((name) => `Node ${version}: another ${name} than with ${process.version}`);
    });
  } finally {
    org.kill();
  }
}

/** The fake org of the tests, in a process of its own, with the variables of a log-in. */
async function startOrg() {
  const args = [join(root, 'scripts/run-ts.mjs'), join(root, 'scripts/fake-org.ts')];
  const org = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const [first] = await once(org.stdout, 'data');
  return { org, logIn: JSON.parse(first.toString()) };
}

/** The program of another version of Node. Throws Unavailable. */
export function nodeOf(version) {
  return join(fetched(nodePackage(), version), 'bin/node');
}

/** The package that holds Node for this machine, as the package `node` itself chooses it. */
function nodePackage() {
  const name = `${process.platform}-${process.arch}`;
  return name === 'darwin-arm64' ? `node-bin-${name}` : `node-${name}`;
}

/** The reports of the demo, of the org, and of a snapshot of the org; exit codes where there is none. */
function runsWith(node, name, { bin, folder, logIn }) {
  const work = join(folder, `with-${name}`);
  mkdirSync(work);
  const env = { ...process.env, ...logIn, SOURCE_DATE_EPOCH: '1796083200' };
  const run = (args, cwd, codes) => {
    const done = spawnSync(node, [bin, ...args], { cwd, env, encoding: 'utf8' });
    const isRight = codes.includes(done.status) && done.stderr === '';
    return isRight ? undefined : `${name}: exit code ${done.status}: ${done.stderr}`;
  };
  const audit = (what, argv, cwd) => {
    const file = join(work, `${what}.json`);
    const formats = ['-q', '-f', `json=${file}`, '-f', `sarif=${file}.sarif`];
    const wrong = run([...argv, ...formats], cwd, [1]);
    return wrong ?? readFileSync(file, 'utf8') + readFileSync(`${file}.sarif`, 'utf8');
  };
  const org = audit('org', ['--org', 'env'], work);
  const pulled = run(['pull', '--org', 'env', '--out', 'saved', '-q'], work, [0]);
  return {
    'report of a folder': audit('folder', ['.'], join(root, 'fixtures/projects/demo')),
    'report of an org': org,
    'report of a snapshot': pulled ?? audit('snapshot', ['saved'], work),
  };
}
