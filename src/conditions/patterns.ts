import type { RE2JS } from 're2js';
import { onceForText } from '../model/once-for.js';

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

/**
 * How large a regular expression becomes when it is compiled, about: RE2 writes repetitions out, and a class such as `\\pL`
 * is hundreds of ranges. It is told from the text, since to compile a large one takes seconds.
 */
export function patternSize(pattern: string): number {
  const plain = pattern.replaceAll(/\\Q(.*?)(?:\\E|$)/gs, (_, text: string) =>
    'x'.repeat(text.length),
  );
  const folds = /\(\?[a-z-]*i/i.test(plain) ? 3 : 1;
  // The sizes of the groups that are open, each with that of what came last in it.
  const open: { total: number; last: number }[] = [{ total: 0, last: 0 }];
  for (const [token] of plain.matchAll(patternTokens)) {
    const here = open.at(-1) ?? { total: 0, last: 0 };
    if (token.startsWith('(')) open.push({ total: 1, last: 0 });
    else if (token === ')') {
      // One that closes nothing is a mistake, and no size.
      if (open.length === 1) continue;
      open.pop();
      addSize(open.at(-1) ?? here, here.total);
    } else if (token.startsWith('{')) repeat(here, token);
    else if (!/^[*+?|]/.test(token)) addSize(here, weightOf(token) * folds);
  }
  return open.reduce((sum, { total }) => sum + total, 0);
}

const patternTokens =
  /\\[pP](?:\{[^}]*\}|.)|\\x\{[^}]*\}|\\.|\[\^?\]?(?:\\[^]|\[:[^\]]*:\]|[^\]\\])*\]|\(\?(?:P?<[^>]*>|[a-zA-Z-]*:?)|\{\d+(?:,\d*)?\}|[^]/g;

function addSize(group: { total: number; last: number }, size: number): void {
  group.total += size;
  group.last = size;
}

function repeat(group: { total: number; last: number }, token: string): void {
  const counts = Array.from(token.matchAll(/\d+/g), ([digits]) => Number(digits));
  const times = Math.max(1, ...counts);
  group.total += group.last * (times - 1);
  group.last *= times;
}

function weightOf(token: string): number {
  if (/^\\[pP]/.test(token)) return 20;
  if (token.startsWith('[') && token.length > 1)
    return 2 + 20 * (token.match(/\\[pP]|\[:/g)?.length ?? 0) + token.length / 10;
  return token === '.' ? 4 : 1;
}

const plainCharacter = String.raw`(?:[\w:/@ -]|\\\.|\[\.\])`;
const plainChoice = String.raw`\([\w:/ -]+(?:\|[\w:/ -]+)*\)`;
const characters = String.raw`\[(?:0-9|a-z|A-Z|[\w./ ])+-?\]`;
const times = String.raw`(?:[*+]|\{[1-9]\}|\{[1-4],[5-9]\}|\{[1-9],[1-9]\d\})`;
const anyRest = String.raw`\(\[\^(?:[\w./:]|\\\\)+-?\]\.\*\)\?`;
const plainForm = new RegExp(
  String.raw`^\^(?:${plainCharacter}|${plainChoice})*(?:(?:${characters}${times})?${plainCharacter}*|${anyRest})\$$`,
);

/** Longer ones are left to RE2. */
const longestPattern = 200;

/**
 * Patterns that need no RE2, as JavaScript's own: anchored, of plain ASCII, with one repetition at most and nothing to choose
 * but between plain texts, or with any rest at the end that does not begin with some characters. What they match is the same
 * to both, in linear time. To load RE2 and to compile one pattern takes a tenth of a run over one app, and neither what
 * recognises shipped guides nor the standard rules have other patterns.
 */
export const plainPattern = onceForText((pattern): { readonly regExp?: RegExp } =>
  pattern.length <= longestPattern && plainForm.test(pattern)
    ? // To RE2 a dot is all but a line feed.
      { regExp: new RegExp(pattern.replace('.*)?$', String.raw`[^\n]*)?$`)) }
    : {},
);
