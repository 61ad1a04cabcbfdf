// The package as others get it, and its types checked by attw.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup.mjs';
import { fetched } from './fetched.mjs';

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
