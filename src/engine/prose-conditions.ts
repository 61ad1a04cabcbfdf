import type { Condition, Leaf, Rule } from '../model/ruleset.js';
import { negated } from './operators.js';
import { leafInWords, type Mood } from './prose-operators.js';

/** A condition in words: a sentence, or a group of them under a heading. */
export type Worded = string | WordedGroup;

export interface WordedGroup {
  /** `all of`, `one of`. */
  readonly heading: Heading;
  readonly parts: readonly Worded[];
}

/** What a group says: all of its parts hold, or one does. A `not` never shows: it goes into the sentences. */
export type Heading = 'all of' | 'one of';

/**
 * A condition in the words of Setup: what it demands (`"Require PKCE" must be on`), or what it says is the case
 * (`"Require PKCE" is on`). Groups in groups of their own kind are one.
 */
export function wordsOf(condition: Condition, mood: Mood, not = false): Worded {
  if ('not' in condition) return wordsOf(condition.not, mood, !not);
  if ('all' in condition) return group(not ? 'one of' : 'all of', condition.all, mood, not);
  if ('any' in condition) return group(not ? 'all of' : 'one of', condition.any, mood, not);
  return leafInWords(not ? opposite(condition) : condition, mood);
}

/** By De Morgan, the parts of a group under a `not` are denied one by one. */
function group(heading: Heading, inner: readonly Condition[], mood: Mood, not: boolean): Worded {
  const parts = inner.flatMap((part) => {
    const words = wordsOf(part, mood, not);
    return typeof words === 'object' && words.heading === heading ? words.parts : [words];
  });
  const [only, ...others] = parts;
  return only !== undefined && others.length === 0 ? only : { heading, parts };
}

function opposite(leaf: Leaf): Leaf {
  return { ...leaf, operator: negated(leaf.operator) };
}

/** Words as part of a sentence; a group within a group is in brackets. */
export function inOneLine(words: Worded, inner = false): string {
  if (typeof words === 'string') return words;
  const joined = words.parts
    .map((part) => inOneLine(part, true))
    .join(words.heading === 'all of' ? ' and ' : ' or ');
  return inner ? `(${joined})` : joined;
}

/** One of the conditions of a rule in words, with what it is for. */
export interface ConditionInWords {
  readonly role: 'when' | 'unless' | 'require';
  /** What goes before the words: `Applies when`. */
  readonly intro: string;
  readonly words: Worded;
}

/** What a rule says, in the order in which it is asked: does it apply, what does it require. */
export function conditionsInWords({ when, unless, require }: Rule): readonly ConditionInWords[] {
  return [
    ...(when
      ? [{ role: 'when', intro: 'Applies when', words: wordsOf(when, 'statement') } as const]
      : []),
    ...(unless
      ? [{ role: 'unless', intro: 'Unless', words: wordsOf(unless, 'statement') } as const]
      : []),
    { role: 'require', intro: 'Required:', words: wordsOf(require, 'demand') },
  ];
}
