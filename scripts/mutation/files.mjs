import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup.mjs';

/** The files that faults are put into, and the unit tests that are about them: few, so that a fault costs little. */
export const groups = [
  group(
    ['audit/vendors/exceptions', 'audit/vendors/contrary-demands', 'audit/vendors/demand-values'],
    ['audit/vendor-exceptions', 'audit/contrary-demands'],
  ),
  group(
    ['config/suppression-policy', 'config/add-suppression', 'config/baseline'],
    ['config/suppressions', 'config/baseline'],
  ),
  group(
    [
      'audit/apply-exceptions',
      'audit/baseline',
      'audit/baseline-notes',
      'audit/known-findings',
      'audit/compare',
    ],
    ['suppress', 'apply-exceptions', 'baseline', 'known-sources', 'compare'].map(
      (name) => `audit/${name}`,
    ),
  ),
  group(
    ['conditions', 'conditions/operators'],
    [
      'check',
      'confirm',
      'evaluate',
      'evaluate-rule',
      'facts-of',
      'open-lists',
      'operators',
      'patterns',
      'plain-patterns',
      'tree',
    ].map((name) => `conditions/${name}`),
  ),
  group(
    ['conditions/words'],
    ['conditions/words', 'conditions/sentences', 'conditions/messages', 'rulesets/sentences'],
  ),
  group(['metadata/xml'], ['metadata/xml/characters', 'metadata/xml/parse']),
];

/** Files of `src`, or those of a folder there, and files of `test`. */
function group(sources, tests) {
  const files = sources.flatMap((name) => [`src/${name}.ts`].filter(isThere).concat(filesIn(name)));
  return {
    files: [...new Set(files)],
    tests: tests.map((name) => `test/${name}.test.ts`),
  };
}

function isThere(file) {
  return existsSync(join(root, file));
}

function filesIn(folder) {
  if (!isThere(`src/${folder}`)) return [];
  return readdirSync(join(root, 'src', folder))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/${folder}/${name}`)
    .toSorted();
}
