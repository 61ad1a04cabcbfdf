// SARIF logs to check: what the built program says of the demo, of planted faults, inside a repository, and of wild names.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup.mjs';

/** Writes the logs into `folder` and gives their paths. */
export function writeLogs(folder) {
  const project = join(folder, 'project');
  cpSync(join(root, 'fixtures/projects/demo'), project, { recursive: true });
  cpSync(join(root, 'fixtures/planted'), join(project, 'planted'), { recursive: true });
  writeWildApp(project);
  commit(project);
  const everything = ['--include', 'all', '--sarif-all'];
  return [
    log(folder, 'demo', ['force-app'], project),
    log(folder, 'everything', ['force-app', 'planted', ...everything], project),
    log(folder, 'wild', ['wild', ...everything], project),
    log(folder, 'inside', ['.'], join(project, 'force-app')),
    log(folder, 'incomplete', ['broken'], project),
  ];
}

function log(folder, name, argv, cwd) {
  const file = join(folder, `${name}.sarif`);
  const bin = join(root, 'dist/cli/bin.js');
  const args = [bin, ...argv, '--quiet', '--no-config', '-f', `sarif=${file}`];
  const done = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  if (![0, 1, 3].includes(done.status)) throw new Error(`${name}: ${done.stderr}`);
  return file;
}

const wildLabel = '&lt;img src=x&gt; [click](https://evil.example) {0} ::error:: ‮gpj 顧客 👩‍👩‍👧‍👦 =1+1';

function writeWildApp(project) {
  const folder = join(project, 'wild/a b#c%41/connectedApps');
  mkdirSync(folder, { recursive: true });
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>a@example.com</contactEmail>
    <label>${wildLabel}</label>
    <oauthConfig>
        <callbackUrl>http://evil.example/{0}[x](y)</callbackUrl>
        <scopes>Full</scopes>
    </oauthConfig>
</ConnectedApp>
`;
  writeFileSync(join(folder, 'Wild.connectedApp-meta.xml'), xml);
  const broken = join(project, 'broken/connectedApps');
  mkdirSync(broken, { recursive: true });
  writeFileSync(join(broken, 'Broken.connectedApp-meta.xml'), xml.slice(0, 200));
}

/** So that the logs name a commit and a repository. */
function commit(cwd) {
  const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  const commands = [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '.'],
    ['commit', '--quiet', '-m', 'first'],
    ['remote', 'add', 'origin', 'https://github.com/example/salesforce.git'],
  ];
  for (const args of commands) {
    const done = spawnSync('git', [...author, ...args], { cwd, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`git ${args[0]}: ${done.stderr}`);
  }
}
