// When the loading of what captures parameters is worth its time: for the first app that such a guide is about.
import { expect, test } from 'vitest';
import type { AuditRequest } from '../../src/audit/request.js';
import { detectionLoader } from '../../src/audit/vendors/assign.js';
import type { FactLookup } from '../../src/conditions/evaluate.js';
import type { ChosenRuleset, Ruleset } from '../../src/model/ruleset.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';

function shipped(id: string): Ruleset {
  const found = shippedRulesets.find((ruleset) => ruleset.id === id);
  if (!found) throw new Error(`there is no ruleset ${id}`);
  return found;
}

const capturing = shipped('vendors/autokitteh');
const usual = { ruleset: capturing, explicit: false, origin: 'shipped' } as const;

const labelled =
  (label: string): FactLookup =>
  (name) =>
    name === 'label'
      ? { state: 'known', value: label, origin: 'stated' }
      : { state: 'unknown', reason: 'not looked at' };

/** The apps, by label, at which something is loaded. */
function loads(
  chosen: ChosenRuleset,
  vendor?: 'none' | { readonly ruleset: Ruleset },
): readonly string[] {
  const config = vendor && { apps: [{ vendor }] };
  const load = detectionLoader({ rulesets: [chosen], config } as unknown as AuditRequest);
  return ['Orders', 'AutoKitteh', 'AutoKitteh 2'].filter(
    (label) => load(labelled(label)) !== undefined,
  );
}

test.each([
  [
    'a guide that captures nothing',
    { ...usual, ruleset: shipped('vendors/fullcast') },
    undefined,
    [],
  ],
  ['one that recognises an app', usual, undefined, ['AutoKitteh']],
  ['one that was named', { ...usual, explicit: true }, undefined, ['Orders']],
  ['one that the config assigns', usual, { ruleset: capturing }, ['Orders']],
  [
    'one that the config does not assign',
    usual,
    { ruleset: shipped('vendors/fullcast') },
    ['AutoKitteh'],
  ],
  ['one beside an app of no vendor', usual, 'none', ['AutoKitteh']],
] as const)('%s loads once, when needed', (_what, chosen, vendor, at) => {
  expect(loads(chosen, vendor)).toEqual(at);
});
