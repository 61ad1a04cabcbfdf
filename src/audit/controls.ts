import type { ControlCoverage, Framework, FrameworkCoverage } from '../report/controls.js';
import type { Rule, Ruleset } from '../model/ruleset.js';
import { verdicts, type Verdict } from '../report/verdict.js';

/** How the checks of each rule came out, listed or not, by rule id. */
export type RuleCounts = ReadonlyMap<string, Readonly<Record<Verdict, number>>>;

/** What a run says of the controls of some frameworks. `rulesets` are those that ran. */
export function coverageOf(
  frameworks: readonly Framework[],
  rulesets: readonly Ruleset[],
  counts: RuleCounts,
): readonly FrameworkCoverage[] {
  const rules = rulesets.flatMap((ruleset) => ruleset.rules);
  return frameworks.map(({ controls, notAssessed, ...framework }) => {
    const named = rules.flatMap((rule) => rule.controls[framework.id] ?? []);
    const ids = [...new Set([...Object.keys(controls), ...named])];
    const evidence = (control: string): readonly Rule[] =>
      rules.filter((rule) => rule.controls[framework.id]?.includes(control));
    return {
      framework,
      controls: ids.map((control) => {
        const title = controls[control] ?? control;
        return controlCoverage({ control, title }, evidence(control), counts, notAssessed[control]);
      }),
    };
  });
}

function controlCoverage(
  { control, title }: Pick<ControlCoverage, 'control' | 'title'>,
  rules: readonly Rule[],
  counts: RuleCounts,
  notAssessed: string | undefined,
): ControlCoverage {
  const sum = (verdict: Verdict): number =>
    rules.reduce((total, { id }) => total + (counts.get(id)?.[verdict] ?? 0), 0);
  const reason = whyNotEvaluated(rules, sum) ?? notAssessed;
  const assessed =
    rules.some(({ needs, switchedOff }) => !needs && !switchedOff) || isEvaluated(sum);
  return {
    control,
    title,
    rules: rules.map(({ id }) => id),
    pass: sum('pass'),
    fail: sum('fail'),
    open: sum('open'),
    notApplicable: sum('notApplicable'),
    assessed,
    ...(!assessed && { reason: reason ?? 'no rule of this run gives evidence for it' }),
  };
}

/** Whether any check came to more than "not applicable". */
function isEvaluated(sum: (verdict: Verdict) => number): boolean {
  return verdicts.some((verdict) => verdict !== 'notApplicable' && sum(verdict) > 0);
}

/** Why rules that there are could not give evidence. */
function whyNotEvaluated(
  rules: readonly Rule[],
  sum: (verdict: Verdict) => number,
): string | undefined {
  if (rules.length === 0 || isEvaluated(sum)) return undefined;
  if (rules.every(({ switchedOff }) => switchedOff)) return 'its rules are switched off';
  return 'its rules need an org';
}
