// npm runs this where the repository itself is installed: from a git address, by pre-commit, and with `npm install` in a
// clone. A package that npm makes of it has to have a dist; one that is there is left alone.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const isBuilt = existsSync(join(root, 'dist/cli/bin.js'));
const canBuild = ['esbuild', 'typescript'].every((name) =>
  existsSync(join(root, 'node_modules', name)),
);

if (!isBuilt && canBuild) {
  const { buildIfStale } = await import('./build.mjs');
  await buildIfStale();
} else if (!isBuilt) {
  console.error(
    'ecaudit: not built, its development dependencies are not installed; npm start does both',
  );
}
