import type { App, SetupChange, SourceKind } from '../model/app.js';
import type { BaselineUse } from './baseline.js';
import type { FrameworkCoverage } from './controls.js';
import type { History } from './history.js';
import type { OrgIdentity } from '../model/org.js';
import type { Location } from '../model/location.js';
import type { Problem } from './problem.js';
import type { RuleLevel, Ruleset } from '../model/ruleset.js';
import type { Severity } from './severity.js';
import type { Excusing, Result, Verdict } from './verdict.js';

/** Everything an audit found. Reporters are pure functions of it. */
export interface Report {
  readonly tool: { readonly name: 'ecaudit'; readonly version: string };
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
  /** The configuration file that counted, relative to the current folder. */
  readonly config?: string;
  /** The revision that it and what goes with it were read at, as the caller named it. */
  readonly configFrom?: string;
  readonly sources: readonly ReportSource[];
  /** Of which part of the apps this is the report; absent when of all. */
  readonly shard?: Shard;
  /** What kept this run from being about every app and rule, in the order of the flags; absent when nothing did. */
  readonly partial?: readonly Partly[];
  /** Of a shard: what it would tell if it were the whole. `merge` tells it where no shard knows better. */
  readonly unsettled?: readonly Problem[];
  /** What flags leave out, in the order of a run; absent where that is nothing. */
  readonly leftOut?: readonly LeftOut[];
  /** The rulesets that ran, with their rules; for data formats and for the texts of findings. */
  readonly rulesets: readonly Ruleset[];
  /** The lowest level that ran, and how many standard rules of lower levels are off. */
  readonly level?: LevelUse;
  readonly summary: Summary;
  /** What became of the baseline, when there is one. */
  readonly baseline?: BaselineUse;
  /** What the checks say of controls, for the frameworks that were asked for. */
  readonly controls?: readonly FrameworkCoverage[];
  readonly apps: readonly ReportApp[];
  /** Results that failed or are open, and those with another included verdict: ordered by app, rule, location. */
  readonly results: readonly Result[];
  readonly problems: readonly Problem[];
  /** Within how many days findings of a severity are due. */
  readonly due?: Readonly<Partial<Record<Severity, number>>>;
  /** What earlier reports say, where they were asked for. */
  readonly history?: History;
  /** What was asked for: severities below `minSeverity` are counted but not listed. */
  readonly options: ReportOptions;
  /** GitHub's line hash of the places of results and problems, by `file:line`; for SARIF, and for JSON that may become SARIF. */
  readonly lineHashes: ReadonlyMap<string, string>;
  /** The text of the places of results and evidence, by `formatRange`; made with the hashes. Never of one that may be secret. */
  readonly snippets?: ReadonlyMap<string, string>;
  /** The columns of places in bytes of UTF-8, by `formatRange`, where they are others; made for formats that count bytes. */
  readonly byteColumns?: ReadonlyMap<string, ByteRange>;
  /** Where the audited files come from, when git says so. */
  readonly revision?: Revision;
  /** Edits of files that fix findings and that no client notices, by rule and app: `RULE APP`. Made where a report shows them. */
  readonly fixes?: ReadonlyMap<string, readonly FileFix[]>;
}

/** What is to be replaced in one file. */
export interface FileFix {
  readonly file: string;
  /** In the order of the file; none touches another. */
  readonly replacements: readonly Replacement[];
}

interface Replacement {
  /** Empty where something is put in. */
  readonly location: Location;
  /** The columns of the same range in bytes of UTF-8, as reviewdog counts them. */
  readonly bytes: ByteRange;
  readonly text: string;
}

export interface ByteRange {
  readonly startColumn: number;
  readonly endColumn: number;
}

/** Which rules of the rulesets ran by their level. */
export interface LevelUse {
  readonly lowest: RuleLevel;
  readonly off: number;
}

/** Who answers for some apps: a glob on API names, or on `kind:API_Name`, and on the id, the alias or the host of an org. */
export interface Owner {
  readonly app: string;
  readonly org?: string;
  readonly owner: string;
}

/** The `index`-th of `count` parts, from 1: of the apps, or of the orgs where a run has several. */
export interface Shard {
  readonly index: number;
  readonly count: number;
  readonly of: 'apps' | 'orgs';
}

/** What a flag of the caller leaves out: his own decision, which the report tells. */
export interface LeftOut {
  readonly by:
    | 'app'
    | 'changed-since'
    | 'shard'
    | 'ruleset'
    | 'rule'
    | 'level'
    | 'min-severity'
    | 'fail-on';
  /** `left out by --app X: 3 of 10 apps`. */
  readonly message: string;
}

/** A flag that leaves apps or rules out, with what it was given. */
export interface Partly {
  readonly by: 'ruleset' | 'rule' | 'app' | 'changed-since' | 'shard';
  readonly values: readonly string[];
}

export interface Revision {
  readonly repositoryUri: string;
  readonly revisionId: string;
  readonly branch?: string;
  /** The current folder inside the repository, with `/` at its end; absent at the root. */
  readonly folder?: string;
}

export interface ReportOptions {
  readonly failOn: Severity | 'never';
  readonly minSeverity: Severity;
  readonly include: readonly Verdict[];
  /** Whether somebody asked for these verdicts: then they hold for every format. */
  readonly includeGiven?: boolean;
  readonly strict: boolean;
  /** Reports name the users of apps. */
  readonly withUsers?: boolean;
  /** What makes the audit milder and is not the caller's own fails the run. */
  readonly failOnMilder?: boolean;
  /** SARIF lists suppressed, baselined, excused and undecided results as well, marked, and tells an incomplete audit as failed. */
  readonly sarifAll?: boolean;
  /** False where something else annotates the findings in GitHub: then the job's log only tells how the run went. */
  readonly annotations?: boolean;
  /** The uploader gives the SARIF log its category: this one, or an unknown one where it is empty. */
  readonly sarifCategory?: string;
}

export interface ReportSource {
  readonly id: string;
  readonly kind: SourceKind;
  readonly apps: number;
  readonly files: number;
  readonly ignored: number;
  /** Which org it is; absent for what is none, and for an org that could not be read. */
  /** Why it could not be read at all, in words; absent where it was read. */
  readonly unread?: string;
  readonly org?: OrgIdentity;
  /** Of `diff --with-users`. */
  readonly setupChanges?: readonly SetupChange[];
}

/** The id of the source of each app, by the id of the app. */
export function sourcesByApp(
  apps: readonly Pick<ReportApp, 'id' | 'source'>[],
): (app: string) => string {
  const sources = new Map(apps.map(({ id, source }) => [id, source]));
  return (app) => sources.get(app) ?? '';
}

/** An app with the vendors whose guides are about it. */
export interface ReportApp extends App {
  readonly vendors: readonly VendorMatch[];
  /** For an app that was looked at for vendors, and is none's: up to three that are near. */
  readonly nearestVendors?: readonly NearVendor[];
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Who answers for it, as the configuration says. */
  readonly owner?: string;
}

/** A vendor that an app may be for, though not enough says so. */
export interface NearVendor {
  readonly ruleset: string;
  /** `"fullcast" in the name`. */
  readonly because: string;
}

export interface VendorMatch {
  readonly ruleset: string;
  /** What gave it away: `callback host app.fullcast.io`. */
  readonly because: string;
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
  /** Whether its demands excuse findings of standard rules, and what says so. */
  readonly excuses?: Excusing;
}

/** Counting covers every check, listed or not: checks = pass + fail + open + notApplicable. */
export interface Summary {
  readonly apps: number;
  readonly checks: number;
  readonly pass: number;
  readonly fail: number;
  readonly open: number;
  readonly notApplicable: number;
  readonly suppressed: number;
  readonly baselined: number;
  /** Findings excused by a vendor's guide; they are in `fail`, at severity info. */
  readonly excused: number;
  /** Failed checks that the finding of another rule tells as well; they are in `fail`, and in no count by severity. */
  readonly echo: number;
  /**
   * Findings that ask for something: failed checks that are neither suppressed, baselined nor echoes. A finding about the org counts
   * once, however many apps share it.
   */
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Failed checks that only repeat a finding about the org for one more app; they are in `fail`. */
  readonly repeated: number;
  /** Whether something asked for could not be audited. */
  readonly incomplete: boolean;
}

/** How a reporter lays out its text: decided once, by the command line. */
export interface Style {
  readonly color: boolean;
  /** In columns. */
  readonly width: number;
  readonly verbose: boolean;
  /** How reports for people are laid out; by the number of findings where it is absent. */
  readonly groupBy?: 'rule' | 'app' | 'org';
  /** Every finding with all it has, whatever their number. */
  readonly details?: boolean;
  /** It goes into a file, not to a terminal or a pipe. */
  readonly file?: boolean;
}

/** What the JSON of every command but `audit` begins with. */
export interface Head {
  readonly schemaVersion: '1';
  readonly tool: Report['tool'];
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
  /** Whether something that was asked for could not be read. */
  readonly incomplete: boolean;
  readonly sources: readonly ReportSource[];
  readonly problems: readonly Problem[];
}

/** The head of a command's answer about a report. */
export function answerHead({ tool, generatedAt, summary, sources, problems }: Report): Head {
  const { incomplete } = summary;
  return { schemaVersion: '1', tool, generatedAt, incomplete, sources, problems };
}
