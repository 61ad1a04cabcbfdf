import { auditRequest } from '../../audit/audit.js';
import { formatLocation } from '../../model/location.js';
import type { Problem } from '../../report/problem.js';
import { UserError } from '../../model/user-error.js';
import { verdicts, type Verdict } from '../../report/verdict.js';
import { exampleDay, type ExampleFailure } from '../../rulesets/examples.js';
import { version } from '../version.js';
import type { Fixture } from './test-plan.js';
import { plainProse, plainText } from '../../report/text/plain-text.js';
import { indented } from '../../report/text/wrap.js';
import type { Ruleset } from '../../model/ruleset.js';

interface FixtureRun {
  readonly apps: number;
  readonly differences: readonly Difference[];
}

/**
 * Audits a folder of fixtures by its rule alone. Dates are evaluated as in examples, so that the verdicts stay what they
 * are. Throws UserError for metadata that cannot be read: it says nothing about the rule.
 */
export async function runFixture(
  { rule, ruleset, folder, verdict }: Fixture,
  parameters: ReadonlyMap<string, readonly string[]>,
  cwd: string,
): Promise<FixtureRun> {
  const report = await auditRequest({
    sources: [folder],
    cwd,
    rulesets: [{ ruleset: { ...ruleset, rules: [rule] }, explicit: true, origin: 'own' }],
    parameters,
    select: { apps: [] },
    options: { failOn: 'never', minSeverity: 'info', include: verdicts, strict: false },
    ignoreExcuses: true,
    lineHashes: false,
    now: new Date(exampleDay),
    version,
  });
  const broken = report.problems.filter(isBroken);
  if (broken.length > 0) throw brokenFixture(folder, broken);
  const others = report.results.filter((one) => one.rule === rule.id && one.verdict !== verdict);
  return {
    apps: report.apps.length,
    differences: others.map((result) => ({
      rule: rule.id,
      where: `${folder}, ${result.app}`,
      expected: verdict,
      found: result.verdict,
      message: result.message,
      at: formatLocation(result.location),
    })),
  };
}

/** That an app is not the vendor's is a verdict, and a rule that cannot be evaluated is one, too. */
function isBroken({ level, kind }: Problem): boolean {
  return level === 'error' && kind !== 'no-vendor-app' && kind !== 'rule-failed';
}

function brokenFixture(folder: string, problems: readonly Problem[]): UserError {
  const lines = problems.map(({ message, location }) =>
    location ? `${formatLocation(location)}: ${message}` : message,
  );
  return new UserError(lines, `each folder of fixtures holds metadata; see ${folder}`);
}

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
      : indented(
          plainText(text),
          width,
          differenceIndent,
          `  ${name}`.padEnd(differenceIndent.length),
        ),
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
