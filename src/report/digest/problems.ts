// What could not be audited, and what makes a verdict doubtful.
import { extended } from '../../model/extended.js';
import { groupBy } from '../../model/lists.js';
import { formatLocation, type Location } from '../../model/location.js';
import type { Problem, ProblemKind, ProblemLevel } from '../problem.js';
import type { Report } from '../report.js';

/** Something that was asked for and not audited. An audit is incomplete when there is one. */
export interface Gap {
  readonly kind: ProblemKind | 'undecided-checks';
  readonly title: string;
  readonly message: string;
  readonly location?: Location;
}

/** A problem with what its kind means, as a heading. */
export interface TitledProblem extends Problem {
  readonly title: string;
}

/** Why a report is incomplete: the errors among its problems and, with --strict, the checks that nobody could decide. */
export function gapsOf(report: Report): readonly Gap[] {
  return [...titledProblems(report, 'error'), ...undecidedGaps(report)];
}

function undecidedGaps({ summary, options }: Report): readonly Gap[] {
  if (!options.strict || !summary.incomplete || summary.open === 0) return [];
  const message = `${summary.open} of ${summary.checks} checks could not be decided (--strict)`;
  return [{ kind: 'undecided-checks', title: 'Checks could not be decided', message }];
}

/** The warnings: a verdict may be missing or wrong because of them. */
export function warningsOf(report: Report): readonly TitledProblem[] {
  return titledProblems(report, 'warning');
}

function titledProblems({ problems }: Report, wanted: ProblemLevel): readonly TitledProblem[] {
  return problems
    .filter(({ level }) => level === wanted)
    .map((problem) => extended(problem, { title: problemTitles[problem.kind] }));
}

const problemLevelOrder = ['error', 'warning', 'note'] as const satisfies readonly ProblemLevel[];

/** Problems by kind: errors first, then warnings, then notes; within a level in the order of the report. */
export function problemsByKind(
  problems: readonly Problem[],
): ReadonlyMap<ProblemKind, readonly Problem[]> {
  const ordered = problems.toSorted(
    (a, b) => problemLevelOrder.indexOf(a.level) - problemLevelOrder.indexOf(b.level),
  );
  return groupBy(ordered, ({ kind }) => kind);
}

/** What a problem says, and where it is. */
export function withPlace({ message, location }: Problem): string {
  return location ? `${message} (${formatLocation(location)})` : message;
}

/** What each kind of problem means, as a heading. Which kinds exist is decided in the model. */
export const problemTitles = {
  'unreadable-file': 'File could not be read',
  'file-too-large': 'File is too large',
  'empty-file': 'File is empty',
  'not-utf8': 'File is not UTF-8 text',
  'malformed-xml': 'File is not well-formed XML',
  'wrong-root': 'File holds another metadata type than its name says',
  'value-too-long': 'Value is too long',
  'missing-link': 'Part file names no app',
  'duplicate-part': 'App has the same part file twice',
  'malformed-zip': 'Zip file could not be read',
  'zip-entry-refused': 'Zip entry was refused',
  'too-many-files': 'Source holds too many files',
  'malformed-project-file': 'Project file could not be read',
  'malformed-certificate': 'Certificate could not be read',
  'unknown-file-suffix': 'Metadata file has a suffix that no type has',
  'org-unreachable': 'Org did not answer',
  'org-wrong-answer': 'Answer of the org could not be read',
  'org-session-ended': 'Session in the org ended',
  'org-address-rewritten': 'Address of the org was put right',
  'org-log-in-refused': 'Log-in to the org was refused',
  'org-deadline': 'Time for the org was over',
  'org-limit-reached': 'Limit of the org was reached',
  'org-call-refused': 'Org refused a call',
  'org-object-hidden': 'Org does not show an object',
  'org-column-hidden': 'Org does not have a column',
  'org-changes-hidden': 'Org does not show who changed apps',
  'org-column-missing': 'Org does not show a column',
  'org-type-hidden': 'Org does not show a metadata type',
  'org-type-absent': 'Org does not have a metadata type',
  'org-component-missing': 'Listed component did not come with the retrieve',
  'org-retrieve-message': 'Retrieve came with a message',
  'org-retrieve-incomplete': 'Retrieve left something out',
  'org-tokens-incomplete': 'Not all tokens could be read',
  'org-own-tokens-only': 'Only tokens of the own user are visible',
  'org-own-logins-only': 'Only logins of the own user are visible',
  'org-identity-unknown': 'The org does not say its name and edition',
  'org-apps-refused': 'Log-ins of apps that are not here were refused',
  'org-use-nameless': 'Tokens and log-ins that name no app',
  'org-login-addresses-unknown': 'The org does not say from which addresses log-ins came',
  'org-api-calls-unknown': 'The org does not say which apps called APIs',
  'org-api-calls-unplaced': 'Apps that are known by their API calls only',
  'org-oauth-usage-unknown': 'The org does not say who uses External Client Apps',
  'evidence-not-read': 'File that may use an app could not be read',
  'handler-not-named': 'Apex handler of apps is named by none',
  'same-consumer-key': 'Apps of several sources have the same consumer key',
  'malformed-snapshot': 'Snapshot could not be read',
  'source-overlaps': 'Apps are in two sources',
  'no-apps': 'No app was found',
  'no-such-app': 'No app is like that',
  'no-vendor-app': 'No app matches the vendor ruleset that was asked for',
  'rule-failed': 'Rule could not be run',
  'unknown-element': 'Element is not known',
  'unknown-value': 'Value is not known',
  'unknown-scope': 'OAuth scope is not known',
  'replaced-at-deployment': 'Deployment replaces a text',
  'duplicate-element': 'Element occurs twice',
  'repeated-value': 'Value is listed twice',
  'notes-left-out': 'Notes were left out',
  'duplicate-file': 'Same file was given twice',
  'conflicting-org-settings': 'Org-wide settings contradict each other',
  'file-in-skipped-folder': 'File of an app is in a folder that is not read',
  'file-in-other-folder': 'File is in the folder of another type',
  'files-left-out': 'Files are left out by .forceignore',
  'link-not-followed': 'Link out of the source was not followed',
  'not-a-file': 'Not a regular file',
  'config-without-effect': 'Entry of the configuration has no effect',
  'rule-switched-off': 'Rule is switched off',
  'rule-changed': 'Rule is changed by the configuration',
  'baseline-findings-gone': 'Findings of the baseline are gone',
  'baseline-severity-rose': 'Known findings are more severe by their date',
  'baseline-org-refreshed': 'An org of the baseline was refreshed',
  'baseline-source-unknown': 'The baseline does not know a source',
  'old-guide': 'Guide was read long ago',
  'suppression-expired': 'Suppression has ended',
  'suppression-unused': 'Suppression matches nothing',
  'suppression-ends-soon': 'Suppression ends soon',
  milder: 'what makes this audit milder',
  'unchanged-apps': 'Apps without a change were left out',
  'org-not-audited': 'Org could not be audited',
  'missing-shard': 'Shard of an audit is missing',
  'source-changed': 'Source changed between shards',
  'other-version': 'Report of another version',
  'history-left-out': 'Earlier report was left out',
} as const satisfies Readonly<Record<ProblemKind, string>>;
