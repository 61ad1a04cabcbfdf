import type { LoadedConfig } from './config/load.js';
import type { Loaded } from './rulesets/loaded.js';

export { audit } from './audit/audit.js';
export { readBaseline } from './config/baseline.js';
export type { Baseline, BaselineUse, KnownFinding, KnownSource } from './report/baseline.js';
export type { AuditRequest, GivenBaseline, Progress, Selection } from './audit/audit.js';
export type {
  AppEntry,
  Config,
  NamedRuleset,
  SuppressionEntry,
  SuppressionPolicy,
  VendorChoice,
} from './config/config.js';
export type { LoadedConfig } from './config/load.js';
export { configuredRulesets } from './config/rulesets.js';
export { shippedRulesets } from './rulesets/shipped.js';
export type { Loaded } from './rulesets/loaded.js';
export { settings, settingNames } from './settings/settings.js';
export type {
  Known,
  Setting,
  SettingName,
  Settings,
  SettingValue,
  Unknown,
} from './settings/settings.js';
export type { Definition, Field, Origin } from './settings/definition.js';
export type { App, AppKind, SourceKind } from './model/app.js';
export type { ControlCoverage, Framework, FrameworkCoverage } from './report/controls.js';
export type { Location } from './model/location.js';
export type { Problem, ProblemKind, ProblemLevel } from './report/problem.js';
export type {
  Report,
  ReportApp,
  ReportOptions,
  ReportSource,
  Revision,
  Shard,
  Summary,
  VendorMatch,
} from './report/report.js';
export type {
  ChosenRuleset,
  Condition,
  Leaf,
  Override,
  Parameter,
  Rule,
  Ruleset,
} from './model/ruleset.js';
export type { Severity } from './report/severity.js';
export type {
  Evidence,
  Excuse,
  Result,
  SourceReference,
  Suppression,
  Verdict,
} from './report/verdict.js';
export { UserError, type Diagnostic } from './model/user-error.js';

/**
 * Checks the text of a ruleset file, YAML or JSON: the ruleset, or every mistake with its place. `file` is the name that
 * messages show. The YAML parser is loaded with the first call.
 */
export async function loadRuleset(text: string, file: string): Promise<Loaded> {
  const { loadRuleset: load } = await import('./rulesets/load.js');
  return load(text, file);
}

/**
 * Reads a configuration file, a path from `cwd`, with those that it extends: the configuration, or every mistake with its
 * place. `today`, YYYY-MM-DD, is what its policy for suppressions counts from. Give the result to `audit` as `config`, and
 * what `configuredRulesets` makes of it as `rulesets`. Throws UserError when the file cannot be read.
 */
export async function loadConfig(file: string, cwd: string, today: string): Promise<LoadedConfig> {
  const { loadConfig: load } = await import('./config/load.js');
  return load(file, cwd, today);
}
