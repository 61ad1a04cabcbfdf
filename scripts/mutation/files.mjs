import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup.mjs';

/** The files that faults are put into, and the unit tests that are about them: few, so that a fault costs little. */
export const groups = [
  group(['audit/vendors/exceptions'], ['audit/vendor-exceptions']),
  group(['audit/vendors/contrary-demands', 'audit/vendors/switches'], ['audit/contrary-demands']),
  group(['audit/suppress'], ['audit/suppress']),
  group(['audit/apply-exceptions'], ['audit/apply-exceptions']),
  group(
    ['config/suppression-policy', 'config/suppressions', 'config/add-suppression'],
    ['config/suppressions'],
  ),
  group(['config/baseline'], ['config/baseline']),
  group(['audit/baseline', 'audit/baseline-notes', 'audit/known-findings'], ['audit/baseline']),
  group(['audit/compare'], ['audit/compare']),
  group(['audit/known-sources'], ['audit/known-sources']),
  group(
    ['conditions'],
    ['check', 'evaluate', 'evaluate-rule', 'operators', 'patterns', 'words'].map(
      (name) => `conditions/${name}`,
    ),
  ),
  group(['metadata/xml'], ['metadata/xml/parse']),
];

/** Files of `src`, or all of a folder there, and files of `test`. */
function group(sources, tests) {
  return {
    files: sources.flatMap((name) => [`src/${name}.ts`].filter(isThere).concat(filesIn(name))),
    tests: tests.map((name) => `test/${name}.test.ts`),
  };
}

function isThere(file) {
  return existsSync(join(root, file));
}

function filesIn(folder) {
  if (!isThere(`src/${folder}`)) return [];
  return readdirSync(join(root, 'src', folder), { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/${folder}/${name.replaceAll('\\', '/')}`)
    .toSorted();
}
