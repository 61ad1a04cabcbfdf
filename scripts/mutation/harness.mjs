// What test files import from vitest, as far as unit tests need it: enough to collect their tests and to run each by itself.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** The matchers of the vitest that runs the tests otherwise. */
const ofVitest = createRequire(createRequire(import.meta.url).resolve('vitest/package.json'));
const kit = await import(pathToFileURL(ofVitest.resolve('@vitest/expect')).href);
const { chai } = kit;

chai.use(kit.JestExtend);
chai.use(kit.JestChaiExpect);
chai.use(kit.JestAsymmetricMatchers);

const expect = Object.assign((value, message) => chai.expect(value, message), chai.expect);
Object.assign(expect, globalThis[kit.ASYMMETRIC_MATCHERS_OBJECT]);
expect.extend = (matchers) => chai.expect.extend(expect, matchers);
expect.extend(kit.customMatchers);

/** Thrown by a test that needs more of vitest than there is here. */
export class Unsupported extends Error {}

/** A `vitest` for one loading of the test files, and the tests that they register with it. */
export function newHarness() {
  const tests = [];
  let suite = { names: [], before: [] };
  let finished = [];

  const test = (name, body) => void tests.push({ names: [...suite.names, name], suite, body });
  test.each = eachOf(test);
  const describe = (name, body) => {
    const outer = suite;
    suite = { names: [...outer.names, name], before: [], outer };
    body();
    suite = outer;
  };
  describe.each = eachOf(describe);

  const run = async ({ suite: own, body }) => {
    try {
      await prepare(own);
      await body();
    } finally {
      for (const done of finished.toReversed()) await done();
      finished = [];
    }
  };

  const vitest = {
    expect,
    assert: chai.assert,
    test,
    describe,
    beforeAll: (body) => void suite.before.push(body),
    onTestFinished: (body) => void finished.push(body),
    vi: new Proxy({}, { get: refuse }),
  };
  return { vitest, tests, run };
}

async function prepare(suite) {
  if (!suite) return;
  await prepare(suite.outer);
  for (const body of suite.before.splice(0)) await body();
}

/** A row is the arguments; what is no list is the only one. Names need not tell rows apart: tests are counted. */
const eachOf = (register) => (rows) => (name, body) => {
  for (const row of rows) {
    const values = Array.isArray(row) ? row : [row];
    register(name, () => body(...values));
  }
};

function refuse(_, name) {
  throw new Unsupported(`vi.${String(name)}`);
}
