// What asks for something, by the rule that says so: how a report of many apps is read.
import { timesEach, groupBy } from '../../model/group-by.js';
import { compareText } from '../../model/location.js';
import { severityRank, type Severity } from '../severity.js';
import type { Finding } from './findings.js';

export interface RuleDigest {
  /** The full id. */
  readonly rule: string;
  /** Of its most severe finding. */
  readonly severity: Severity;
  /** The most severe first. */
  readonly findings: readonly Finding[];
  /** What is wrong, in a few words. */
  readonly heading: string;
  /** The ids of the apps that it concerns, without repeats. */
  readonly apps: readonly string[];
}

/** Findings by rule: the most severe rules first, then those with the most findings, then by id. */
export function findingsByRule(
  worstFirst: readonly Finding[],
  headingOf: (rule: string) => string,
): readonly RuleDigest[] {
  return [...groupBy(worstFirst, ({ result }) => result.rule)]
    .map(([rule, findings]) => ruleDigestOf(rule, findings, headingOf))
    .toSorted(
      (a, b) =>
        severityRank(a.severity) - severityRank(b.severity) ||
        b.findings.length - a.findings.length ||
        compareText(a.rule, b.rule),
    );
}

function ruleDigestOf(
  rule: string,
  findings: readonly Finding[],
  headingOf: (rule: string) => string,
): RuleDigest {
  const [first] = findings;
  return {
    rule,
    severity: first?.result.severity ?? 'info',
    findings,
    heading: headingOf(rule),
    apps: [...new Set(findings.flatMap(({ apps }) => apps))],
  };
}

/** Findings by their file, in the order in which the files come first. */
export function byFile(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  return groupBy(findings, ({ result }) => result.location.file);
}

/** Names with how often each comes, in the order in which they first come: `Postman (3)`. */
export function namesWithCounts(names: readonly string[]): readonly string[] {
  return [...timesEach(names)].map(([name, count]) => (count > 1 ? `${name} (${count})` : name));
}
