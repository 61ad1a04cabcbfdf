import type { Condition, Leaf } from '../model/ruleset.js';
import { loadPatterns } from './patterns.js';
import { plainPattern } from './plain-patterns.js';
import { leavesOf } from './tree.js';

/**
 * Loads what some conditions need before they are evaluated. Only `matches` needs anything, which takes long to load, and
 * that only for patterns that are not plain.
 */
export async function loadOperators(conditions: readonly Condition[]): Promise<void> {
  if (conditions.some(usesPatterns)) await loadPatterns();
}

/** Whether a condition uses `matches` with such a pattern: then `loadPatterns()` is to be awaited before it is evaluated. */
export function usesPatterns(condition: Condition): boolean {
  return leavesOf(condition).some(
    ({ operator, value }) => /(^|:)matches$/.test(operator) && !hasPlainPattern(operator, value),
  );
}

/** With `swap` the pattern is the fact's. */
function hasPlainPattern(operator: string, value: Leaf['value']): boolean {
  if (typeof value !== 'string' || operator.includes('swap:')) return false;
  return plainPattern(value).regExp !== undefined;
}
