import type { BaselineUse, GoneFinding, RisenFinding } from '../report/baseline.js';
import type { ControlCoverage } from '../report/controls.js';
import type { Problem } from '../report/problem.js';
import type {
  LeftOut,
  LevelUse,
  Partly,
  ReportApp,
  ReportSource,
  Revision,
  Shard,
  Summary,
} from '../report/report.js';
import type { Ruleset } from '../model/ruleset.js';
import type { Setting } from '../settings/settings.js';
import type { Evidence, Result } from '../report/verdict.js';

/** What `-f json` writes: schemas/report.schema.json. Settings are those that the writing version knew. */
export interface ReportData {
  readonly tool: { readonly version: string };
  readonly generatedAt: string;
  readonly config?: string;
  readonly configFrom?: string;
  readonly sources: readonly ReportSource[];
  readonly shard?: Shard;
  readonly partial?: readonly Partly[];
  readonly leftOut?: readonly LeftOut[];
  readonly unsettled?: readonly ProblemData[];
  readonly revision?: Revision;
  readonly rulesets: readonly RulesetData[];
  readonly level?: LevelUse;
  readonly summary: Summary;
  readonly baseline?: BaselineData;
  readonly controls?: readonly ControlData[];
  readonly apps: readonly AppData[];
  readonly results: readonly ResultData[];
  readonly problems: readonly ProblemData[];
}

export type BaselineData = Pick<BaselineUse, 'file' | 'findings' | 'gone'> & {
  readonly schemaVersion?: BaselineUse['version'];
  readonly unsettled?: readonly GoneFinding[];
  readonly rose?: readonly RisenFinding[];
  readonly unknownSources?: readonly string[];
  readonly absentSources?: readonly string[];
};
export type RulesetData = Pick<Ruleset, 'id' | 'kind' | 'title'> & { readonly rules: number };
export type ControlData = ControlCoverage & { readonly framework: string };
export type AppData = Omit<ReportApp, 'settings'> & {
  readonly settings: Readonly<Record<string, Setting>>;
};

/** What stands at the place of a result, an evidence or a problem in its file. */
interface Quoted {
  readonly snippet?: string;
  readonly lineHash?: string;
}
export type EvidenceData = Evidence & Pick<Quoted, 'snippet'>;
export type ResultData = Omit<Result, 'evidence'> &
  Quoted & { readonly evidence: readonly EvidenceData[] };
export type ProblemData = Problem & Pick<Quoted, 'lineHash'>;

/** A report whose settings are those of this version, and without its quotes. */
export type SharedReport = Omit<ReportData, 'apps' | 'results' | 'problems' | 'unsettled'> & {
  readonly unsettled?: readonly Problem[];
  readonly apps: readonly ReportApp[];
  readonly results: readonly Result[];
  readonly problems: readonly Problem[];
};
