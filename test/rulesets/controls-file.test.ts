// rules/controls.data.yaml is checked when the rules are built.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatDiagnostic } from '../../src/model/user-error.js';
import { loadFrameworks } from '../../src/rulesets/data-files.js';
import { shippedFrameworks } from '../../src/rulesets/controls.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';
import { root } from '../stories/run.js';
import { head, leaf, load } from './rulesets.js';

const file = 'controls.data.yaml';
const sound = `sbs:
  title: Benchmark
  url: https://benchmark.example/
  version: "1"
  controls:
    A-1: The first
    A-2: The second
  notAssessed:
    A-2: It is about papers.
`;
const rulesets = [
  await load(`${head}rules: [{ id: one, require: ${leaf}, controls: { sbs: [A-1] } }]\n`),
];

test('what is sound is loaded', () => {
  const loaded = loadFrameworks(sound, file, rulesets);
  expect(loaded).toEqual({
    frameworks: [
      {
        id: 'sbs',
        title: 'Benchmark',
        url: 'https://benchmark.example/',
        version: '1',
        controls: { 'A-1': 'The first', 'A-2': 'The second' },
        notAssessed: { 'A-2': 'It is about papers.' },
      },
    ],
  });
});

test.each([
  ['no YAML', 'sbs: [', /^controls\.data\.yaml:1:/],
  ['a missing key', sound.replace('  title: Benchmark\n', ''), ':2:3: missing key "title"'],
  [
    'a misspelt key',
    sound.replace('  version', '  versoin'),
    'unknown key "versoin"; did you mean "version"?',
  ],
  [
    'a control without rule or reason',
    sound.replace('  notAssessed:\n    A-2: It is about papers.\n', ''),
    ':7:5: "A-2" is named by no rule; say why under "notAssessed"',
  ],
  [
    'a reason for what is assessed',
    `${sound}    A-1: Not so.\n`,
    ':10:5: "A-1" is assessed: a rule names it',
  ],
  [
    'a reason for what is no control',
    `${sound}    A-3: Not so.\n`,
    ':10:5: "A-3" has no title under "controls"',
  ],
  [
    'a rule that names an unknown control',
    sound.replace('    A-1: The first\n', ''),
    'acme/one names the control sbs "A-1"; did you mean "A-2"?',
  ],
  [
    'a rule that names an unknown framework',
    sound.replace('sbs:', 'sba:'),
    'acme/one names the control sbs "A-1"; did you mean "sba"?',
  ],
])('%s', (_, text, message) => {
  const loaded = loadFrameworks(text, file, rulesets);
  const diagnostics =
    'diagnostics' in loaded ? loaded.diagnostics.map(formatDiagnostic).join('\n') : '';
  expect(diagnostics).toMatch(typeof message === 'string' ? escaped(message) : message);
});

function escaped(text: string): RegExp {
  return new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
}

test('the shipped frameworks are those of the file', async () => {
  const path = join(root, 'rules', file);
  const loaded = loadFrameworks(readFileSync(path, 'utf8'), path, shippedRulesets);
  expect(loaded).toEqual({ frameworks: await shippedFrameworks() });
});
