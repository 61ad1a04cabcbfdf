// Runs a TypeScript file: node scripts/run-ts.mjs FILE [ARGS]. Node 20 cannot do that by itself.
// The file and what it imports from this repository become one module under node_modules/.cache, from where
// packages still resolve; `import.meta.url` keeps naming the original file.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, setup } from './setup.mjs';

/** Bundles and runs the TypeScript `file` in this process; resolves when its top level is done. */
async function runTs(file, args = []) {
  const { build } = await import('esbuild');
  const name = `${basename(file, '.ts')}-${process.pid}.mjs`;
  const outfile = resolve(root, 'node_modules/.cache/ecaudit', name);
  mkdirSync(resolve(outfile, '..'), { recursive: true });
  process.on('exit', () => rmSync(outfile, { force: true }));
  await build({
    absWorkingDir: root,
    entryPoints: [resolve(file)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
    plugins: [keepImportMeta],
  });
  process.setSourceMapsEnabled(true);
  process.argv = [process.execPath, resolve(file), ...args];
  await import(pathToFileURL(outfile).href);
}

const keepImportMeta = {
  name: 'keep-import-meta',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/, namespace: 'file' }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: 'ts',
    }));
  },
};

const [script, ...rest] = process.argv.slice(2);
if (!script) {
  console.error('usage: node scripts/run-ts.mjs FILE.ts [ARGS]');
  process.exit(2);
}
setup();
await runTs(script, rest);
