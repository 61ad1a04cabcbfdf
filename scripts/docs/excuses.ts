// Which vendors' guides demand what a standard rule forbids: found by trying, as an audit does.
import type { Rule, Ruleset } from '../../src/model/ruleset.js';
import { excusedBy } from '../../src/audit/vendors/vendor-list.js';

/** The first vendor rule of each ruleset that excuses a standard rule. */
export function excusesOf(rule: Rule, vendors: readonly Ruleset[]): readonly Rule[] {
  return vendors.flatMap((ruleset) => {
    const found = ruleset.rules.find((vendor) => excusedBy(vendor, [rule], ruleset).length > 0);
    return found ? [found] : [];
  });
}
