import type { AppKind } from './app.js';
import type { RuleLevel } from './level.js';
import type { Location } from './location.js';
import type { SettingValue } from '../settings/settings.js';
import type { Severity } from '../report/severity.js';
import type { SourceReference, Verdict } from '../report/verdict.js';

/**
 * A json-rules-engine condition. Named conditions are replaced by what they stand for when a ruleset is loaded, so
 * that the engine only meets groups and leaves.
 */
export type Condition = AllOf | AnyOf | Not | Leaf;

export interface AllOf {
  readonly all: readonly Condition[];
}

export interface AnyOf {
  readonly any: readonly Condition[];
}

export interface Not {
  readonly not: Condition;
}

/** `fact` is a setting, `param.NAME` or `today`. `operator` may carry decorators: `everyFact:usesScheme`. */
export interface Leaf {
  readonly fact: string;
  readonly operator: string;
  readonly value: ConditionValue;
  /** In `match` and `detect` only: what is unknown speaks for the leaf, where elsewhere it gives nothing away. */
  readonly ifUnknown?: true;
}

export type ConditionValue = SettingValue | FactReference;

/** The value of another fact: `value: { fact: other }`. */
export interface FactReference {
  readonly fact: string;
}

export { ruleLevels, type RuleLevel } from './level.js';

export const rulesetKinds = ['vendor', 'standard'] as const;

export type RulesetKind = (typeof rulesetKinds)[number];

export interface Ruleset {
  readonly id: string;
  readonly title: string;
  readonly kind: RulesetKind;
  /** Who publishes a guide, the product that it is about, and which version or edition of it. */
  readonly vendor?: string;
  readonly product?: string;
  readonly edition?: string;
  /** Which kinds of app the guide tells how to make; those are evaluated by it unless `appliesTo` says otherwise. */
  readonly guideFor?: readonly AppKind[];
  /** The shipped ruleset whose place it takes. */
  readonly replaces?: string;
  readonly description?: string;
  readonly sources: readonly SourceReference[];
  /** `partial` when the guide was read in part. */
  readonly coverage: 'full' | 'partial';
  readonly appliesTo: readonly AppKind[];
  /** Which apps a vendor's guide is about. */
  readonly match?: Condition;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly rules: readonly Rule[];
}

/** A guide of a vendor that asks nothing of an app, or of which no demand was read: known, and without a ruleset. */
export interface GuideReference {
  readonly id: string;
  readonly vendor: string;
  readonly product: string;
  readonly edition?: string;
  readonly guideFor?: readonly AppKind[];
  readonly sources: Ruleset['sources'];
  /** What the guide asks for instead, in a sentence or two. */
  readonly asks: string;
}

/** A value that a run gives (`--param`), that is detected from the app, or that is simply usual. */
export interface Parameter {
  readonly description?: string;
  /** The values that are allowed; any text when absent. */
  readonly values?: readonly string[];
  /** What goes with each value: `{ app: { host: app.acme.example } }` makes `${environment.host}`. */
  readonly texts?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** A list-valued parameter is given with commas. */
  readonly list: boolean;
  readonly default?: string | readonly string[];
  readonly detect: readonly Detection[];
}

/** A value for apps of which a condition is true, or the part of a setting that the first group of a pattern captures. */
export type Detection = ParameterChoice | Capture;

export interface ParameterChoice {
  readonly value: string;
  readonly when: Condition;
}

export interface Capture {
  /** A setting: a text, or a list of texts. */
  readonly from: string;
  /** RE2 syntax. */
  readonly pattern: string;
}

/** A rule as the engine sees it: everything that the file left to a default is filled in. */
export interface Rule {
  /** `RULESET/RULE`. */
  readonly id: string;
  readonly aliases: readonly string[];
  readonly severity: Severity;
  readonly level: RuleLevel;
  /** What the rule asks for: `Refresh tokens must expire`. */
  readonly title?: string;
  /** What is wrong where it fails, in a few words: `Refresh tokens never expire`. */
  readonly finding?: string;
  /** The finding as a fact, in one sentence; `${NAME}` is what was found of a setting. */
  readonly message?: string;
  readonly why?: string;
  readonly fix?: Fix;
  /** The rules that tell this finding as well: where they do, it is a line of theirs. */
  readonly echoes?: readonly Echo[];
  /** What a guide prints beside the field, where Setup calls it otherwise. */
  readonly label?: string;
  /** What is milder than the demand and serves as well: shown where the demand excuses a finding. */
  readonly alternative?: string;
  /** False → not applicable; undecidable → open. */
  readonly when?: Condition;
  /** Certainly true → not applicable, because something else already gives what the rule asks for. */
  readonly unless?: Condition;
  /** True → pass; false → fail; undecidable → open. */
  readonly require: Condition;
  /** Certainly true → one step milder: something else already lowers the risk. */
  readonly milderWhen?: Condition;
  /** Where this is true the finding is the same for every app of a source that has it, and told once for them all. */
  readonly sharedWhen?: Condition;
  /** `org`: only an org shows it · `change`: only a comparison with an earlier state does. */
  readonly needs?: 'org' | 'change';
  /** The id of a date in rules/dates.data.yaml: the nearer it is, the worse a finding. */
  readonly deadline?: string;
  readonly references: readonly string[];
  /** Control ids by framework, such as `{ sbs: [SBS-OAUTH-002] }`. */
  readonly controls: Readonly<Record<string, readonly string[]>>;
  readonly deprecated?: string;
  readonly examples: readonly Example[];
  /** Where an override says that the rule is off for every app. */
  readonly switchedOff?: Location;
  /** Where overrides say how bad it is, and what it demands. */
  readonly overridden?: { readonly severity?: Location; readonly require?: Location };
  /** What overrides say for some apps; of two that fit an app the later one wins. */
  readonly exceptions?: readonly RuleException[];
}

/** A text, or one for each kind of app where they differ. */
export type TextByKind = string | Readonly<Record<AppKind, string>>;

/** How to meet a demand: in Setup, by menu and label; and in files, by element and the spelling of metadata. */
export interface Fix {
  readonly setup: TextByKind;
  readonly files?: TextByKind;
}

/** Where all of these rules fail for an app, a finding adds nothing to theirs; the first of them tells it. */
export interface Echo {
  readonly rules: readonly string[];
  /** Only where this is true of the app. */
  readonly when?: Condition;
}

/** What overrides make of a rule for the apps that a glob fits. */
export interface RuleException {
  readonly app: string;
  readonly org?: string;
  readonly severity?: Severity | 'off';
  readonly require?: Leaf;
  /** Where the override stands. */
  readonly location: Location;
}

/** What a ruleset or a config says of rules: how bad they are, whether they are off, which value they demand. */
export interface Override {
  /** A glob on rule ids. */
  readonly rule: string;
  /** A glob on API names, or on `kind:API_Name`; every app when absent. */
  readonly app?: string;
  /** A glob on the id, the alias or the host of an org. */
  readonly org?: string;
  readonly severity?: Severity | 'off';
  /** Takes the place of the value in a `require` that compares one fact. */
  readonly value?: SettingValue;
  readonly location: Location;
}

/** A rule's own test: settings in, verdict out. A setting that is not named is unknown. */
export interface Example {
  readonly title?: string;
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly parameters?: Readonly<Record<string, string | readonly string[]>>;
  readonly verdict: Verdict;
}

/** A ruleset that a run evaluates by. */
export interface ChosenRuleset {
  readonly ruleset: Ruleset;
  /** Named by the user. A vendor ruleset that is not is only for apps that it recognises. */
  readonly explicit: boolean;
  /** Whether it comes with ecaudit, or is a file of one's own: what that says of a finding counts only when the caller names it. */
  readonly origin: 'shipped' | 'own';
  /** Recognises no app: only for those that the config gives to this vendor. */
  readonly onlyAssigned?: true;
}

/** Whether a condition's value refers to another fact. */
export function isFactReference(value: ConditionValue): value is FactReference {
  return typeof value === 'object' && 'fact' in value;
}

/** What is wrong where a rule fails, in a few words: a message that is the same for every app can say it as well. */
export function headingOf({ finding, message, title, id }: Rule): string {
  const whole = message?.includes('${') ? undefined : message?.replace(/\.$/, '');
  return finding ?? whole ?? title ?? id;
}

/** A text as it is for a kind of app. */
export function textFor(text: TextByKind, kind: AppKind): string {
  return typeof text === 'string' ? text : text[kind];
}

/** The texts of a rule that people read, each changed. */
export function withProse<T extends Prose>(rule: T, change: (text: string) => string): T {
  const { title, finding, message, why, fix } = rule;
  return {
    ...rule,
    ...(title !== undefined && { title: change(title) }),
    ...(finding !== undefined && { finding: change(finding) }),
    ...(message !== undefined && { message: change(message) }),
    ...(why !== undefined && { why: change(why) }),
    ...(fix !== undefined && { fix: withFixProse(fix, change) }),
  };
}

type Prose = Pick<Rule, 'title' | 'finding' | 'message' | 'why' | 'fix'>;

function withFixProse({ setup, files }: Fix, change: (text: string) => string): Fix {
  const each = (text: TextByKind): TextByKind =>
    typeof text === 'string'
      ? change(text)
      : {
          externalClientApp: change(text.externalClientApp),
          connectedApp: change(text.connectedApp),
        };
  return { setup: each(setup), ...(files !== undefined && { files: each(files) }) };
}

/** The ruleset part of a full rule id: `vendors/fullcast` of `vendors/fullcast/pkce`. */
export function rulesetOf(ruleId: string): string {
  return ruleId.slice(0, ruleId.lastIndexOf('/'));
}
