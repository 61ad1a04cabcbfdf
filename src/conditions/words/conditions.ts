import type { RuleLevel } from '../../model/level.js';
import type { Condition, Rule } from '../../model/ruleset.js';
import { denied, fold } from '../tree.js';
import { inLevel } from './mismatch.js';
import { leafInWords, type Mood } from './operators.js';

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
export function conditionInWords(condition: Condition, mood: Mood): Worded {
  return fold<Wording>(condition, {
    all: (parts) => (not) => wordGroup(not ? 'one of' : 'all of', parts, not),
    any: (parts) => (not) => wordGroup(not ? 'all of' : 'one of', parts, not),
    not: (part) => (not) => part(!not),
    leaf: (leaf) => (not) => leafInWords(not ? denied(leaf) : leaf, mood),
  })(false);
}

/** The words of a part, or of its opposite. */
type Wording = (not: boolean) => Worded;

/** By De Morgan, the parts of a group under a `not` are denied one by one. */
function wordGroup(heading: Heading, inner: readonly Wording[], not: boolean): Worded {
  const parts = inner.flatMap((part) => {
    const words = part(not);
    return typeof words === 'object' && words.heading === heading ? words.parts : [words];
  });
  const [only, ...others] = parts;
  return only !== undefined && others.length === 0 ? only : { heading, parts };
}

/** Words as part of a sentence; a group within a group is in brackets. */
export function wordsInOneLine(words: Worded, inner = false): string {
  if (typeof words === 'string') return words;
  const joined = words.parts
    .map((part) => wordsInOneLine(part, true))
    .join(words.heading === 'all of' ? ' and ' : ' or ');
  return inner ? `(${joined})` : joined;
}

/** How a demand is introduced, by its level. */
export const binding = {
  required: 'Required',
  recommended: 'Recommended',
  optional: 'Suggested',
  troubleshooting: 'Suggested for troubleshooting',
} as const satisfies Readonly<Record<RuleLevel, string>>;

/** One of the conditions of a rule in words, with what it is for. */
export interface ConditionInWords {
  readonly role: 'when' | 'unless' | 'require' | 'milderWhen';
  /** What goes before the words: `Applies when`. */
  readonly intro: string;
  readonly words: Worded;
}

/** What is not required does not read as if it were. */
function wordedInLevel(words: Worded, level: RuleLevel): Worded {
  if (typeof words === 'string') return inLevel(words, level);
  return { ...words, parts: words.parts.map((part) => wordedInLevel(part, level)) };
}

/** What a rule says, in the order in which it is asked: does it apply, what does it require. */
export function conditionsInWords({
  when,
  unless,
  require,
  milderWhen,
  level,
}: Rule): readonly ConditionInWords[] {
  return [
    ...(when
      ? [
          {
            role: 'when',
            intro: 'Applies when',
            words: conditionInWords(when, 'statement'),
          } as const,
        ]
      : []),
    ...(unless
      ? [{ role: 'unless', intro: 'Unless', words: conditionInWords(unless, 'statement') } as const]
      : []),
    {
      role: 'require',
      intro: `${binding[level]}:`,
      words: wordedInLevel(conditionInWords(require, 'demand'), level),
    },
    ...(milderWhen
      ? [
          {
            role: 'milderWhen',
            intro: 'One severity milder when',
            words: conditionInWords(milderWhen, 'statement'),
          } as const,
        ]
      : []),
  ];
}
