// The pages read the same on every day: dates are told as they stood when they were read.
import { withDates } from '../../src/deadlines/of-rule.js';
import { deadlineOf } from '../../src/deadlines/table.js';
import type { Rule } from '../../src/model/ruleset.js';

/** The rule with the date of its deadline in its texts, as of the day on which the date was read. */
export function asRead(rule: Rule): Rule {
  const read = rule.deadline === undefined ? undefined : deadlineOf(rule.deadline)?.source.read;
  return read === undefined ? rule : withDates(rule, read);
}
