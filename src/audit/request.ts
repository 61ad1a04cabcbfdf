import type { Baseline } from '../report/baseline.js';
import type { App, Source } from '../model/app.js';
import type { Framework } from '../report/controls.js';
import type { ReportOptions, Revision, Shard } from '../report/report.js';
import type { ChosenRuleset, RuleLevel } from '../model/ruleset.js';
import type { Config } from '../config/config.js';
import type { Changes } from '../git/changes.js';
import type { Evaluation } from './results.js';
import type { Forceignore } from '../metadata/files/forceignore.js';
import type { Outside } from '../metadata/source.js';

/** What to audit, by what, and what to tell of it. */
export interface AuditRequest {
  /** Paths as given: folders, files, zips. Relative ones start at `cwd`. */
  readonly sources: readonly string[];
  /** The rest of a project of which the package directories are the sources: what is lost with it is told. */
  readonly outside?: Outside;
  /** Sources that are read already: orgs, which take calls and not files. */
  readonly pulled?: readonly Source[];
  /** Sources that the caller reads himself, with the files as `edited` has them. */
  readonly alsoRead?: (edited: ReadonlyMap<string, Uint8Array>) => readonly Source[];
  readonly cwd: string;
  /** What to do with `.forceignore`; it is read unless this says otherwise. */
  readonly forceignore?: Forceignore;
  /** What files hold that are not as they are on disk, by absolute path. */
  readonly edited?: ReadonlyMap<string, Uint8Array>;
  /** Told of each app with all its checks, before they are put in words. */
  readonly observe?: (checks: readonly Evaluation[]) => void;
  /** Told of all that was read, before anything is evaluated. */
  readonly keep?: (sources: readonly Source[]) => void;
  /** A second look at what was read: only these apps, by what they have other than before. `sources` are not read then. */
  readonly again?: Again;
  /** With the overrides of the config applied. */
  readonly rulesets: readonly ChosenRuleset[];
  /** Rules of a lower level are off; what is required and what is recommended counts when absent. */
  readonly level?: RuleLevel;
  /** What the run would evaluate by without a config; every shipped ruleset when absent. */
  readonly unconfigured?: readonly ChosenRuleset[];
  /** What it says of apps; what it says of rulesets and thresholds stands in the other keys already. */
  readonly config?: Config;
  /** `NAME` or `RULESET.NAME` → the texts given. */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
  readonly select: Selection;
  readonly baseline?: GivenBaseline;
  /** The revision that the config and what goes with it were read at. */
  readonly configFrom?: string;
  /** What the caller decides himself; the rest is up to files that whoever changes the apps may change as well. */
  readonly caller?: CallersOwn;
  readonly options: ReportOptions;
  /** Keep the severity of findings that a vendor's guide demands. */
  readonly ignoreExcuses: boolean;
  /** The frameworks whose controls the report is to cover. */
  readonly controls?: readonly Framework[];
  /** Work out GitHub's line hashes and quote the places of results: for SARIF, and for JSON, of which `merge` makes SARIF. */
  readonly lineHashes: boolean;
  /** Keep the digests of consumer keys, which the caller has salted, with the apps. */
  readonly keyDigests?: boolean;
  /** Where the files come from, when git says so. */
  readonly revision?: Revision;
  readonly now: Date;
  readonly version: string;
  readonly progress?: OnProgress;
  /** Waited for after each app: a server has to answer others meanwhile. */
  readonly pause?: () => Promise<void>;
}

/** Apps of which files changed since they were read. */
export interface Again {
  readonly sources: readonly Source[];
  /** By `keyOfApp`, the settings that differ: what reads none of them says what it said. */
  readonly changed: ReadonlyMap<string, ReadonlySet<string>>;
  /** Rules that are evaluated whatever has changed, by their full ids. */
  readonly rules: ReadonlySet<string>;
  /** By `keyOfApp`, apps that no guide was about: guides are looked for where a setting changed that they are known by. */
  readonly unguided?: ReadonlySet<string>;
}

/** The same for an app however often it is read: no two apps of a source begin with the same file. */
export function keyOfApp({ source, files }: Pick<App, 'source' | 'files'>): string {
  return `${source}\n${files[0] ?? ''}`;
}

/** Of what can make a run milder: what the caller says. */
export interface CallersOwn {
  /** The threshold: a flag says it. */
  readonly failOn?: true;
  /** The baseline: a flag names it. */
  readonly baseline?: true;
  /** The config and all that goes with it: read at a revision that the caller names. */
  readonly files?: true;
}

/** What was found before. */
export interface GivenBaseline {
  /** Where it stands, for messages. */
  readonly file: string;
  readonly known: Baseline;
  /** Take today's findings into it: then nothing is new in this run. */
  readonly adopt: boolean;
}

/** Whether a run is about every app that its sources hold. */
export function isAboutAllApps({ select }: Pick<AuditRequest, 'select'>): boolean {
  const { apps, shard, changes } = select;
  return apps.length === 0 && shard === undefined && changes === undefined;
}

/** Whether other jobs read other sources of the same audit. */
export function isOneOfSeveral({ select }: Pick<AuditRequest, 'select'>): boolean {
  return select.shard?.of === 'orgs';
}

export interface Selection {
  /** Globs on API names, or on `kind:API_Name`. */
  readonly apps: readonly string[];
  readonly shard?: Shard;
  /** Globs on full rule ids, and whether they mean a rule; every rule when absent. */
  readonly rules?: RuleSelection;
  /** Only apps that these may mean something for. */
  readonly changes?: Changes;
  /** Of a comparison: `kind:API_Name` of the apps that were there before. All others are added. */
  readonly before?: ReadonlySet<string>;
}

/** The rules that a run is about. The others are evaluated, since what a guide demands excuses findings, but not counted. */
export interface RuleSelection {
  readonly globs: readonly string[];
  readonly isMeant: (rule: string) => boolean;
}

/** Told now and then how far a run is. */
export type OnProgress = (
  stage: 'reading' | 'evaluating' | 'asking',
  done: number,
  total: number,
) => void;
