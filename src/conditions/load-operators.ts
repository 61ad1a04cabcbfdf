import type { Condition } from '../model/ruleset.js';
import { loadPatterns } from './patterns.js';
import { leavesOf } from './tree.js';

/** Loads what some conditions need before they are evaluated. Only `matches` needs anything, which takes long to load. */
export async function loadOperators(conditions: readonly Condition[]): Promise<void> {
  if (conditions.some(usesPatterns)) await loadPatterns();
}

/** Whether a condition uses `matches`: then `loadPatterns()` is to be awaited before it is checked or evaluated. */
export function usesPatterns(condition: Condition): boolean {
  return leavesOf(condition).some(({ operator }) => operator.split(':').at(-1) === 'matches');
}
