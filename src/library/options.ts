import type { SettingValue, Severity } from './report.js';

/** How binding a rule is: a run judges by rules of a level and of those above it. */
export type Level = 'required' | 'recommended' | 'optional' | 'troubleshooting';

/**
 * What `audit` is asked for. One of `sources` and `orgs` has to be there. Paths are taken from the current folder. Where a key is
 * left out, the configuration and then the default of the command line counts.
 */
export interface AuditOptions {
  /** Folders, metadata files, zips of a retrieve, snapshot folders, or `org:ALIAS`. */
  readonly sources?: readonly string[];
  /** Aliases or usernames of the Salesforce CLI, or `env` for a log-in by environment variables. */
  readonly orgs?: readonly string[];
  /** Ids of rulesets, or files, instead of the configured ones; `recommended` is every shipped standard ruleset. */
  readonly rulesets?: readonly string[];
  /** Which guides of vendors judge apps: those that an app gives evidence for (`auto`), none, or these, by id. */
  readonly vendors?: 'auto' | 'none' | readonly string[];
  /** A file, what `loadConfig` gave, or false for none. Left out: `ecaudit.config.{yaml,yml,json}`, from the current folder upwards. */
  readonly config?: string | false | Config;
  /** The lowest severity that a report calls a failure: `high` unless the configuration says otherwise. */
  readonly failOn?: Severity | 'never';
  /** The lowest level of the rules that run; `recommended`. */
  readonly level?: Level;
  /** Globs on the API name, `kind:API_Name`, label, namespace or callback host of an app: only these apps. */
  readonly apps?: readonly string[];
  /** Globs on full rule ids, such as `flows/*`: only these rules. */
  readonly rules?: readonly string[];
  /** `NAME` or `RULESET.NAME` of a parameter of a ruleset → its value, or values. A list of `NAME=VALUE` is taken as well. */
  readonly parameters?: Readonly<Record<string, string | readonly string[]>> | readonly string[];
  /** A file of known findings, or false for none. */
  readonly baseline?: string | false;
  /** The day that dates are judged by, YYYY-MM-DD in UTC; SOURCE_DATE_EPOCH where it is set, else today. */
  readonly today?: string;
}

/** The formats of `formatReport`. */
export type Format =
  | 'table'
  | 'json'
  | 'sarif'
  | 'junit'
  | 'github'
  | 'gitlab'
  | 'markdown'
  | 'html'
  | 'comment'
  | 'rdjson'
  | 'ocsf'
  | 'csv';

/** What `pull` is asked for. */
export interface PullOptions {
  /** An alias or a username of the Salesforce CLI, or `env`. */
  readonly org: string;
  /** The folder to write, from the current one: a new or an empty one, or an older snapshot; `org/ALIAS` when absent. */
  readonly out?: string;
}

/** A snapshot that `pull` wrote. */
export interface Pulled {
  /** The folder, as it was asked for: a source of `audit`. */
  readonly folder: string;
  /** How many apps, metadata files and calls it took. */
  readonly apps: number;
  readonly files: number;
  readonly calls: number;
  /** Such as `68.0`. */
  readonly apiVersion: string;
  /** What the org did not show. One of level `error` means that the snapshot is incomplete. */
  readonly problems: readonly {
    readonly kind: string;
    readonly level: 'error' | 'warning' | 'note';
    readonly message: string;
  }[];
}

/** What a configuration file says, with those that it extends: plain data, to look at and to hand to `audit`. */
export interface Config {
  /** The file, from the current folder, with `/`. */
  readonly file: string;
  /** Ids of rulesets; every shipped standard one when absent. */
  readonly rulesets?: readonly string[];
  readonly vendors: 'auto' | 'none' | readonly string[];
  readonly failOn?: Severity | 'never';
  /** Later entries win. */
  readonly apps: readonly {
    readonly match: string;
    readonly org?: string;
    /** The id of a vendor's ruleset, or `none`. */
    readonly vendor?: string;
    readonly parameters?: Readonly<Record<string, readonly string[]>>;
  }[];
  /** Later entries win. */
  readonly overrides: readonly {
    readonly rule: string;
    readonly app?: string;
    readonly org?: string;
    readonly severity?: Severity | 'off';
    readonly value?: SettingValue;
  }[];
  readonly suppressions: readonly {
    readonly rule: string;
    readonly app?: string;
    readonly org?: string;
    readonly reason?: string;
    readonly owner?: string;
    /** The last day that it counts, YYYY-MM-DD. */
    readonly expires?: string;
  }[];
  readonly suppressionPolicy: {
    readonly requireReason: boolean;
    readonly requireOwner: boolean;
    readonly requireExpiry: boolean;
    /** In days from today. */
    readonly maxDays?: number;
  };
  readonly owners?: readonly {
    readonly app: string;
    readonly org?: string;
    readonly owner: string;
  }[];
  /** Days within which findings of a severity are due. */
  readonly due?: Readonly<Partial<Record<Severity, number>>>;
  /** The file of known findings, from the current folder, with `/`. */
  readonly baseline?: string;
}
