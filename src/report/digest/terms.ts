// On what terms an audit ran. A pull request can bring a configuration that makes its own audit green: whoever reads that
// it found nothing has to see what was switched off, made milder or left out.
import type { Problem, ProblemKind } from '../problem.js';
import type { Report } from '../report.js';
import { clip } from '../text/plain-text.js';
import { counted } from '../text/words.js';
import { withPlace } from './problems.js';

export interface Terms {
  /** What evaluated, what made it milder, what fails the run; each a sentence without its full stop. */
  readonly all: readonly string[];
  /** `146 rules of 14 rulesets`. */
  readonly rules: string;
  /** `findings of high and above fail the run`. */
  readonly fail: string;
  /** How many files .forceignore leaves out; empty where it leaves out none. */
  readonly ignored: readonly string[];
  /** Whether the configuration or `.forceignore` take anything away. */
  readonly milder: boolean;
  /** The causes of what made the audit milder, with the line of each. */
  readonly causes: readonly string[];
}

/** The notes that say what the configuration does to rules. */
const changeKinds: ReadonlySet<ProblemKind> = new Set(['rule-switched-off', 'rule-changed']);

/** Whether a note says what the configuration does to a rule: people are told, be it a note or not. */
export function isChange({ kind }: Pick<Problem, 'kind'>): boolean {
  return changeKinds.has(kind);
}

/** What made this audit find less: one for each cause. */
export function isMilderProblem({ kind }: Pick<Problem, 'kind'>): boolean {
  return kind === 'milder';
}

/** More than these are counted. */
const mostTold = 20;
const longestTerm = 400;

export function termsOf(report: Report): Terms {
  const [rules, fail, ignored] = [rulesText(report), failText(report), ignoredTexts(report)];
  const by = `judged by ${rules}; ${configText(report)}`;
  const changed = problemsInWords(report.problems.filter(isChange), 'more override', ' of rules');
  const causes = report.problems.filter(isMilderProblem);
  return {
    all: [by, ...changed, ...ignored, fail],
    rules,
    fail,
    ignored,
    milder: isMilderRun(report),
    causes: problemsInWords(causes, 'more cause', ' that made it milder'),
  };
}

function isMilderRun({ options, problems, sources }: Report): boolean {
  if (options.failOn === 'never' || ignoredFiles(sources) > 0) return true;
  return problems.some((one) => isChange(one) || isMilderProblem(one));
}

function rulesText({ rulesets }: Report): string {
  const rules = rulesets.reduce((sum, ruleset) => sum + ruleset.rules.length, 0);
  return `${counted(rules, 'rule')} of ${counted(rulesets.length, 'ruleset')}`;
}

function configText({ config, configFrom }: Report): string {
  const by = config === undefined ? 'no configuration' : `configuration ${config}`;
  return configFrom === undefined ? by : `${by} at ${configFrom}`;
}

/** Problems with the line of each; of many the first ones, and how many more there are. */
function problemsInWords(
  problems: readonly Problem[],
  noun: string,
  end: string,
): readonly string[] {
  const texts = problems.slice(0, mostTold).map((one) => clip(withPlace(one), longestTerm));
  const more = problems.length - texts.length;
  return more > 0 ? [...texts, counted(more, noun) + end] : texts;
}

function ignoredTexts({ sources }: Report): readonly string[] {
  const ignored = ignoredFiles(sources);
  return ignored === 0 ? [] : [`${counted(ignored, 'file')} left out by .forceignore`];
}

function ignoredFiles(sources: Report['sources']): number {
  return sources.reduce((sum, source) => sum + source.ignored, 0);
}

function failText({ options }: Report): string {
  const milder = options.failOnMilder ? ', and so does what makes the audit milder' : '';
  return `${thresholdText(options)}${milder}`;
}

function thresholdText({ failOn }: Report['options']): string {
  if (failOn === 'never') return 'no finding fails the run (never)';
  return failOn === 'critical'
    ? 'findings of critical fail the run'
    : `findings of ${failOn} and above fail the run`;
}
