import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup.mjs';

/** A judge that could not be had; nothing was checked by it. */
export class Unavailable extends Error {}

/**
 * The folder of a package that is too large, or of too little use, to be a dependency: fetched when it is needed, kept in the
 * cache. `overrides` are versions of what it depends on, as in a package.json. Throws Unavailable.
 */
export function fetched(name, version, overrides = {}) {
  const home = join(root, 'node_modules/.cache/ecaudit', `${name.replace('/', '-')}-${version}`);
  const folder = join(home, 'node_modules', name);
  if (installedVersion(folder) === version) return folder;
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true, overrides }));
  console.error(`ecaudit: installing ${name} ${version}`);
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm'];
  const [command, ...args] = [...npm, 'install', ...flags, `${name}@${version}`];
  const done = spawnSync(command, args, { cwd: home, stdio: ['ignore', 2, 2] });
  if (done.status !== 0) throw new Unavailable(`${name} ${version} cannot be installed`);
  return folder;
}

function installedVersion(folder) {
  const file = join(folder, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
}
