import { counted } from '../../report/text/words.js';
import { redactedCopy } from '../../audit/credentials.js';
import { rulesetOf, type Rule, type Ruleset } from '../../model/ruleset.js';
import { runExamples } from '../../rulesets/examples.js';
import { withExamples } from '../../rulesets/shipped.js';
import { parameterTexts, texts } from '../flags.js';
import { exitCodes } from '../exit-codes.js';
import { type Io, tell } from '../io.js';
import {
  testDifferenceText,
  exampleDifference,
  type Difference,
  runFixture,
} from '../rules/run-fixtures.js';
import { testPlan, type TestPlan } from '../rules/test-plan.js';
import { styleOf } from '../style.js';

/** Runs the examples of rulesets and the fixtures of rules. Exit code 1 when a verdict is not the expected one. */
export async function testRules(
  paths: readonly string[],
  flags: Readonly<Record<string, unknown>>,
  io: Io,
): Promise<number> {
  const { rule } = flags;
  const plan = await testPlan(paths, typeof rule === 'string' ? rule : undefined, io.cwd);
  const rulesets = await Promise.all(plan.rulesets.map(withExamples));
  const examples = await exampleDifferences(rulesets);
  const parameters = parameterTexts(texts(flags['param']));
  const fixtures = await fixtureDifferences(plan, parameters, io.cwd);
  const differences = [...examples, ...fixtures.differences];
  const { width } = styleOf(io, 'auto', false);
  const told = redactedCopy(differences)
    .map((one) => `${testDifferenceText(one, width)}\n\n`)
    .join('');
  const checks = [...countExamples(rulesets), ...countFixtures(plan, fixtures.apps)].join('; ');
  const end =
    differences.length === 0 ? 'all as expected' : `${differences.length} not as expected`;
  io.stdout.write(`${told}${checks}: ${end}.\n`);
  for (const line of rulesWithoutExamples(rulesets)) tell(io, `ecaudit: ${line}`);
  return differences.length === 0 ? exitCodes.clean.code : exitCodes.findings.code;
}

async function exampleDifferences(rulesets: readonly Ruleset[]): Promise<readonly Difference[]> {
  const differences: Difference[] = [];
  for (const ruleset of rulesets) {
    const failures = await runExamples(ruleset);
    differences.push(...failures.map((failure) => exampleDifference(ruleset, failure)));
  }
  return differences;
}

async function fixtureDifferences(
  { fixtures }: TestPlan,
  parameters: ReadonlyMap<string, readonly string[]>,
  cwd: string,
): Promise<{ readonly apps: number; readonly differences: readonly Difference[] }> {
  let apps = 0;
  const differences: Difference[] = [];
  for (const fixture of fixtures) {
    const run = await runFixture(fixture, parameters, cwd);
    apps += run.apps;
    differences.push(...run.differences);
  }
  return { apps, differences };
}

function countExamples(rulesets: readonly Ruleset[]): readonly string[] {
  if (rulesets.length === 0) return [];
  const rules = rulesets.flatMap(ownRules);
  const examples = rules.reduce((sum, rule) => sum + rule.examples.length, 0);
  const counts = [counted(rulesets.length, 'ruleset'), counted(rules.length, 'rule')];
  return [`${counts.join(', ')}, ${counted(examples, 'example')}`];
}

function countFixtures({ fixtures }: TestPlan, apps: number): readonly string[] {
  if (fixtures.length === 0) return [];
  return [`${counted(apps, 'app')} in ${counted(fixtures.length, 'folder')} of fixtures`];
}

/** The rules of a ruleset that it does not owe to those that it extends. */
function ownRules({ id, rules }: Ruleset): readonly Rule[] {
  return rules.filter((rule) => rulesetOf(rule.id) === id);
}

/** How many names are told. */
const mostRuleNames = 5;

/**
 * Rules without examples: a test that tests nothing must not look like one. Of many vendors' demands, which restate a guide,
 * only how many there are.
 */
function rulesWithoutExamples(rulesets: readonly Ruleset[]): readonly string[] {
  const all = rulesets.filter((ruleset) => withoutExamples([ruleset]).length > 0);
  const vendors = all.filter(({ kind }) => kind === 'vendor');
  const demands = withoutExamples(vendors);
  if (demands.length <= mostRuleNames) return namesToTell(withoutExamples(all));
  const rest = all.filter(({ kind }) => kind !== 'vendor');
  const where = counted(vendors.length, 'vendor ruleset');
  return [
    ...namesToTell(withoutExamples(rest)),
    `${demands.length} rules of ${where} have no examples`,
  ];
}

function withoutExamples(rulesets: readonly Ruleset[]): readonly string[] {
  const rules = rulesets.flatMap(ownRules);
  return rules.flatMap(({ id, examples }) => (examples.length === 0 ? [id] : []));
}

function namesToTell(ids: readonly string[]): readonly string[] {
  if (ids.length <= mostRuleNames) return ids.map((id) => `${id} has no examples`);
  const names = ids.slice(0, mostRuleNames).join(', ');
  return [`${ids.length} rules have no examples: ${names} and ${ids.length - mostRuleNames} more`];
}
