// Workflow commands of GitHub Actions: an annotation for each finding at high or above, at its line. The job summary is the markdown report.
import { formatLocation, type Location } from '../src/model/location.js';
import {
  acceptedCount,
  type Digest,
  type Finding,
  type Gap,
  type TitledProblem,
} from '../src/report/digest/index.js';
import type { Severity } from '../src/report/severity.js';
import { plainText, clip } from '../src/report/text/plain-text.js';
import { namedAppsText, counted } from '../src/report/text/words.js';

const annotationLevels = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
} as const satisfies Readonly<Record<Severity, AnnotationLevel>>;

/**
 * GitHub shows ten annotations of each level for one step: what makes the audit incomplete comes first, then the findings,
 * worst first. All of them stand in the log.
 */
export function* github(digest: Digest): Generator<string> {
  const { gaps, worstFirst } = digest;
  if (gaps.length > 0) yield incompleteAnnotation(gaps);
  // First, so that nobody pushes it off the page with findings that are warnings.
  yield* digest.milder.map(warningAnnotation);
  if (digest.report.options.annotations !== false) {
    yield* worstFirst.filter(isAnnotated).map((finding) => findingAnnotation(finding, digest));
    yield* gaps.map(gapAnnotation);
    yield* milderGroup(worstFirst.filter((finding) => !isAnnotated(finding)));
  }
  yield* digest.warnings.map(warningAnnotation);
  yield* excusedGroup(digest);
  yield* closingLines(digest);
}

/** Annotations are for what cannot wait: GitHub shows ten of a level. The rest is folded in the log. */
function isAnnotated({ result }: Finding): boolean {
  return annotationLevels[result.severity] === 'error';
}

function milderGroup(milder: readonly Finding[]): readonly string[] {
  if (milder.length === 0) return [];
  const lines = milder.map(
    ({ result: { severity, rule, message, location }, apps }) =>
      `${severity} ${rule} ${formatLocation(location)}: ${message} (${namedAppsText(apps)})`,
  );
  return group(`${counted(milder.length, 'finding')} below high`, lines);
}

function incompleteAnnotation([first, ...others]: readonly Gap[]): string {
  const more = others.length > 0 ? `, and ${counted(others.length, 'more problem')}` : '';
  const message = `${first?.title}: ${first?.message}${more}. What was not read has no findings.`;
  return command('warning', { title: 'ecaudit: audit incomplete' }, message);
}

function findingAnnotation({ result, apps }: Finding, digest: Digest): string {
  const { severity, rule, message, location } = result;
  const { fix } = digest.rule(rule);
  const text = `${message}${fix ? ` Fix: ${fix}` : ''} (${namedAppsText(apps)})`;
  return command(annotationLevels[severity], { title: `${severity}: ${rule}`, location }, text);
}

function gapAnnotation({ title, message, location }: Gap): string {
  return command('error', { title: `ecaudit: ${title}`, ...(location && { location }) }, message);
}

function warningAnnotation({ title, message, location }: TitledProblem): string {
  return command('warning', { title: `ecaudit: ${title}`, ...(location && { location }) }, message);
}

function excusedGroup({ accepted, report: { summary } }: Digest): readonly string[] {
  if (summary.excused === 0) return [];
  const lines = accepted.demands.map(
    ({ rule, findings, rules, apps }) =>
      `${rule} demands it: ${counted(findings, 'finding')} of ${rules.join(', ')}, in ${apps.join(', ')}`,
  );
  return group(acceptedCount(summary.excused, 'excused'), lines);
}

function closingLines({ report, counts, accepted, terms, byFlags }: Digest): readonly string[] {
  const state = report.summary.incomplete ? 'audit incomplete; ' : '';
  const numbers = [`${state}${counts.severe}`, counts.checks, ...accepted.counts];
  const lines = [...numbers, ...terms.all, ...byFlags];
  return lines.map((line) => `${plainText(`ecaudit: ${line}`)}\n`);
}

/** The kinds of annotation that GitHub has. */
export type AnnotationLevel = 'error' | 'warning' | 'notice';

export interface Annotation {
  readonly title: string;
  readonly location?: Location;
}

/** Longer texts nobody reads in an annotation. */
const maxMessage = 2000;
const maxTitle = 200;

/** A workflow command as a line: `::error file=a.xml,line=3,title=T::message`. */
export function command(level: AnnotationLevel, annotation: Annotation, message: string): string {
  const properties = Object.entries<string | number>({
    ...(annotation.location && places(annotation.location)),
    title: clip(annotation.title, maxTitle),
  });
  const written = properties.map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${level} ${written.join(',')}::${escapeData(clip(message, maxMessage))}\n`;
}

/** Columns only where they are of one line: GitHub takes no others. */
function places(location: Location): Readonly<Record<string, string | number>> {
  const { file, startLine, startColumn, endLine, endColumn } = location;
  const columns = startLine === endLine ? { col: startColumn, endColumn } : {};
  return { file, line: startLine, endLine, ...columns };
}

// What the runner itself decodes, in the order that its own toolkit encodes it:
// https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
function escapeData(text: string): string {
  return plainText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** Lines that the log folds under a title. None of them is taken for a command. */
export function group(title: string, lines: readonly string[]): readonly string[] {
  const inner = lines.map((line) => `- ${plainText(clip(line, maxMessage))}\n`);
  return [`::group::${escapeData(title)}\n`, ...inner, '::endgroup::\n'];
}
