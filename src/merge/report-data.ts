import type { BaselineUse, GoneFinding } from '../report/baseline.js';
import type { ControlCoverage } from '../report/controls.js';
import type { Problem } from '../report/problem.js';
import type { ReportApp, ReportSource, Shard, Summary } from '../report/report.js';
import type { Ruleset } from '../model/ruleset.js';
import type { Setting } from '../settings/settings.js';
import type { Result } from '../report/verdict.js';

/** What `-f json` writes: schemas/report.schema.json. Settings are those that the writing version knew. */
export interface ReportData {
  readonly tool: { readonly version: string };
  readonly generatedAt: string;
  readonly config?: string;
  readonly sources: readonly ReportSource[];
  readonly shard?: Shard;
  readonly rulesets: readonly RulesetData[];
  readonly summary: Summary;
  readonly baseline?: BaselineData;
  readonly controls?: readonly ControlData[];
  readonly apps: readonly AppData[];
  readonly results: readonly Result[];
  readonly problems: readonly Problem[];
}

export type BaselineData = Pick<BaselineUse, 'file' | 'findings' | 'gone'> & {
  readonly schemaVersion?: BaselineUse['version'];
  readonly unsettled?: readonly GoneFinding[];
};
export type RulesetData = Pick<Ruleset, 'id' | 'kind' | 'title'> & { readonly rules: number };
export type ControlData = ControlCoverage & { readonly framework: string };
export type AppData = Omit<ReportApp, 'settings'> & {
  readonly settings: Readonly<Record<string, Setting>>;
};

/** A report whose settings are those of this version. */
export type SharedReport = Omit<ReportData, 'apps'> & { readonly apps: readonly ReportApp[] };
