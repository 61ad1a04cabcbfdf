import type { PropertyBag, ReportingDescriptor } from 'sarif';
import type { Report } from '../../src/report/report.js';
import type { ProblemKind } from '../../src/report/problem.js';
import type { Severity } from '../../src/report/severity.js';
import type { Result } from '../../src/report/verdict.js';
import { plainProse } from '../../src/report/text/plain-text.js';
import {
  problemTitles,
  ruleTitle,
  rulesetOf,
  webPages,
  type Rule,
  type Ruleset,
} from '../../src/report/digest/index.js';
import { ruleHelp } from './help.js';
import { sarifSeverities } from './levels.js';
import { description } from './message.js';
import { ownUri } from './own-uris.js';
import { notAuditedRules, type NotAudited } from './not-audited.js';

/** The descriptors of a run, and where each rule stands among them. */
export interface RuleTable {
  readonly descriptors: readonly ReportingDescriptor[];
  readonly index: ReadonlyMap<string, number>;
}

/** With more tags on a rule GitHub refuses the log: https://github.com/github/codeql/issues/18193 */
const maxTags = 10;

/** Every rule that ran, found something or not; then those that only results name, such as conflicting demands. */
export function describeRules(
  report: Report,
  results: readonly Result[],
  gaps: readonly NotAudited[],
): RuleTable {
  const found = new Map<string, ReportingDescriptor>();
  for (const ruleset of report.rulesets) {
    for (const rule of ruleset.rules) found.set(rule.id, describeRule(rule, ruleset));
  }
  for (const { rule, severity } of results) {
    if (!found.has(rule)) found.set(rule, describeUnlisted(rule, severity));
  }
  for (const { id, kind } of notAuditedRules(gaps)) found.set(id, describeNotAuditedRule(id, kind));
  const index = new Map([...found.keys()].map((id, at) => [id, at]));
  return { descriptors: [...found.values()], index };
}

function describeRule(rule: Rule, ruleset: Ruleset): ReportingDescriptor {
  const title = ruleTitle(rule);
  return {
    id: rule.id,
    name: friendlyName(rule.id),
    ...(rule.aliases.length > 0 && { deprecatedIds: [...rule.aliases] }),
    shortDescription: description(title),
    fullDescription: description(plainProse(rule.why ?? title)),
    help: ruleHelp(rule, ruleset),
    helpUri: webPages(rule, ruleset)[0] ?? ownUri(rule.id),
    defaultConfiguration: { level: sarifSeverities[rule.severity].level },
    properties: ruleProperties(rule.severity, tags(rule, ruleset.id)),
  };
}

function describeUnlisted(id: string, severity: Severity): ReportingDescriptor {
  const text = `Rule ${id}`;
  return {
    id,
    name: friendlyName(id),
    shortDescription: description(text),
    fullDescription: description(text),
    help: { text, markdown: text },
    helpUri: ownUri(id),
    defaultConfiguration: { level: sarifSeverities[severity].level },
    properties: ruleProperties(severity, [...commonTags, rulesetOf(id)]),
  };
}

/** What was not audited may hide anything. */
function describeNotAuditedRule(id: string, kind: ProblemKind): ReportingDescriptor {
  const title = `Not audited: ${problemTitles[kind]}.`;
  const text = `${title} What stands in the file was not checked, so the audit is incomplete. Fix what the message says and audit again.`;
  return {
    id,
    name: friendlyName(id),
    shortDescription: description(title),
    fullDescription: description(text),
    help: { text, markdown: text },
    helpUri: ownUri(id),
    defaultConfiguration: { level: 'error' },
    properties: ruleProperties('high', [...commonTags, 'not-audited']),
  };
}

function ruleProperties(severity: Severity, ruleTags: readonly string[]): PropertyBag {
  const { score, problem } = sarifSeverities[severity];
  return {
    tags: [...new Set(ruleTags)].slice(0, maxTags),
    precision: 'high',
    'problem.severity': problem,
    'security-severity': score,
  };
}

const commonTags = ['security', 'salesforce', 'oauth'];

/** Control ids look as CodeQL's do: `external/cwe/cwe-319`. */
function tags({ controls }: Rule, ruleset: string): readonly string[] {
  const ids = Object.entries(controls).flatMap(([framework, list]) =>
    list.map((id) => `external/${framework}/${id}`.toLowerCase()),
  );
  return [...commonTags, ruleset, ...ids];
}

/** `FlowsPkceRequired` of `flows/pkce-required`: SARIF wants a name that differs from the id, GitHub a short one. */
function friendlyName(id: string): string {
  const words = id.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return words
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
    .slice(0, 255);
}
