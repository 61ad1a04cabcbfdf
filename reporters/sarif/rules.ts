import type {
  PropertyBag,
  ReportingDescriptor,
  MultiformatMessageString,
  Result as SarifResult,
} from 'sarif';
import type { Report } from '../../src/report/report.js';
import type { ProblemKind, Problem } from '../../src/report/problem.js';
import type { Severity } from '../../src/report/severity.js';
import type { Result, SourceReference } from '../../src/report/verdict.js';
import { plainProse, plainText } from '../../src/report/text/plain-text.js';
import {
  problemTitles,
  ruleTitle,
  rulesetOf,
  webPages,
  type Rule,
  type Ruleset,
  wholeFixText,
  sourceDates,
  sourceFacts,
  webAddress,
} from '../../src/report/digest/index.js';
import { sarifSeverities, description, message, sarifPlace } from './parts.js';
import { ownUri } from './own-uris.js';
import { onceFor } from '../../src/model/once-for.js';
import { createHash } from 'node:crypto';
import type { Location } from '../../src/model/location.js';

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

/** The help of a rule: what it asks for, why, how to meet it, and where that is written; as text and as Markdown. */
function ruleHelp(rule: Rule, ruleset: Ruleset): MultiformatMessageString {
  const facts = ruleFacts(rule, ruleset);
  const references = rule.references.flatMap((url) => webAddress(url) ?? []);
  return {
    text: helpAsText(facts, references, ruleset),
    markdown: asMarkdown(facts, references, ruleset),
  };
}

type Fact = readonly [name: string, text: string];

function ruleFacts(rule: Rule, ruleset: Ruleset): readonly Fact[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['What', ruleTitle(rule)],
    ['Why', rule.why],
    ['Fix', rule.fix && wholeFixText(rule.fix)],
    ['Deprecated', rule.deprecated],
    ['Rule', `${rule.id} (${rule.level}), ruleset ${ruleset.title}`],
  ];
  return facts.flatMap(([name, text]) => (text ? [[name, plainProse(text)] as const] : []));
}

function helpAsText(
  facts: readonly Fact[],
  references: readonly string[],
  ruleset: Ruleset,
): string {
  const lines = [
    ...facts.map(([name, text]) => `${name}: ${text}`),
    ...references.map((url) => `See ${url}`),
    ...ruleset.sources.map(guideLine),
  ];
  return lines.join('\n');
}

function asMarkdown(
  facts: readonly Fact[],
  references: readonly string[],
  ruleset: Ruleset,
): string {
  const links = [...references.map((url) => `- <${url}>`), ...ruleset.sources.map(sourceLink)];
  const list = links.length > 0 ? [`**References**\n\n${links.join('\n')}`] : [];
  return [...facts.map(([name, text]) => `**${name}:** ${escape(text)}`), ...list].join('\n\n');
}

// Every rule of a guide refers to it in the same words.
const guideLine = onceFor(
  (source: SourceReference) =>
    `Guide: ${[plainProse(source.title), ...sourceFacts(source).map(plainProse)].join(', ')}`,
);

const sourceLink = onceFor((source: SourceReference): string => {
  const address = webAddress(source.url);
  const title = escape(plainProse(source.title));
  const dates = sourceDates(source);
  const link = address ? `[${title}](${address})` : title;
  return `- ${link}${dates && ` (${escape(plainProse(dates))})`}`;
});

/** Rules may be anybody's: no HTML, no links and no pictures but our own. */
function escape(text: string): string {
  return text.replaceAll(/[\\<[\]]/g, String.raw`\$&`);
}

// A file that could not be read is a result: GitHub shows no notification, and silence there reads as "no findings".

/** A problem that makes the audit incomplete, at a place in a file. */
interface NotAudited extends Problem {
  readonly location: Location;
}

/** The first problem of each kind in each file: one file is one alert. */
export function notAudited({ problems }: Report): readonly NotAudited[] {
  const found = new Map<string, NotAudited>();
  for (const problem of problems) {
    const { level, kind, location } = problem;
    if (level !== 'error' || !location) continue;
    const key = `${kind}:${location.file}`;
    if (!found.has(key)) found.set(key, { ...problem, location });
  }
  return [...found.values()];
}

/** The rules that stand for kinds of problems, each once. */
function notAuditedRules(
  found: readonly NotAudited[],
): readonly { readonly id: string; readonly kind: ProblemKind }[] {
  return [...new Set(found.map(({ kind }) => kind))].map((kind) => ({ id: ruleOf(kind), kind }));
}

/** A problem as a result. `index` tells where a rule stands among the descriptors. */
export function describeNotAudited(
  { kind, location, message: text }: NotAudited,
  index: ReadonlyMap<string, number>,
  lineHashes: Report['lineHashes'],
): SarifResult {
  const lineHash = lineHashes.get(`${location.file}:${location.startLine}`);
  const own = createHash('sha256').update(`${kind}:${location.file}`).digest('hex').slice(0, 32);
  return {
    ruleId: ruleOf(kind),
    ruleIndex: index.get(ruleOf(kind)) ?? -1,
    kind: 'fail',
    level: 'error',
    message: message(plainText(`${problemTitles[kind]}: ${text}`)),
    locations: [sarifPlace(location)],
    partialFingerprints: {
      ...(lineHash !== undefined && { primaryLocationLineHash: lineHash }),
      'ecaudit/v1': own,
    },
  };
}

function ruleOf(kind: ProblemKind): string {
  return `not-audited/${kind}`;
}
