// Which vendors' guides demand what a standard rule forbids: found by trying, as an audit does.
import { compile } from '../../src/engine/conditions.js';
import { excuseFor } from '../../src/engine/excuses.js';
import type { Rule, Ruleset } from '../../src/model/ruleset.js';
import { exampleFacts } from '../../src/rulesets/examples.js';

/** The first vendor rule of each ruleset that excuses a standard rule, in any of the examples of both. */
export function excusesOf(rule: Rule, vendors: readonly Ruleset[]): readonly Rule[] {
  return vendors.flatMap(({ rules }) => {
    const found = rules.find((vendor) => excuses(rule, vendor));
    return found ? [found] : [];
  });
}

function excuses(rule: Rule, vendor: Rule): boolean {
  const failing = rule.examples.filter(({ verdict }) => verdict === 'fail');
  const passing = vendor.examples.filter(({ verdict }) => verdict === 'pass');
  return failing.some((bad) =>
    passing.some((good) => {
      const facts = exampleFacts({ ...bad.settings, ...good.settings });
      return compile(rule.require)(facts) === false && excuseFor(rule, [vendor], facts) === vendor;
    }),
  );
}
