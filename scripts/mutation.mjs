// npm run mutation: how many small faults in a file its unit tests notice (Stryker, fetched when needed; no part of CI).
//   npm run mutation                     every file of the table in scripts/mutation/files.mjs
//   npm run mutation -- PART...          the files whose path holds one of these
//   npm run mutation -- --survivors      names each fault that no test noticed
//   npm run mutation -- --force          tries again what an earlier run tried; needed when only a helper of the tests changed
//   npm run mutation -- --record         writes the scores into test/mutation.md
// One fault after the other in one process. To use the machine meanwhile: `nice -n 15 npm run mutation`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildRules } from './build.mjs';
import { Unavailable } from './conformance/fetched.mjs';
import { groups } from './mutation/files.mjs';
import { record, scoreLine, survivorLines } from './mutation/scores.mjs';
import { mutate } from './mutation/stryker.mjs';
import { root, setup } from './setup.mjs';

const generated = ['src/rulesets/shipped.generated.ts', 'src/deadlines/dates.generated.ts'];

const flags = new Set(process.argv.slice(2).filter((name) => name.startsWith('--')));
const parts = process.argv.slice(2).filter((name) => !flags.has(name));
const isMeant = (file) => parts.length === 0 || parts.some((part) => file.includes(part));

setup();
// Of an older build they do: what a test makes of rules that changed since, `npm test` says.
if (generated.some((file) => !existsSync(join(root, file)))) buildRules();
const scores = [];
try {
  for (const { files, tests } of groups) {
    const meant = files.filter(isMeant);
    if (meant.length === 0) continue;
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that the machine stays of use
    for (const score of await mutate(meant, tests, flags.has('--force'))) {
      if (flags.has('--survivors')) for (const line of survivorLines(score)) console.log(line);
      console.log(scoreLine(score));
      scores.push(score);
    }
    if (flags.has('--record')) record(scores);
  }
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  console.error(`mutation: ${error.message}`);
  process.exitCode = 1;
}
if (scores.length === 0) console.error('mutation: no file of scripts/mutation/files.mjs was tried');
