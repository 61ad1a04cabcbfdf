import { plainProse, plainText } from '../../report/text/plain-text.js';
import { indented } from '../../report/text/wrap.js';
import type { Ruleset } from '../../model/ruleset.js';
import type { Verdict } from '../../report/verdict.js';
import type { ExampleFailure } from '../../rulesets/examples.js';

/** A verdict that is not the expected one. */
export interface Difference {
  readonly rule: string;
  /** Which example, or which app of which folder. */
  readonly where: string;
  readonly expected: Verdict;
  readonly found: Verdict;
  /** What an audit says. */
  readonly message: string;
  /** `file:line:column` of what decided. */
  readonly at?: string;
  /** The settings of an example. */
  readonly settings?: string;
  readonly reason?: string;
}

/** An example that comes out otherwise, with what it says. */
export function exampleDifference(ruleset: Ruleset, failure: ExampleFailure): Difference {
  const { rule, index, title, expected, found, message, reason } = failure;
  const example = ruleset.rules.find(({ id }) => id === rule)?.examples[index];
  return {
    rule,
    where: `example ${index + 1}${title === undefined ? '' : `, "${title}"`}`,
    expected,
    found,
    message,
    settings: JSON.stringify(example?.settings ?? {}),
    ...(reason !== undefined && { reason }),
  };
}

/** A difference over a few lines. */
export function testDifferenceText(difference: Difference, width: number): string {
  const { rule, where, expected, found, message, at, settings, reason } = difference;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['expected', verdictNames[expected]],
    ['found', `${verdictNames[found]}. ${plainProse(message)}`],
    ['reason', reason],
    ['settings', settings],
    ['at', at],
  ];
  const lines = facts.flatMap(([name, text]) =>
    text === undefined
      ? []
      : indented(plainText(text), width, differenceIndent, `  ${name}`.padEnd(differenceIndent.length)),
  );
  return [`${rule}: ${plainText(where)}`, ...lines].join('\n');
}

const differenceIndent = ' '.repeat('  expected  '.length);

const verdictNames = {
  pass: 'pass',
  fail: 'fail',
  open: 'open',
  notApplicable: 'not applicable',
} as const satisfies Readonly<Record<Verdict, string>>;
