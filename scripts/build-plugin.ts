// node scripts/build.mjs --if-stale && node scripts/run-ts.mjs scripts/build-plugin.ts
// Makes plugins/sf/lib: the commands of the plug-in, the table of their flags, and ecaudit itself, so that the installed plug-in
// fetches no package by our name.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { pluginCommands } from './plugin/commands.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const lib = join(root, 'plugins/sf/lib');

rmSync(lib, { recursive: true, force: true });
mkdirSync(lib, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ['plugins/sf/src/index.ts'],
  outfile: join(lib, 'index.js'),
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node22',
  logLevel: 'warning',
});
writeFileSync(join(lib, 'commands.json'), `${JSON.stringify(pluginCommands(), null, 2)}\n`);
cpSync(join(root, 'dist'), join(lib, 'ecaudit'), {
  recursive: true,
  filter: (path) => !/[\\/](?:types|\.built)$/.test(path),
});
