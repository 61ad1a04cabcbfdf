import type { Location } from '../model/location.js';
import type { Override, Ruleset } from '../model/ruleset.js';
import type { Owner } from '../report/report.js';
import type { Severity } from '../report/severity.js';

/** A configuration without mistakes, put over the ones that it extends. */
export interface Config {
  /** Relative to the current folder, with `/`. */
  readonly file: string;
  /** The rulesets to evaluate by; all shipped standard ones when absent. */
  readonly rulesets?: readonly NamedRuleset[];
  /** Which vendors to look for besides: all that are shipped, none, or these. */
  readonly vendors: 'auto' | 'none' | readonly NamedRuleset[];
  readonly failOn?: Severity | 'never';
  /** Later entries win. */
  readonly apps: readonly AppEntry[];
  /** Later entries win. */
  readonly overrides: readonly Override[];
  /** The first entry that fits counts. All of them keep to the policy. */
  readonly suppressions: readonly SuppressionEntry[];
  readonly suppressionPolicy: SuppressionPolicy;
  /** Who answers for which apps; the first entry that fits counts. */
  readonly owners?: readonly Owner[];
  /** Within how many days findings of a severity are due. */
  readonly due?: Readonly<Partial<Record<Severity, number>>>;
  /** The file with the findings that are known, relative to the current folder, with `/`. */
  readonly baseline?: string;
  /** Where those of its keys stand that replace what a file before says. */
  readonly places?: ConfigPlaces;
}

export type ConfigPlaces = Readonly<
  Partial<Record<'rulesets' | 'vendors' | 'failOn' | 'baseline', Location>>
>;

/** A ruleset, and where the config names it. */
export interface NamedRuleset {
  readonly ruleset: Ruleset;
  readonly location: Location;
}

/** What the config says of some apps. */
export interface AppEntry {
  /** A glob on API names, or on `kind:API_Name`. */
  readonly match: string;
  /** A glob on the id, the alias or the host of an org: only its apps. */
  readonly org?: string;
  readonly vendor?: VendorChoice;
  /** `NAME` or `RULESET.NAME` → the texts. */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
  readonly location: Location;
}

/** A decision to live with what a rule finds, until a day. */
export interface SuppressionEntry {
  /** A glob on rule ids. */
  readonly rule: string;
  /** A glob on API names, or on `kind:API_Name`; every app when absent. */
  readonly app?: string;
  /** A glob on the id, the alias or the host of an org: only its apps. */
  readonly org?: string;
  readonly reason?: string;
  readonly owner?: string;
  /** The last day that it counts, YYYY-MM-DD. */
  readonly expires?: string;
  readonly location: Location;
}

/** What a suppression has to say. */
export interface SuppressionPolicy {
  readonly requireReason: boolean;
  readonly requireOwner: boolean;
  readonly requireExpiry: boolean;
  /** A suppression ends at most that many days from today. */
  readonly maxDays?: number;
}

/** The vendor whose guide an app follows, or that it is no vendor's. */
export type VendorChoice = NamedRuleset | 'none';
