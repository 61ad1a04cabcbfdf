import { accessRows, evidenceRows, flowRows, hygieneRows } from './rows/access.js';
import {
  incidentRows,
  migrationRows,
  networkRows,
  orgRows,
  partnerRows,
  samlRows,
} from './rows/network.js';
import {
  scopeRows,
  secretRows,
  tokenRows,
  undecidedRows,
  urlRows,
  usageRows,
} from './rows/tokens.js';
import type { Row, FixRows } from './row.js';

/**
 * How the findings of each shipped standard rule are fixed in files, and what breaks. Sources: the pages of the Metadata API
 * Developer Guide (v262) for the elements; docs/fix.md has the table and says what the classes mean.
 */
const allFixRows: FixRows = {
  ...accessRows,
  ...evidenceRows,
  ...flowRows,
  ...hygieneRows,
  ...incidentRows,
  ...migrationRows,
  ...networkRows,
  ...orgRows,
  ...partnerRows,
  ...samlRows,
  ...scopeRows,
  ...secretRows,
  ...tokenRows,
  ...undecidedRows,
  ...urlRows,
  ...usageRows,
};

/** The row of a rule; undefined for rules of guides and of one's own. */
export function fixRowOf(rule: string): Row | undefined {
  return Object.hasOwn(allFixRows, rule) ? allFixRows[rule] : undefined;
}

/** The rules that have a row. */
export const rulesWithRow: readonly string[] = Object.keys(allFixRows);

/** The rules whose fix is safe under a condition, which another edit may bring about. */
export const sometimesSafe: readonly string[] = Object.entries(allFixRows).flatMap(([rule, row]) =>
  row.safeWhen ? [rule] : [],
);
