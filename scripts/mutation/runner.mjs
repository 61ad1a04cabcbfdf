// A test runner for Stryker. Its own one starts vitest for each fault, which takes seconds. Here the test files and all that they
// import become one script, which is compiled once and loaded anew for each fault, so that none sees what another left behind.
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { newHarness, Unsupported } from './harness.mjs';

const passed = 0;
const failed = 1;
const skipped = 2;

/** Milliseconds for one test, which takes some. A loop that does not pass the fault itself is told by nothing else. */
const limit = 20_000;

/** The plug-in of Stryker. Which test files it runs stands in the variable ECAUDIT_MUTATION_TESTS. */
export const strykerPlugins = [{ kind: 'TestRunner', name: 'ecaudit', factory: createRunner }];

function createRunner() {
  // Instrumented code asks this object which fault is on, and counts in it what it passes.
  const state = (globalThis.__stryker__ ??= {});
  let load;
  let costs = new Map();
  return {
    capabilities: () => ({ reloadEnvironment: true }),
    init: async () => void (load = await loader()),
    dryRun: async () => {
      const result = await withoutFault(load, state);
      costs = new Map(result.tests.map(({ id, timeSpentMs }) => [id, timeSpentMs]));
      return result;
    },
    mutantRun: (options) => withFault(load, state, { ...options, costs }),
  };
}

async function withoutFault(load, state) {
  state.activeMutant = undefined;
  const { tests, run } = load();
  const results = [];
  for (const test of tests) {
    state.currentTestId = test.id;
    // oxlint-disable-next-line no-await-in-loop -- tests share what counts
    results.push({ id: test.id, name: test.id, ...(await resultOf(() => run(test))) });
    state.currentTestId = undefined;
  }
  return { status: 'complete', tests: results, mutantCoverage: state.mutantCoverage };
}

/** What it does before it first waits is stopped at the limit. */
const call = new Script('globalThis.__ecaudit__()');
function limited(body) {
  globalThis.__ecaudit__ = body;
  return call.runInThisContext({ timeout: limit });
}

async function resultOf(run) {
  const start = performance.now();
  const timeSpentMs = () => performance.now() - start;
  try {
    await run();
    return { status: passed, timeSpentMs: timeSpentMs() };
  } catch (error) {
    if (error instanceof Unsupported) return { status: skipped, timeSpentMs: timeSpentMs() };
    const failureMessage = String(error?.stack ?? error);
    const isEndless = error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    return { status: failed, timeSpentMs: timeSpentMs(), failureMessage, isEndless };
  }
}

/** The cheapest test comes first: the first one that fails is enough. */
async function withFault(load, state, options) {
  const { activeMutant, mutantActivation, testFilter, hitLimit, costs } = options;
  Object.assign(state, { activeMutant: undefined, hitCount: 0, hitLimit });
  if (mutantActivation === 'static') state.activeMutant = activeMutant.id;
  let tried = 0;
  try {
    const { tests, run } = load();
    state.activeMutant = activeMutant.id;
    const wanted = tests.filter(({ id }) => !testFilter || testFilter.includes(id));
    for (const test of wanted.toSorted((a, b) => costs.get(a.id) - costs.get(b.id))) {
      tried += 1;
      // oxlint-disable-next-line no-await-in-loop -- the first that fails is enough
      const { status, failureMessage, isEndless } = await resultOf(() => run(test));
      if (state.hitCount > hitLimit || isEndless)
        return { status: 'timeout', reason: 'a loop without an end' };
      if (status === failed) return killed(test.id, failureMessage, tried);
    }
  } catch (error) {
    // It could not even be loaded.
    return killed('loading', String(error), tried);
  }
  return { status: 'survived', nrOfTests: tried };
}

function killed(id, failureMessage, nrOfTests) {
  return { status: 'killed', killedBy: [id], failureMessage, nrOfTests };
}

/** Gives a function that loads the tests, each with an id of its own. The working folder is a copy of the repository. */
async function loader() {
  const files = process.env.ECAUDIT_MUTATION_TESTS.split(',');
  const entry = ['test/random-seed.ts', ...files].map((file) => `import './${file}';`).join('\n');
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins: [{ name: 'addresses', setup: nameModules }],
    logLevel: 'error',
  });
  const text = `(function (require, module, exports) {${outputFiles[0].text}\n})`;
  const script = new Script(text, { filename: join(process.cwd(), 'tests.cjs') });
  const outside = createRequire(resolve('package.json'));
  return () => {
    const { vitest, tests, run } = newHarness();
    const module = { exports: {} };
    const require = (name) => {
      if (name === 'vitest') return vitest;
      return name === 'fast-check' ? withFewRuns(outside(name)) : outside(name);
    };
    script.runInThisContext()(require, module, module.exports);
    return {
      run,
      tests: tests.map((test, at) => ({
        ...test,
        body: () => limited(test.body),
        id: `${at} ${test.names.join(' ')}`,
      })),
    };
  };
}

/** Some tries tell most faults as well as a thousand. */
function withFewRuns(fastCheck) {
  const few = ({ numRuns = 100, ...others } = {}) => ({
    ...others,
    numRuns: Math.min(numRuns, 50),
  });
  const assert = (property, options) => fastCheck.assert(property, few(options));
  return { ...fastCheck, assert };
}

/** In one script a module has no address of its own, so that it is written in. */
function nameModules({ onLoad }) {
  onLoad({ filter: /\.ts$/ }, async ({ path }) => {
    if (path.includes('node_modules')) return undefined;
    const text = await readFile(path, 'utf8');
    const url = JSON.stringify(pathToFileURL(path).href);
    return { contents: text.replaceAll('import.meta.url', url), loader: 'ts' };
  });
}
