import { evaluate, type FactLookup } from '../conditions/evaluate.js';
import { valueInWords } from '../conditions/words/values.js';
import type { Deadline } from '../model/deadline.js';
import type { Evidence } from '../report/verdict.js';
import { allDeadlines } from './table.js';
import { endsInWords } from './words.js';

/**
 * The date since when the platform gives each of these settings the value that was found, for apps like this one: then nobody
 * can change them, whatever a guide demands.
 */
export function fixedBy(evidence: readonly Evidence[], facts: FactLookup): Deadline | undefined {
  if (evidence.length === 0) return undefined;
  return allDeadlines.find(
    ({ fixes, about }) =>
      fixes !== undefined &&
      about !== undefined &&
      evidence.every(({ setting, found }) => found !== undefined && fixes[setting] === found) &&
      evaluate(about, facts).truth === true,
  );
}

/** Why the guide cannot be followed. */
export function impossibleInWords(deadline: Deadline, facts: FactLookup): string {
  const [today, created] = [facts('today'), facts('createdOn')];
  const day = today.state === 'known' ? String(today.value) : deadline.from;
  const born =
    created.state === 'known' ? valueInWords('createdOn', created.value) : 'then or later';
  return `The guide cannot be followed for this app, which was created on ${born}: ${deadline.what} (this ${endsInWords(deadline, day)}).`;
}
