import type { FactLookup } from '../engine/conditions.js';
import { keptOr } from '../model/once-for.js';
import { isFactReference, type Condition, type Leaf } from '../model/ruleset.js';

/** Says of which conditions an app might be the one that they ask for; of all others it certainly is not. */
export type Screen = (facts: FactLookup) => ReadonlySet<Condition>;

/**
 * A fast look at many conditions that ask for names, such as those of all vendors' guides. A condition that is true needs
 * a text in a setting, such as `fullcast` in the label: to look for all these texts takes less than to ask one condition.
 */
export function screenFor(conditions: readonly Condition[]): Screen {
  const found = conditions.map((condition) => ({ condition, clues: cluesOf(condition) }));
  const clueless = found.filter(({ clues }) => !clues).map(({ condition }) => condition);
  const byFact = new Map<string, Map<string, Condition[]>>();
  for (const { condition, clues = [] } of found) {
    for (const { fact, text } of clues) {
      const texts = keptOr(byFact, fact, () => new Map<string, Condition[]>());
      keptOr(texts, text, () => []).push(condition);
    }
  }
  return (facts) => {
    const candidates = new Set(clueless);
    for (const [fact, texts] of byFact) addHeld(candidates, textOf(facts, fact), texts);
    return candidates;
  };
}

function addHeld(
  candidates: Set<Condition>,
  held: string,
  texts: ReadonlyMap<string, readonly Condition[]>,
): void {
  if (held === '') return;
  for (const [text, conditions] of texts) {
    if (held.includes(text)) for (const condition of conditions) candidates.add(condition);
  }
}

/** A text, in lower case, without which a leaf is not true. */
interface Clue {
  readonly fact: string;
  readonly text: string;
}

/** Clues of which at least one is there when a condition is true; undefined where nothing is known about that. */
function cluesOf(condition: Condition): readonly Clue[] | undefined {
  if ('any' in condition) {
    const all = condition.any.map(cluesOf);
    return all.includes(undefined) ? undefined : all.flatMap((found) => found ?? []);
  }
  // Every part of it has to be true: one of them will do, and the fewer texts it has, the better.
  if ('all' in condition) {
    const known = condition.all.map(cluesOf).filter((found) => found !== undefined);
    return known.toSorted((a, b) => a.length - b.length)[0];
  }
  return 'not' in condition ? undefined : cluesOfLeaf(condition);
}

/** What these operators compare is text that the fact, or an entry of it, has to hold. */
const ofTexts = /^(?:(?:someFact:|someValue:)*(?:like|equal)|in|contains|containsAny)$/;

function cluesOfLeaf({ fact, operator, value, ifUnknown }: Leaf): readonly Clue[] | undefined {
  // Such a leaf may be true without any text.
  if (ifUnknown) return undefined;
  if (!ofTexts.test(operator) || isFactReference(value) || fact === 'kind') return undefined;
  const values = typeof value === 'object' ? value : [value];
  const texts = values.map((one) =>
    typeof one === 'string' ? longestPiece(one, operator.endsWith('like')) : '',
  );
  return texts.includes('') ? undefined : texts.map((text) => ({ fact, text }));
}

function longestPiece(text: string, isGlob: boolean): string {
  const pieces = isGlob ? text.split(/[*?]+/) : [text];
  return (pieces.toSorted((a, b) => b.length - a.length)[0] ?? '').toLowerCase();
}

function textOf(facts: FactLookup, fact: string): string {
  const setting = facts(fact);
  if (setting.state === 'unknown') return '';
  const { value } = setting;
  return (typeof value === 'object' ? value.join('\n') : String(value)).toLowerCase();
}
