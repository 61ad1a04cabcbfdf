import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fetched } from '../conformance/fetched.mjs';
import { root } from '../setup.mjs';

/** The newest that runs on Node 20. */
const version = '9.6.1';

const cache = join(root, 'node_modules/.cache/ecaudit/mutation');

/** What tests never read, and would only be copied. */
const unread = [
  'bench',
  'dist',
  'dist-*',
  'docs',
  'editors',
  'fixtures',
  'integrations',
  'plugins',
];

/** The outcomes of an earlier run. They are of the same tests: Stryker cannot tell that one has changed. */
function incrementalFile(files, tests) {
  const hash = createHash('sha256').update(files.join());
  for (const test of tests) hash.update(readFileSync(join(root, test)));
  return join(cache, `${hash.digest('hex').slice(0, 16)}.json`);
}

/** Milliseconds. A loop without an end is told by its count: that a machine is busy must make no fault look noticed. */
const patience = 600_000;

/**
 * Tries every fault of some files on some test files, those of an earlier run only where something changed. Gives the faults
 * by file. Throws Unavailable.
 */
export async function mutate(files, tests, force) {
  const core = fetched('@stryker-mutator/core', version);
  const { Stryker } = await import(pathToFileURL(join(core, 'dist/src/index.js')).href);
  mkdirSync(cache, { recursive: true });
  process.env.ECAUDIT_MUTATION_TESTS = tests.join();
  const mutants = await new Stryker({
    mutate: files,
    plugins: [fileURLToPath(new URL('runner.mjs', import.meta.url))],
    testRunner: 'ecaudit',
    // A fault that eats memory is to cost no more than this, in megabytes.
    testRunnerNodeArgs: ['--max-old-space-size=1024'],
    coverageAnalysis: 'perTest',
    concurrency: 1,
    incremental: true,
    incrementalFile: incrementalFile(files, tests),
    force,
    ignorePatterns: unread,
    timeoutMS: patience,
    reporters: [],
    logLevel: 'error',
  }).runMutationTest();
  return files.map((file) => ({
    file,
    mutants: mutants.filter(({ fileName }) => fileName.replaceAll('\\', '/').endsWith(file)),
  }));
}
