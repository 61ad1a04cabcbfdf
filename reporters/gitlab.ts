// Code Quality of GitLab: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
import { createHash } from 'node:crypto';
import { startOf, type Location } from '../src/model/location.js';
import type { Report } from '../src/report/report.js';
import type { Severity } from '../src/report/severity.js';
import { appsText, counted } from './counting.js';
import { fixText } from './finding-texts.js';
import { gapsOf } from './gaps.js';
import { listedResults } from './listed.js';
import { clip, jsonText, plainText } from './plain-text.js';
import { problemTitles } from './problem-titles.js';
import { sourceOf, withoutRepeats, type Shared } from './repeats.js';
import { ruleIndex, type RuleEntry } from './rule-index.js';
import { isActive, settledBy } from './settled.js';
import { isMilder, termsOf, warningsOf } from './terms.js';
import { uniqueNames } from './unique.js';

type GitlabSeverity = 'info' | 'minor' | 'major' | 'critical' | 'blocker';

const severities = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
} as const satisfies Readonly<Record<Severity, GitlabSeverity>>;

/** What GitLab shows of an issue, before it has its fingerprint. */
interface Issue {
  readonly name: string;
  readonly severity: GitlabSeverity;
  readonly text: string;
  readonly location: Location;
  /** What stays the same while the issue does. */
  readonly identity: string;
}

const maxDescription = 1000;

/**
 * The findings that ask for something, as issues. GitLab has no mark for those that are settled and no place for counts, so
 * an issue for each kind of them says how many there are; and one for each reason why the audit is incomplete.
 */
export function* gitlab(report: Report): Generator<string> {
  const rules = ruleIndex(report);
  const findings = withoutRepeats(listedResults(report).filter(isActive), report);
  const issues = [
    ...gapIssues(report),
    ...findings.map((one) =>
      findingIssue(one, rules.get(one.result.rule), sourceOf(report, one.result.app)),
    ),
    ...warningIssues(report),
    ...countIssues(report),
    ...termsIssues(report),
  ];
  const unique = uniqueNames();
  let before = '[\n  ';
  for (const issue of issues) {
    yield before + jsonText(issueData(issue, unique(issue.identity)));
    before = ',\n  ';
  }
  yield issues.length > 0 ? '\n]\n' : '[]\n';
}

function issueData({ name, severity, text, location }: Issue, identity: string): object {
  return {
    type: 'issue',
    check_name: name,
    description: clip(plainText(text), maxDescription),
    categories: ['Security'],
    severity,
    // Several issues with one fingerprint are one issue for GitLab.
    fingerprint: createHash('sha256').update(identity).digest('hex').slice(0, 32),
    location: placeOf(location),
  };
}

/** A path of a repository neither starts with `./` nor with `/`. */
function placeOf({ file, startLine, endLine }: Location): object {
  const path = plainText(file).replace(/^(\.?\/)+/, '');
  return { path: path === '' ? '.' : path, lines: { begin: startLine, end: endLine } };
}

/** GitLab wants each fingerprint once, and two sources may have one in common: whatever else is there changes none. */
function findingIssue(
  { result, apps }: Shared,
  entry: RuleEntry | undefined,
  source: string,
): Issue {
  const { rule, severity, message, location, fingerprint } = result;
  const fix = fixText(entry);
  const text = `${message}${fix && ` Fix: ${fix}`} (${appsText(apps)})`;
  const identity = `${fingerprint} ${source}`;
  return { name: rule, severity: severities[severity], text, location, identity };
}

function gapIssues(report: Report): readonly Issue[] {
  return gapsOf(report).map(({ kind, title, message, location = somewhere(report) }) => ({
    name: `ecaudit/${kind}`,
    severity: 'blocker',
    text: `Audit incomplete: ${title}: ${message}`,
    location,
    identity: `${kind} ${location.file}`,
  }));
}

function warningIssues(report: Report): readonly Issue[] {
  return warningsOf(report).map(({ kind, message, location = somewhere(report) }) => ({
    name: `ecaudit/${kind}`,
    severity: 'minor',
    text: `${problemTitles[kind]}: ${message}`,
    location,
    // Its line, too: another suppression of the same file is another issue.
    identity: `${kind} ${location.file}${kind === 'milder' ? `:${location.startLine}` : ''}`,
  }));
}

/** Only where something is milder than it would be without: an issue that is always there is one that nobody reads. */
function termsIssues(report: Report): readonly Issue[] {
  if (!isMilder(report)) return [];
  return [{ ...countIssue('terms', report), text: termsOf(report).join('. ') }];
}

function countIssues(report: Report): readonly Issue[] {
  const { excused, suppressed, baselined, open, checks } = report.summary;
  const counts = {
    'accepted-by-vendor': [excused, `${counted(excused, 'finding')} ${settledBy.excused}`],
    suppressed: [suppressed, `${counted(suppressed, 'finding')} ${settledBy.suppressed}`],
    baselined: [baselined, `${counted(baselined, 'finding')} ${settledBy.baselined}`],
    'not-decided': [open, `${open} of ${counted(checks, 'check')} could not be decided`],
  } as const;
  return Object.entries(counts).flatMap(([name, [count, text]]) =>
    count === 0 ? [] : [{ ...countIssue(name, report), text }],
  );
}

/** The number is no part of what makes it the same issue: a merge request shows no new one when it changes. */
function countIssue(name: string, report: Report): Omit<Issue, 'text'> {
  const location = somewhere(report);
  return { name: `ecaudit/${name}`, severity: 'info', location, identity: `count ${name}` };
}

/** GitLab wants a file for everything: that of the first app, else the source. */
function somewhere({ apps, sources }: Report): Location {
  return startOf(apps[0]?.location.file ?? sources[0]?.id ?? '.');
}
