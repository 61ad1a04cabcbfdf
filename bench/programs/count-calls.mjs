// Writes to BENCH_COUNTS, at the end of a run, how many modules of src and reporters it loaded, how many of them had a
// function called, and how many named functions were called. esbuild writes the name of each module above its code.
import { readFileSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { fileURLToPath } from 'node:url';

const session = new Session();
session.connect();
post('Profiler.enable');
post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });

process.on('exit', () => {
  const { result } = post('Profiler.takePreciseCoverage');
  const scripts = result.filter(({ url }) => /\/readable\/(cli|chunks)\//.test(url)).map(counted);
  const called = scripts.flatMap((script) => script.called);
  const counts = {
    loaded: new Set(scripts.flatMap(({ loaded }) => loaded)).size,
    modules: new Set(called).size,
    functions: scripts.reduce((sum, { functions }) => sum + functions, 0),
  };
  writeFileSync(process.env.BENCH_COUNTS, JSON.stringify(counts));
});

/** The answer of the inspector, which is there at once. */
function post(method, params) {
  let answer;
  session.post(method, params, (error, found) => {
    if (error) throw error;
    answer = found;
  });
  return answer;
}

function counted({ url, functions }) {
  const text = readFileSync(fileURLToPath(url), 'utf8');
  const headings = [...text.matchAll(/^(?:  )?\/\/ (\S+\.(?:[cm]?[jt]sx?|json))$/gm)];
  const own = (name) => /^(src|reporters)\//.test(name);
  const moduleAt = (offset) => headings.findLast(({ index }) => index <= offset)?.[1] ?? '';
  const found = functions
    .filter(({ ranges }) => ranges[0].count > 0)
    .map(({ functionName, ranges }) => [functionName, moduleAt(ranges[0].startOffset)])
    .filter(([, module]) => own(module));
  return {
    loaded: headings.map(([, name]) => name).filter(own),
    called: found.map(([, module]) => module),
    functions: found.filter(([name]) => name !== '').length,
  };
}
