import ignore from 'ignore';
import type { Location } from '../../model/location.js';

/** The pattern that leaves a path out, where it stands; undefined for a path that none leaves out. */
export type IgnoredBy = (path: string) => Location | undefined;

/**
 * Reads the text of a `.forceignore` as the Salesforce CLI does: the rules of .gitignore, without regard to case. Paths are
 * relative to its folder, with `/`. `file` is its path in messages.
 */
export function ignoreRules(text: string, file: string): IgnoredBy {
  const patterns = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const rules = ignore().add(patterns.map((pattern, index) => ({ pattern, mark: String(index) })));
  const places = new Map(
    patterns.map((pattern, index) => [String(index), patternLocation(pattern, index, file)]),
  );
  return (path) => places.get(rules.test(path).rule?.mark ?? '');
}

function patternLocation(pattern: string, index: number, file: string): Location {
  const line = index + 1;
  const endColumn = pattern.trimEnd().length + 1;
  return { file, startLine: line, startColumn: 1, endLine: line, endColumn };
}
