// The report as data: the types of schemas/report.schema.json, which a test holds them to. Nothing here names another file, so that
// the published declarations are short and ask for nothing else.

/**
 * What `audit` gives and `ecaudit -f json` writes: plain data. Within schemaVersion 1 keys may be added; none changes its meaning
 * or goes away.
 */
export interface Report {
  readonly schemaVersion: '1';
  readonly tool: {
    readonly name: 'ecaudit';
    readonly version: string;
  };
  /** UTC. SOURCE_DATE_EPOCH decides it when set. */
  readonly generatedAt: string;
  /** The configuration file that counted, relative to the current folder; absent when there was none. */
  readonly config?: string;
  /** The git revision that the configuration and what goes with it were read at. */
  readonly configFrom?: string;
  readonly sources: readonly ReportSource[];
  /** Of which part this is the report; absent when of all. `ecaudit merge` puts the parts together. */
  readonly shard?: {
    readonly index: number;
    readonly count: number;
    /** What was dealt: the apps of all sources, or whole orgs. */
    readonly of: 'apps' | 'orgs';
  };
  /** What kept this run from being about every app and rule, in the order of the flags; absent when nothing did. */
  readonly partial?: readonly Partly[];
  /** What flags of the caller left out; absent where that is nothing. */
  readonly leftOut?: readonly LeftOut[];
  readonly revision?: Revision;
  /** The rulesets that ran. */
  readonly rulesets: readonly ReportRuleset[];
  /** The lowest level of the rules that ran, and how many standard rules of lower levels are off. */
  readonly level?: {
    readonly lowest: 'required' | 'recommended' | 'optional' | 'troubleshooting';
    readonly off: number;
  };
  readonly summary: Summary;
  readonly baseline?: ReportBaseline;
  /** What the checks mean for the controls of each framework that --controls named. Evidence, never the word that a control is fulfilled. */
  readonly controls?: readonly Control[];
  /** What vendors' guides demand although standard rules forbid it, with the findings that this excuses: a section of their own, whatever `results` lists. */
  readonly excuses?: readonly Demand[];
  readonly apps: readonly ReportApp[];
  /** Ordered by app, rule, location. Which verdicts are listed is decided by --include and --min-severity. */
  readonly results: readonly Result[];
  readonly problems: readonly Problem[];
  /** Of a shard: what it would tell if it were the whole; `merge` tells it where no shard knows better. */
  readonly unsettled?: readonly Problem[];
}

export interface ReportSource {
  readonly id: string;
  readonly kind: 'folder' | 'file' | 'zip' | 'snapshot' | 'org';
  readonly apps: number;
  /** Metadata files that were read. */
  readonly files: number;
  /** Metadata files that .forceignore left out. */
  readonly ignored: number;
  /** Why it could not be read at all. Absent where it was read. */
  readonly unread?: string;
  /** Which org it is. Absent for a source that is none, and for an org that could not be read. */
  readonly org?: OrgIdentity;
}

/** What a flag of the caller left out: his own decision. */
export interface LeftOut {
  /** The flag. */
  readonly by: 'app' | 'shard' | 'ruleset' | 'rule' | 'min-severity' | 'fail-on';
  readonly message: string;
}

/** A flag that leaves apps or rules out, with what it was given. */
export interface Partly {
  readonly by: 'ruleset' | 'rule' | 'app' | 'changed-since' | 'shard';
  readonly values: readonly string[];
}

/** Where the audited files come from; absent where git does not say so. */
export interface Revision {
  /** As people open it in a browser, without user and password. */
  readonly repositoryUri: string;
  readonly revisionId: string;
  readonly branch?: string;
  /** The folder in the repository that paths start at; absent for its root. */
  readonly folder?: string;
}

/** What the org says of itself; null is what it was not asked. */
export interface OrgIdentity {
  /** 18 characters. */
  readonly id: string | null;
  readonly name: string | null;
  /** The edition. */
  readonly type: string | null;
  readonly sandbox: boolean | null;
  /** The name of the instance, such as EU47. */
  readonly instance: string | null;
  /** The host that calls went to. */
  readonly host: string | null;
  readonly apiVersion: string | null;
  /** The username of who looked. */
  readonly user: string | null;
}

export interface ReportRuleset {
  readonly id: string;
  readonly kind: 'vendor' | 'standard';
  readonly title: string;
  readonly rules: number;
}

/** Counts every check, listed or not: checks = pass + fail + open + notApplicable. */
export interface Summary {
  readonly apps: number;
  readonly checks: number;
  readonly pass: number;
  readonly fail: number;
  readonly open: number;
  readonly notApplicable: number;
  /** Failed and open checks that the configuration suppresses. */
  readonly suppressed: number;
  /** Failed and open checks that the baseline has. */
  readonly baselined: number;
  /** Failed checks that a vendor's guide demands; they are in `fail`, at severity info. */
  readonly excused: number;
  /** Failed checks that the finding of another rule tells as well; they are in `fail`, and in no count by severity. */
  readonly echo?: number;
  /** Failed checks that only repeat a finding about the org for one more app; they are in `fail`. */
  readonly repeated: number;
  /** Findings that ask for something: failed checks that are neither suppressed, baselined nor echoes; a finding about the org counts once for all its apps. */
  readonly bySeverity: {
    readonly critical: number;
    readonly high: number;
    readonly medium: number;
    readonly low: number;
    readonly info: number;
  };
  /** Something that was asked for could not be audited. */
  readonly incomplete: boolean;
}

/** What became of the baseline; only with --baseline or --write-baseline. */
export interface ReportBaseline {
  readonly file: string;
  /** The version of its format; absent in reports of before version 2, which read version 1 only. */
  readonly schemaVersion?: '1' | '2';
  /** How many findings it had. */
  readonly findings: number;
  /** Those that are no longer there. */
  readonly gone: readonly KnownFinding[];
  /** Those about an org that are not among the apps of this run, and may be among others: `merge` knows once all shards are together. */
  readonly unsettled?: readonly KnownFinding[];
  /** Known findings that became more severe by the date alone. */
  readonly rose?: readonly RisenFinding[];
  /** Sources of this run of which it has nothing. */
  readonly unknownSources?: readonly string[];
  /** Sources of it that this run did not read. */
  readonly absentSources?: readonly string[];
}

export interface KnownFinding {
  readonly rule: string;
  /** kind:API_Name, or org. */
  readonly app: string;
  /** The source as the baseline names it; empty in version 1. */
  readonly source?: string;
  /** The folder of the app inside its source. */
  readonly folder?: string;
  readonly fingerprint: string;
}

/** A finding of the baseline that its date made more severe since. */
export interface RisenFinding {
  readonly rule: string;
  /** kind:API_Name, or org. */
  readonly app: string;
  readonly fingerprint: string;
  /** As the baseline has it. */
  readonly was: Severity;
  readonly severity: Severity;
}

/** Counts every check of its rules over all apps, listed or not. */
export interface Control {
  readonly framework: string;
  readonly control: string;
  readonly title: string;
  /** The rules of this run that give evidence. */
  readonly rules: readonly string[];
  readonly pass: number;
  readonly fail: number;
  readonly open: number;
  readonly notApplicable: number;
  /** Whether a rule of this run can give evidence. */
  readonly assessed: boolean;
  /** Why it is not assessed. */
  readonly reason?: string;
}

export interface ReportApp {
  readonly id: string;
  readonly kind: 'externalClientApp' | 'connectedApp';
  readonly apiName: string;
  readonly label: string;
  /** The id of its source. */
  readonly source: string;
  readonly folder: string;
  /** Header first. */
  readonly files: readonly string[];
  readonly location: Location;
  /** With `ECAUDIT_KEY_SALT`: tells whether two apps have one consumer key, and nothing of the key. */
  readonly consumerKeyDigest?: string;
  /** Who answers for it, as the configuration says. */
  readonly owner?: string;
  /** The vendors whose guides are about this app. */
  readonly vendors: readonly VendorMatch[];
  /** Who holds tokens of it or may use it: of a run with --with-users, and of no other. */
  readonly holders?: readonly {
    readonly user: string;
    readonly name: string | null;
    readonly tokens: number;
    readonly created: string | null;
    readonly lastUse: string | null;
    readonly access: string | null;
  }[];
  /** What uses the app elsewhere in its source; absent where nobody could look, as in an org or a single file. */
  readonly usedBy?: readonly {
    /** A metadata type, ApexClass, ApexTrigger, MobileApp or EnvFile. */
    readonly kind: string;
    readonly name: string;
    readonly location?: Location;
  }[];
  /** For an app that was looked at for vendors, and is none's: up to three that are near, nearest first. */
  readonly nearestVendors?: readonly {
    readonly ruleset: string;
    readonly because: string;
  }[];
  readonly counts: {
    readonly pass: number;
    readonly fail: number;
    readonly open: number;
    readonly notApplicable: number;
  };
  /** By name; `ecaudit settings` says what each means. */
  readonly settings: Readonly<Record<string, Setting>>;
}

export interface VendorMatch {
  readonly ruleset: string;
  readonly because: string;
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
  /** Whether the guide's demands excuse findings of standard rules, and what says so; by nothing: why they do not. */
  readonly excuses?: {
    readonly by: 'evidence' | 'configuration' | 'caller' | 'nothing';
    readonly location?: Location;
    readonly because?: string;
  };
}

export type Setting =
  | {
      readonly state: 'known';
      readonly value: SettingValue;
      /** Stated in a file, a default that Salesforce documents, or derived from other settings. */
      readonly origin: 'stated' | 'default' | 'derived';
      readonly location?: Location;
      /** For a list: where each entry stands. */
      readonly itemLocations?: readonly Location[];
      /** The value is a template such as {{X}}. */
      readonly placeholder?: true;
    }
  | {
      readonly state: 'unknown';
      readonly reason: string;
    };

export interface Result {
  /** RULESET/RULE */
  readonly rule: string;
  /** The id of the app. */
  readonly app: string;
  readonly verdict: 'pass' | 'fail' | 'open' | 'notApplicable';
  readonly severity: Severity;
  readonly message: string;
  readonly location: Location;
  readonly evidence: readonly Evidence[];
  /** Made of rule, app and setting, never of lines. */
  readonly fingerprint: string;
  readonly lineHash?: string;
  /** The text at `location`, where no evidence quotes it. Credentials are masked. */
  readonly snippet?: string;
  /** Only org-wide settings decide the rule: every app of the source has this result, with the same fingerprint. */
  readonly about?: 'org';
  readonly excusedBy?: Excuse;
  /** A guide that judges the app and demands what the rule forbids, though that excuses nothing. */
  readonly demandedBy?: {
    readonly ruleset: string;
    readonly rule: string;
    readonly source?: SourceReference;
    readonly notExcusedBecause: string;
  };
  /** How binding the rule is. */
  readonly level?: 'required' | 'recommended' | 'optional' | 'troubleshooting';
  /** What to do, for this kind of app: in Setup, and in files. */
  readonly fix?: {
    readonly setup: string;
    readonly files?: string;
  };
  /** The rule whose finding tells this one as well; it is in no count by severity. */
  readonly echo?: string;
  /** The severity before the excuse. */
  readonly originalSeverity?: Severity;
  readonly suppressed?: Suppression;
  /** The baseline has it. */
  readonly baselined?: true;
  /** Of what fails: who answers for it, by the exception, the configuration or the app's contact email. */
  readonly owner?: string;
  /** Of what fails: the day by which it is to be dealt with, YYYY-MM-DD. */
  readonly due?: string;
  /** With `--history`: the day of the first report that has it, YYYY-MM-DD. */
  readonly since?: string;
}

/** What the configuration says about living with a finding for now. */
export interface Suppression {
  readonly reason?: string;
  readonly owner?: string;
  /** The last day that it counts. */
  readonly expires?: string;
  readonly location?: Location;
}

export interface Evidence {
  /** A setting, or a parameter as param.NAME. */
  readonly setting: string;
  /** Absent when it is unknown. */
  readonly found?: SettingValue;
  /** For a list: the entries at fault. */
  readonly items?: readonly string[];
  /** Why the value is unknown. */
  readonly missing?: string;
  /** Operator and value in words. */
  readonly expected: string;
  readonly operator: string;
  /** The value that the operator compares with. */
  readonly value: SettingValue;
  readonly location?: Location;
  /** The text at `location`. Credentials are masked; what may be a secret, is long, or is no file on disk has none. */
  readonly snippet?: string;
  readonly placeholder?: true;
}

/** The vendor's demand that makes a finding mere information. */
export interface Excuse {
  readonly ruleset: string;
  readonly rule: string;
  readonly source?: {
    readonly title: string;
    readonly url?: string;
    /** Where a guide without an address stands. */
    readonly place?: string;
    readonly updated?: string;
    readonly read?: string;
  };
  /** What is milder than the demand and may serve as well. */
  readonly alternative?: string;
  /** What says that the app follows the guide: its callback URLs, an entry of the configuration, or the command line. */
  readonly by?: 'evidence' | 'configuration' | 'caller';
  /** The entry of the configuration. */
  readonly location?: Location;
}

/** A vendor's demand, with the findings of standard rules that it makes mere information. */
export interface Demand {
  readonly ruleset: string;
  /** The vendor's rule. */
  readonly rule: string;
  readonly source?: SourceReference;
  readonly alternative?: string;
  readonly by?: Excuse['by'];
  readonly location?: Location;
  readonly findings: number;
  /** The standard rules that forbid it. */
  readonly rules: readonly string[];
  readonly apps: readonly string[];
}

export interface Problem {
  readonly kind: string;
  /** An error makes the audit incomplete. */
  readonly level: 'error' | 'warning' | 'note';
  readonly message: string;
  readonly location?: Location;
  readonly lineHash?: string;
  /** Of what made the audit milder: the caller decided it, by a flag or by naming the revision that it is read from. */
  readonly byCaller?: true;
  readonly counts?: ProblemCounts;
}

/** What the message counts, so that `merge` can add it up. */
export type ProblemCounts =
  | {
      /** What made the audit milder. */
      readonly what: string;
      /** It is a threshold: the findings are there, and do not fail the run. */
      readonly threshold?: true;
      readonly lost: readonly {
        readonly rule: string;
        readonly severity: Severity;
        readonly fate:
          | 'gone'
          | 'passed'
          | 'not applicable'
          | 'undecided'
          | 'excused'
          | 'less severe'
          | 'suppressed'
          | 'known from the baseline'
          | 'below the threshold';
        readonly findings: number;
        /** The source, where the finding is about its org: it is one, however many apps share it. */
        readonly source?: string;
      }[];
    }
  | {
      /** The rules that an override switched off. */
      readonly rules: readonly string[];
      readonly apps: number;
    };

/** Lines and columns are 1-based, columns count UTF-16 units, the end is exclusive. */
export interface Location {
  /** Relative to the current folder, with /. */
  readonly file: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

export type SettingValue = boolean | string | number | readonly string[];

export interface SourceReference {
  readonly title: string;
  readonly url?: string;
  /** Where a guide without an address stands. */
  readonly place?: string;
  readonly updated?: string;
  readonly read?: string;
}
