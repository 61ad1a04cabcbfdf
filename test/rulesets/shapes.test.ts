// The shapes of demand that guides hold and that are hardest to say: each comes to pass, fail and open as it should.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { assert, describe, expect, test } from 'vitest';
import { loadRuleset } from '../../src/rulesets/load.js';
import { runExamples } from '../../src/rulesets/examples.js';
import { matchVendor } from '../../src/rulesets/match.js';
import { facts } from './rulesets.js';

const folder = fileURLToPath(new URL('../../fixtures/shapes', import.meta.url));

async function shape(file: string) {
  const loaded = await loadRuleset(readFileSync(`${folder}/${file}`, 'utf8'), file);
  assert('ruleset' in loaded, JSON.stringify(loaded));
  return loaded.ruleset;
}

describe.each(readdirSync(folder))('%s', (file) => {
  test('comes out as its examples say', async () => {
    const ruleset = await shape(file);
    expect(await runExamples(ruleset)).toEqual([]);
  });

  test('each rule that has to be kept is shown to be kept, broken and undecided', async () => {
    const { rules } = await shape(file);
    const shown = rules
      .filter(({ level }) => level === 'required')
      .map(({ examples }) => examples.map(({ verdict }) => verdict));
    expect(shown.length).toBeGreaterThan(0);
    for (const verdicts of shown)
      expect(verdicts).toEqual(expect.arrayContaining(['pass', 'fail', 'open']));
  });
});

test('what is unknown speaks for a leaf that says so, when an app is recognised', async () => {
  const bridge = await shape('certificates-and-modes.yaml');
  const label = 'Acme Bridge';
  expect(matchVendor(bridge, facts({ label }))).toBeDefined();
  expect(matchVendor(bridge, facts({ label, clientCredentialsFlowSetting: false }))).toBeDefined();
  expect(matchVendor(bridge, facts({ label, clientCredentialsFlowSetting: true }))).toBeUndefined();
});

test('a troubleshooting rule is information', async () => {
  const { rules } = await shape('ranked-policies.yaml');
  expect(rules.find(({ id }) => id.endsWith('/relax-on-error'))?.severity).toBe('info');
});
