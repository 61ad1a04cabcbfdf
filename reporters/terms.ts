// On what terms an audit ran. A pull request can bring a configuration that makes its own audit green: whoever reads that
// it found nothing has to see what was switched off, made milder or left out.
import { formatLocation } from '../src/model/location.js';
import type { Problem, ProblemKind } from '../src/report/problem.js';
import type { Report } from '../src/report/report.js';
import { counted } from './counting.js';
import { clip } from './plain-text.js';

/** The notes that say what the configuration does to rules. */
const changes: ReadonlySet<ProblemKind> = new Set(['rule-switched-off', 'rule-changed']);

export function isChange({ kind }: Pick<Problem, 'kind'>): boolean {
  return changes.has(kind);
}

/** More than these are counted. */
const mostChanges = 20;
const longest = 400;

/** What judged, what made it milder, what fails the run; each a sentence without its full stop. */
export function termsOf(report: Report): readonly string[] {
  return [judgedText(report), ...changeTexts(report), ...ignoredTexts(report), failText(report)];
}

/** Whether the configuration or `.forceignore` take anything away. */
export function isMilder(report: Report): boolean {
  const { failOn } = report.options;
  if (failOn === 'never' || ignoredFiles(report) > 0) return true;
  return report.problems.some((one) => isChange(one) || isMilderProblem(one));
}

function judgedText(report: Report): string {
  const { config, configFrom } = report;
  const by = config === undefined ? 'no configuration' : `configuration ${config}`;
  const at = configFrom === undefined ? '' : ` at ${configFrom}`;
  return `judged by ${judges(report)}; ${by}${at}`;
}

/** `146 rules of 14 rulesets`. */
export function judges({ rulesets }: Pick<Report, 'rulesets'>): string {
  const rules = rulesets.reduce((sum, ruleset) => sum + ruleset.rules.length, 0);
  return `${counted(rules, 'rule')} of ${counted(rulesets.length, 'ruleset')}`;
}

/** What the configuration switches off or changes, with the line of each. */
function changeTexts({ problems }: Report): readonly string[] {
  const changed = problems.filter(isChange);
  const texts = changed.slice(0, mostChanges).map((one) => clip(withPlace(one), longest));
  const more = changed.length - texts.length;
  return more > 0 ? [...texts, `${counted(more, 'more override')} of rules`] : texts;
}

export function ignoredTexts(report: Report): readonly string[] {
  const ignored = ignoredFiles(report);
  return ignored === 0 ? [] : [`${counted(ignored, 'file')} left out by .forceignore`];
}

function ignoredFiles({ sources }: Report): number {
  return sources.reduce((sum, source) => sum + source.ignored, 0);
}

export function failText({ options }: Pick<Report, 'options'>): string {
  const milder = options.failOnMilder ? ', and so does what makes the audit milder' : '';
  return `${thresholdText(options)}${milder}`;
}

function thresholdText({ failOn }: Report['options']): string {
  if (failOn === 'never') return 'no finding fails the run (never)';
  return failOn === 'critical'
    ? 'findings of critical fail the run'
    : `findings of ${failOn} and above fail the run`;
}

/** What a problem says, and where it is. */
export function withPlace({ message, location }: Problem): string {
  return location ? `${message} (${formatLocation(location)})` : message;
}

/** What made this audit find less: one for each cause. */
export function isMilderProblem({ kind }: Pick<Problem, 'kind'>): boolean {
  return kind === 'milder';
}

/** The causes of what made the audit milder, with the line of each. */
export function milderTexts({ problems }: Report): readonly string[] {
  const causes = problems.filter(isMilderProblem);
  const texts = causes.slice(0, mostChanges).map((one) => clip(withPlace(one), longest));
  const more = causes.length - texts.length;
  return more > 0 ? [...texts, `${counted(more, 'more cause')} that made it milder`] : texts;
}

/** A warning, and where: a verdict may be missing or wrong because of it. */
export function warningsOf({ problems }: Report): readonly Problem[] {
  return problems.filter(({ level }) => level === 'warning');
}
