import type { RuleLevel } from '../model/level.js';
import type { Location } from '../model/location.js';
import type { Severity } from './severity.js';
import type { SettingValue } from '../settings/settings.js';

/** The verdicts, in the order in which reports count them. They are SARIF's own kinds. */
export const verdicts = ['pass', 'fail', 'open', 'notApplicable'] as const;

export type Verdict = (typeof verdicts)[number];

/** A setting whose value, or whose absence, decided a verdict. */
export interface Evidence {
  /** A setting, or a parameter as `param.NAME`. */
  readonly setting: string;
  /** What was found; absent when it is unknown. */
  readonly found?: SettingValue;
  /** For a list: the entries at fault. */
  readonly items?: readonly string[];
  /** Why the value is unknown. */
  readonly missing?: string;
  /** The operator and value of the condition in words: `equal true`. */
  readonly expected: string;
  /** The same as data: the operator (its opposite, `not:equal`, where a `not` stands above it) and the value wanted. */
  readonly operator: string;
  readonly value: SettingValue;
  readonly location?: Location;
  readonly placeholder?: true;
}

/**
 * What says that an app follows a vendor's guide, so that what the guide demands excuses findings; or why nothing does that
 * counts.
 */
export type Excusing =
  | { readonly by: 'evidence' }
  | { readonly by: 'caller' }
  | { readonly by: 'configuration'; readonly location: Location }
  | { readonly by: 'nothing'; readonly because: string };

/** Why a standard finding is only information: a vendor's guide demands the very value. */
export interface Excuse {
  readonly ruleset: string;
  readonly rule: string;
  readonly source?: SourceReference;
  /** What is milder than the demand and may serve as well. */
  readonly alternative?: string;
  /** What says that the app follows the guide: its callbacks, an entry of the configuration, or the command line. */
  readonly by: 'evidence' | 'configuration' | 'caller';
  /** The entry of the configuration. */
  readonly location?: Location;
}

/** A guide that demands what a standard rule forbids, of an app of which too little says that it follows the guide. */
export interface Unexcused extends Pick<Excuse, 'ruleset' | 'rule' | 'source'> {
  readonly notExcusedBecause: string;
}

/** Why somebody decided to live with a finding for now: what the configuration says. */
export interface Suppression {
  readonly reason?: string;
  readonly owner?: string;
  /** The last day that it counts, YYYY-MM-DD. */
  readonly expires?: string;
  /** Where the configuration says so. */
  readonly location?: Location;
}

/** What a demand comes from: a web page, or something that stands elsewhere. Dates are YYYY-MM-DD. */
export interface SourceReference {
  readonly title: string;
  readonly url?: string;
  /** Where a guide without an address stands: in the product, in a PDF of the vendor. */
  readonly place?: string;
  readonly updated?: string;
  readonly read?: string;
}

/** What to do about a finding: in Setup, and in files. */
export interface FixText {
  readonly setup: string;
  readonly files?: string;
}

/** One rule's verdict about one app. */
export interface Result {
  /** The full rule id, `RULESET/RULE`. */
  readonly rule: string;
  readonly app: string;
  readonly verdict: Verdict;
  readonly severity: Severity;
  readonly message: string;
  readonly location: Location;
  readonly evidence: readonly Evidence[];
  /** Made of rule, app and settings, never of lines: the same finding keeps it when files change. */
  readonly fingerprint: string;
  /** Only org-wide settings decide the rule: every app of the source has this result, with the same fingerprint. */
  readonly about?: 'org';
  readonly excusedBy?: Excuse;
  readonly demandedBy?: Unexcused;
  /** The severity before the excuse. */
  readonly originalSeverity?: Severity;
  /** The severity whatever the day is, where a date of the platform has a say in it. */
  readonly undatedSeverity?: Severity;
  /** How binding the rule is; absent in reports of older versions. */
  readonly level?: RuleLevel;
  /** What to do, for this kind of app; where the rule or its setting says it. */
  readonly fix?: FixText;
  /** The rule whose finding tells this one as well: it counts nowhere by itself. */
  readonly echo?: string;
  /** The rules that may tell it as well; each group where all of its rules fail. */
  readonly mayEcho?: readonly (readonly string[])[];
  readonly suppressed?: Suppression;
  /** The baseline has it: it was there before. */
  readonly baselined?: true;
  /** Of a result that was read from a report: who answers for it, until when, and the day of the first report that had it. */
  readonly owner?: string;
  readonly due?: string;
  readonly since?: string;
}

/** Whether a failed check asks for something now, or what has settled it; the first that fits counts. */
export const statuses = ['active', 'suppressed', 'baselined', 'excused', 'echo'] as const;

export type Status = (typeof statuses)[number];

/** What a result asks of a reader. */
export function statusOf({ suppressed, echo, baselined, excusedBy }: Result): Status {
  if (suppressed) return 'suppressed';
  if (echo !== undefined) return 'echo';
  if (baselined) return 'baselined';
  return excusedBy ? 'excused' : 'active';
}
