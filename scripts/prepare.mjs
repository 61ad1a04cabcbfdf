// npm runs this where the repository itself is installed: from a git address, by pre-commit, and with `npm install` in a
// clone. A package that npm makes of it has to have a dist; one that is there is left alone. With `npm install -g` (as
// pre-commit does) npm does not install what the build needs, so that is done here, from the lock file and without scripts.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, setup } from './setup.mjs';

const isThere = (path) => existsSync(join(root, path));

if (!isThere('dist/cli/bin.js')) {
  if (!isThere('node_modules/esbuild') || !isThere('node_modules/typescript')) setup();
  const { buildIfStale } = await import('./build.mjs');
  await buildIfStale();
}
