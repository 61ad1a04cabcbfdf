// Makes dist: shipped rulesets, the bundled program and library, type declarations, third-party notices.
//   node scripts/build.mjs [--if-stale | --readable FOLDER]
// With --readable only the program, not minified, for measuring what it runs.
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { modified, root, run, setup } from './setup.mjs';
import { dropUnnamed } from './types.mjs';

const inputs = [
  'src',
  'reporters',
  'rules',
  'scripts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
const stamp = join(root, 'dist/.built');

/** Builds dist when it is missing or older than anything it is made from. */
export async function buildIfStale() {
  const newest = Math.max(...inputs.map((name) => newestIn(join(root, name))));
  if (modified(stamp) < newest) await buildAll();
}

/** Builds dist. A mistake in rules, code or licences ends the process with a message. */
async function buildAll() {
  console.error('ecaudit: building dist');
  buildRules();
  // Other processes may be running from dist: it is made beside it and put in place at once.
  const next = join(root, `dist-${process.pid}`);
  process.on('exit', () => rmSync(next, { recursive: true, force: true }));
  mkdirSync(next);
  writeFileSync(join(next, '.built'), '');
  await bundle(next);
  declareTypes(next);
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  renameSync(next, join(root, 'dist'));
}

/** Checks rules/ and writes the module of shipped rulesets. */
export function buildRules() {
  run(process.execPath, ['scripts/run-ts.mjs', 'scripts/build-dates.ts']);
  run(process.execPath, ['scripts/run-ts.mjs', 'scripts/build-rules.ts']);
}

async function bundle(outdir, minify = true) {
  const { build } = await import('esbuild');
  const { bundledPackages, notices } = await import('./notices.mjs');
  const { sbom } = await import('./sbom.mjs');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/bin.ts', 'src/index.ts'],
    outdir,
    outbase: 'src',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    metafile: true,
    legalComments: 'none',
    minify,
    logLevel: 'warning',
    plugins: [fewChunks, stubs],
    // CommonJS packages call require() for Node's own modules; an ES module has none.
    banner: {
      js: "import { createRequire as nodeRequire } from 'node:module';\nconst require = nodeRequire(import.meta.url);",
    },
  });
  const bin = join(outdir, 'cli/bin.js');
  if (!readFileSync(bin, 'utf8').startsWith('#!')) throw new Error('src/cli/bin.ts has no #! line');
  chmodSync(bin, 0o755);
  const packages = bundledPackages(metafile);
  writeFileSync(join(outdir, 'THIRD_PARTY_NOTICES.txt'), notices(packages));
  writeFileSync(join(outdir, 'sbom.cdx.json'), sbom(packages));
}

// Every file that a start loads costs about a millisecond, whatever is in it, and esbuild makes a chunk for each set of
// entry points that share code. So every module that is imported lazily also imports what nearly all runs load anyway:
// that becomes one chunk, and what is loaded lazily holds only what is its own.
const common = [
  'src/cli/program.ts',
  'src/report/digest/index.ts',
  'src/report/text/ansi.ts',
  'src/report/text/wrap.ts',
];

// Loaded before the command line is known: what prints the version has no use for the rest.
const early = ['src/cli/exit-codes.ts', 'src/cli/main.ts'].map((file) => join(root, file));

const fewChunks = {
  name: 'few-chunks',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.{1,2}\//, namespace: 'file' }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import'
        ? { path: join(resolveDir, path.replace(/\.js$/, '.ts')), namespace: 'lazy' }
        : undefined,
    );
    onLoad({ filter: /./, namespace: 'lazy' }, ({ path }) => ({
      contents: [
        ...commonFor(path).map((file) => `import ${JSON.stringify(join(root, file))};`),
        `export * from ${JSON.stringify(path)};`,
      ].join('\n'),
      resolveDir: root,
    }));
  },
};

function commonFor(path) {
  return early.includes(path) ? [] : common;
}

/** What packages would load and never use here: the package that asks, what it asks for, what it gets. */
const replaced = [
  ['json-rules-engine', 'jsonpath-plus', 'no-json-path.cjs'],
  ['commander', 'node:child_process', 'no-child-process.cjs'],
  ['form-data', 'mime-types', 'no-mime-types.cjs'],
  ['jsforce', 'csv-parse', 'no-csv.cjs'],
  ['jsforce', 'csv-parse/sync', 'no-csv.cjs'],
  ['jsforce', 'csv-stringify', 'no-csv.cjs'],
  ['jsforce', 'csv-stringify/sync', 'no-csv.cjs'],
];

const stubs = {
  name: 'stubs',
  setup({ onResolve }) {
    onResolve({ filter: /^[a-z@]/, namespace: 'file' }, ({ importer, path }) => {
      const found = replaced.find(
        ([from, wanted]) => wanted === path && importer.includes(join('node_modules', from)),
      );
      return found && { path: join(root, 'scripts/stubs', found[2]) };
    });
  },
};

function declareTypes(outdir) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const types = join(outdir, 'types');
  run(process.execPath, [tsc, '-p', 'tsconfig.types.json', '--outDir', types]);
  dropUnnamed(types, 'src/index.d.ts');
}

// Folders count too: their time changes when a file in them is removed.
function newestIn(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found || path.endsWith('.generated.ts')) return 0;
  const names = found.isDirectory() ? readdirSync(path) : [];
  return Math.max(found.mtimeMs, ...names.map((name) => newestIn(join(path, name))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup();
  const [how, folder] = process.argv.slice(2);
  if (how === '--readable') await bundle(resolve(folder), false);
  else await (how === '--if-stale' ? buildIfStale() : buildAll());
}
