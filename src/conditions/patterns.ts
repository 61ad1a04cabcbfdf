import type { RE2JS } from 're2js';
import { onceForText } from '../model/once-for.js';
import { patternSize } from './pattern-size.js';
import { plainPattern } from './plain-patterns.js';

/** Longer texts are not searched: the rule throws, and is open. Salesforce's own fields end far below. */
export const maxTextLength = 10_000;

/** With repetitions written out. */
export const maxPatternSize = 2_000;

/** Longer patterns are mistakes. */
export const maxPatternLength = 1_000;

type Compiler = typeof RE2JS;

let compiler: Compiler | undefined;

/**
 * Loads the regular expressions (RE2: time linear in the text, no backtracking). It is to be awaited once before the
 * first `matches`; runs without one never pay for it.
 */
export async function loadPatterns(): Promise<void> {
  compiler ??= (await import('./re2.js')).RE2JS;
}

/** Whether a pattern is found anywhere in a text. Throws for a text that is too long and for a bad pattern. */
export function matchesPattern(text: string, pattern: string): boolean {
  if (text.length > maxTextLength) {
    throw new RangeError(`a text of ${text.length} characters is too long for "matches"`);
  }
  return plainPattern(pattern).regExp?.test(text) ?? compiledPattern(pattern).test(text);
}

/** What the first group of a pattern captures in a text; undefined where the pattern is not found. */
export function captured(text: string, pattern: string): string | undefined {
  if (text.length > maxTextLength) return undefined;
  const matcher = compiledPattern(pattern).matcher(text);
  return matcher.find() ? (matcher.group(1) ?? undefined) : undefined;
}

/** How many groups a pattern has. */
export function countGroups(pattern: string): number {
  return compiledPattern(pattern).groupCount();
}

/** What a text should be to be a pattern; undefined when it is one. */
export function patternDiagnostic(pattern: string): string | undefined {
  if (pattern.length > maxPatternLength) {
    return `a pattern of ${maxPatternLength} characters at most`;
  }
  if (plainPattern(pattern).regExp) return undefined;
  const size = patternSize(pattern);
  if (size > maxPatternSize)
    return `a smaller pattern; with its repetitions written out it has ${Math.ceil(size)} parts, and ${maxPatternSize} are the limit`;
  try {
    compiledPattern(pattern);
    return undefined;
  } catch (error) {
    return `a regular expression in RE2 syntax (${error instanceof Error ? error.message : String(error)})`;
  }
}

const compiledPattern = onceForText((pattern): RE2JS => loadedCompiler().compile(pattern));

function loadedCompiler(): Compiler {
  if (compiler) return compiler;
  throw new Error('patterns are used before loadPatterns()');
}
