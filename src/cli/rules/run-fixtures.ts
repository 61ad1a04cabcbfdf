import { auditRequest } from '../../audit/audit.js';
import { formatLocation } from '../../model/location.js';
import type { Problem } from '../../report/problem.js';
import { UserError } from '../../model/user-error.js';
import { verdicts } from '../../report/verdict.js';
import { exampleDay } from '../../rulesets/examples.js';
import { version } from '../version.js';
import type { Difference } from './differences.js';
import type { Fixture } from './test-plan.js';

export interface FixtureRun {
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
