import { rulesAtLevel } from '../audit/prepare.js';
import { vendorsRuleset } from '../audit/vendors/demands.js';
import { conflictingDemands } from '../rulesets/rules-of-results.js';
import { described } from '../conditions/words/messages.js';
import { withDates } from '../deadlines/of-rule.js';
import { compareText } from '../model/location.js';
import { problem, type Problem } from '../report/problem.js';
import { ruleLevels, type RuleLevel, type Ruleset } from '../model/ruleset.js';
import { UserError } from '../model/user-error.js';
import type { ReportFile } from './read.js';
import type { ControlCoverage, Framework, FrameworkCoverage } from '../report/controls.js';
import { verdicts } from '../report/verdict.js';
import type { ControlData } from './report-data.js';

/**
 * The rulesets that ran in any of the reports, with their rules: a report names rulesets and gives no texts. Throws
 * UserError for one that is not among `known`. Dates of the platform read as they do on `today`.
 */
export function mergeRulesets(
  files: readonly ReportFile[],
  known: readonly Ruleset[],
  today: string,
): readonly Ruleset[] {
  const all = new Map([...known, vendorsRuleset(conflictingDemands)].map((one) => [one.id, one]));
  const found = new Map<string, Ruleset>();
  for (const { file, report } of files) {
    for (const { id } of report.rulesets) {
      const ruleset = all.get(id);
      if (!ruleset) throw lacksRuleset(id, file);
      found.set(id, ruleset);
    }
  }
  return [...found.values()]
    .toSorted((a, b) => compareText(a.id, b.id))
    .map((ruleset) => ({
      ...ruleset,
      rules: rulesAtLevel(ruleset, lowestLevel(files)).map((rule) =>
        withDates(described(rule, ruleset), today),
      ),
    }));
}

/** The lowest level that any of the reports asked for. */
function lowestLevel(files: readonly ReportFile[]): RuleLevel | undefined {
  const asked = files.flatMap(({ report }) => report.level?.lowest ?? []);
  return ruleLevels.findLast((level) => asked.includes(level));
}

function lacksRuleset(id: string, file: string): UserError {
  return new UserError(
    `${file} was judged by ${id}, which is no shipped ruleset`,
    'name its file as well: -r FILE, or in rulesets of the configuration file',
  );
}

/** A vendor's ruleset that somebody named and that evaluated no app: a shard leaves it to the whole to say so. */
export function unmatchedVendors(files: readonly ReportFile[]): readonly Problem[] {
  const sharded = files.filter(({ report }) => report.shard);
  const matched = new Set(
    sharded.flatMap(({ report }) =>
      report.apps.flatMap(({ vendors }) => vendors.map(({ ruleset }) => ruleset)),
    ),
  );
  const named = sharded.flatMap(({ report }) => report.rulesets);
  const titles = new Map(
    named.flatMap(({ id, kind, title }) => (kind === 'vendor' ? [[id, title]] : [])),
  );
  return [...titles]
    .filter(([id]) => !matched.has(id))
    .map(([id, title]) =>
      problem('no-vendor-app', `no app looks like one for ${title}, so ${id} judged nothing`),
    );
}

/** What the reports say of controls, added up. `frameworks` give the titles. */
export function mergeControls(
  files: readonly ReportFile[],
  frameworks: readonly Framework[],
): readonly FrameworkCoverage[] {
  const all = files.flatMap(({ report }) => report.controls ?? []);
  return [...new Set(all.map(({ framework }) => framework))].map((id) => {
    const own = all.filter(({ framework }) => framework === id);
    const ids = [...new Set(own.map(({ control }) => control))];
    return {
      framework: headOf(id, frameworks),
      controls: ids.flatMap((control) => added(own.filter((one) => one.control === control))),
    };
  });
}

function headOf(id: string, frameworks: readonly Framework[]): FrameworkCoverage['framework'] {
  const known = frameworks.find((framework) => framework.id === id);
  if (!known) return { id, title: id };
  const { controls: _, notAssessed: __, ...head } = known;
  return head;
}

/** Assessed when any report assessed it; else it keeps the reason of the first one. */
function added(parts: readonly ControlData[]): readonly ControlCoverage[] {
  const [first] = parts;
  if (!first) return [];
  const { framework: _, reason, ...head } = first;
  const sum = (verdict: (typeof verdicts)[number]): number =>
    parts.reduce((total, part) => total + part[verdict], 0);
  const assessed = parts.some((part) => part.assessed);
  return [
    {
      ...head,
      rules: [...new Set(parts.flatMap(({ rules }) => rules))],
      pass: sum('pass'),
      fail: sum('fail'),
      open: sum('open'),
      notApplicable: sum('notApplicable'),
      assessed,
      ...(!assessed && reason !== undefined && { reason }),
    },
  ];
}
