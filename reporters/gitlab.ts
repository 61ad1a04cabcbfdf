// Code Quality of GitLab: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
import { createHash } from 'node:crypto';
import { startOf, type Location } from '../src/model/location.js';
import { acceptedCount, type Digest, type Finding } from '../src/report/digest/index.js';
import type { Severity } from '../src/report/severity.js';
import { clip, jsonText, plainText } from '../src/report/text/plain-text.js';
import { uniqueNames, namedAppsText, counted } from '../src/report/text/words.js';

type GitlabSeverity = 'info' | 'minor' | 'major' | 'critical' | 'blocker';

const gitlabSeverities = {
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

const maxIssueDescription = 1000;

/**
 * The findings that ask for something, as issues. GitLab has no mark for those that are accepted and no place for counts, so
 * an issue for each kind of them says how many there are; and one for each reason why the audit is incomplete.
 */
export function* gitlab(digest: Digest): Generator<string> {
  const issues = [
    ...gapIssues(digest),
    ...digest.findings.map((finding) => findingIssue(finding, digest)),
    ...warningIssues(digest),
    ...countIssues(digest),
    ...termsIssues(digest),
    ...flagIssues(digest),
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
    description: clip(plainText(text), maxIssueDescription),
    categories: ['Security'],
    severity,
    // Several issues with one fingerprint are one issue for GitLab.
    fingerprint: createHash('sha256').update(identity).digest('hex').slice(0, 32),
    location: gitlabLocation(location),
  };
}

/** A path of a repository neither starts with `./` nor with `/`. */
function gitlabLocation({ file, startLine, endLine }: Location): object {
  const path = plainText(file).replace(/^(\.?\/)+/, '');
  return { path: path === '' ? '.' : path, lines: { begin: startLine, end: endLine } };
}

/** GitLab wants each fingerprint once, and two sources may have one in common: whatever else is there changes none. */
function findingIssue({ result, apps, source }: Finding, digest: Digest): Issue {
  const { rule, severity, message, location, fingerprint } = result;
  const { fix } = digest.rule(rule);
  const text = `${message}${fix ? ` Fix: ${fix}` : ''} (${namedAppsText(apps)})`;
  const identity = `${fingerprint} ${source}`;
  return { name: rule, severity: gitlabSeverities[severity], text, location, identity };
}

function gapIssues(digest: Digest): readonly Issue[] {
  return digest.gaps.map(({ kind, title, message, location = somewhere(digest) }) => ({
    name: `ecaudit/${kind}`,
    severity: 'blocker',
    text: `Audit incomplete: ${title}: ${message}`,
    location,
    identity: `${kind} ${location.file}`,
  }));
}

function warningIssues(digest: Digest): readonly Issue[] {
  return digest.allWarnings.map(({ kind, title, message, location = somewhere(digest) }) => ({
    name: `ecaudit/${kind}`,
    severity: 'minor',
    text: `${title}: ${message}`,
    location,
    // Its line, too: another suppression of the same file is another issue.
    identity: `${kind} ${location.file}${kind === 'milder' ? `:${location.startLine}` : ''}`,
  }));
}

/** Only where something is milder than it would be without: an issue that is always there is one that nobody reads. */
function termsIssues(digest: Digest): readonly Issue[] {
  if (!digest.terms.milder) return [];
  return [{ ...countIssue('terms', digest), text: digest.terms.all.join('. ') }];
}

/** Only where a flag leaves anything out, for the same reason. */
function flagIssues(digest: Digest): readonly Issue[] {
  if (digest.byFlags.length === 0) return [];
  return [{ ...countIssue('left-out', digest), text: digest.byFlags.join('. ') }];
}

function countIssues(digest: Digest): readonly Issue[] {
  const { excused, suppressed, baselined, open, checks } = digest.report.summary;
  const counts = {
    'accepted-by-vendor': [excused, acceptedCount(excused, 'excused')],
    suppressed: [suppressed, acceptedCount(suppressed, 'suppressed')],
    baselined: [baselined, acceptedCount(baselined, 'baselined')],
    'not-decided': [open, `${open} of ${counted(checks, 'check')} could not be decided`],
  } as const;
  return Object.entries(counts).flatMap(([name, [count, text]]) =>
    count === 0 ? [] : [{ ...countIssue(name, digest), text }],
  );
}

/** The number is no part of what makes it the same issue: a merge request shows no new one when it changes. */
function countIssue(name: string, digest: Digest): Omit<Issue, 'text'> {
  const location = somewhere(digest);
  return { name: `ecaudit/${name}`, severity: 'info', location, identity: `count ${name}` };
}

/** GitLab wants a file for everything: that of the first app, else the source. */
function somewhere({ report: { apps, sources } }: Digest): Location {
  return startOf(apps[0]?.location.file ?? sources[0]?.id ?? '.');
}
