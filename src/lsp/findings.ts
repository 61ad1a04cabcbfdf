import { resolve } from 'node:path';
import { DiagnosticSeverity, type Diagnostic, type Range } from 'vscode-languageserver';
import { ownUri } from '../../reporters/sarif/own-uris.js';
import { formatRange, type Location } from '../model/location.js';
import type { Rule, Ruleset } from '../model/ruleset.js';
import type { Diagnostic as Mistake } from '../model/user-error.js';
import { webPages } from '../report/digest/index.js';
import { actionOf, shortAction, type Action, ruleTexts } from '../report/digest/rule-texts.js';
import type { Problem, ProblemLevel } from '../report/problem.js';
import type { Severity } from '../report/severity.js';
import { statusOf, type Result } from '../report/verdict.js';
import type { AuditedRoot } from './project.js';
import { lspRangeOf, uriOf } from './places.js';

/** A diagnostic, and the finding that it tells. */
export interface Told {
  /** Absolute. */
  readonly path: string;
  readonly diagnostic: Diagnostic;
  readonly result?: Result;
}

/** The texts that an editor holds, by absolute path: columns are counted in them. */
export type Texts = (path: string) => string | undefined;

const source = 'ecaudit';

const diagnosticSeverities = {
  critical: DiagnosticSeverity.Error,
  high: DiagnosticSeverity.Error,
  medium: DiagnosticSeverity.Warning,
  low: DiagnosticSeverity.Information,
  info: DiagnosticSeverity.Hint,
} as const satisfies Readonly<Record<Severity, DiagnosticSeverity>>;

const problemSeverities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Hint,
} as const satisfies Readonly<Record<ProblemLevel, DiagnosticSeverity>>;

/** Everything that an audit tells at a place: findings that ask for something, trouble with files, mistakes in configurations. */
export function toldBy(audited: AuditedRoot, texts: Texts): readonly Told[] {
  return [
    ...diagnosticsOf(audited, texts),
    ...audited.report.problems.flatMap((problem) => problemTold(problem, audited, texts)),
    ...mistakesTold(audited.configDiagnostics, 'invalid-configuration', audited.root.path, texts),
  ];
}

function diagnosticsOf({ report, root }: AuditedRoot, texts: Texts): readonly Told[] {
  const { path: cwd } = root;
  const textsOf = ruleTexts(report);
  const rules = rulesById(report.rulesets);
  const seen = new Set<string>();
  return report.results.flatMap((result): readonly Told[] => {
    const status = statusOf(result);
    if (result.verdict !== 'fail' || (status !== 'active' && status !== 'excused')) return [];
    // What is about the org has the same place for each of its apps.
    const key = `${result.rule} ${formatRange(result.location)} ${result.about ?? result.app}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const action = actionIn(actionOf(result, textsOf(result.rule)));
    const diagnostic: Diagnostic = {
      source,
      code: result.rule,
      codeDescription: { href: rulePageUri(result.rule, rules) },
      severity: diagnosticSeverities[result.severity],
      range: rangeInText(result.location, cwd, texts),
      message: action === '' ? result.message : `${result.message}\n${action}`,
      ...relatedTo(result, cwd, texts),
      data: { rule: result.rule, app: result.app, fingerprint: result.fingerprint },
    };
    return [{ path: resolve(cwd, result.location.file), diagnostic, result }];
  });
}

/** Whoever sees it has the file before him; where nothing is to be done there, what to do in Setup. */
function actionIn(action: Action): string {
  return action.files === '' ? shortAction(action) : `In files: ${action.files}`;
}

function rulesById(rulesets: readonly Ruleset[]): ReadonlyMap<string, readonly [Rule, Ruleset]> {
  return new Map(
    rulesets.flatMap((ruleset) => ruleset.rules.map((rule) => [rule.id, [rule, ruleset] as const])),
  );
}

function rulePageUri(id: string, rules: ReturnType<typeof rulesById>): string {
  const found = rules.get(id);
  return (found && webPages(...found)[0]) ?? ownUri(id);
}

/** The other places that decided the verdict. */
function relatedTo(
  { location, evidence }: Result,
  cwd: string,
  texts: Texts,
): Pick<Diagnostic, 'relatedInformation'> {
  const own = formatRange(location);
  const others = evidence.flatMap(({ location: at, setting }) =>
    at && formatRange(at) !== own ? [{ at, setting }] : [],
  );
  if (others.length === 0) return {};
  return {
    relatedInformation: others.map(({ at, setting }) => ({
      location: { uri: uriOf(resolve(cwd, at.file)), range: rangeInText(at, cwd, texts) },
      message: setting,
    })),
  };
}

function problemTold(
  { kind, level, message, location }: Problem,
  { root: { path: cwd } }: AuditedRoot,
  texts: Texts,
): readonly Told[] {
  if (!location) return [];
  const range = rangeInText(location, cwd, texts);
  const diagnostic = { source, code: kind, severity: problemSeverities[level], range, message };
  return [{ path: resolve(cwd, location.file), diagnostic }];
}

/** Mistakes in a file of the user's: a configuration or a ruleset. */
export function mistakesTold(
  mistakes: readonly Mistake[],
  code: string,
  cwd: string,
  texts: Texts,
): readonly Told[] {
  return mistakes.map(({ location, message }) => ({
    path: resolve(cwd, location.file),
    diagnostic: {
      source,
      code,
      severity: DiagnosticSeverity.Error,
      range: rangeInText(location, cwd, texts),
      message,
    },
  }));
}

function rangeInText(location: Location, cwd: string, texts: Texts): Range {
  return lspRangeOf(location, texts(resolve(cwd, location.file)));
}
