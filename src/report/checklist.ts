import type { Rule, Ruleset } from '../model/ruleset.js';
import type { SettingValue } from '../settings/settings.js';
import type { ReportApp } from './report.js';
import type { FixText } from './verdict.js';

/** Whether an app is as one demand of a guide wants it. */
export type ChecklistState = 'met' | 'unmet' | 'undecided' | 'notApplicable';

/** One line of the checklist. */
export interface ChecklistItem {
  readonly rule: string;
  readonly title: string;
  readonly state: ChecklistState;
  readonly level: Rule['level'];
  /** The setting that decides, and what Setup calls it for this kind of app; null where no single one does. */
  readonly setting: string | null;
  readonly label: string | null;
  readonly found: SettingValue | null;
  readonly required: SettingValue | null;
  readonly fix: FixText | null;
  readonly message: string;
}

/** An app held against a guide, item by item in the order of the guide. */
export interface Checklist {
  readonly ruleset: Ruleset;
  readonly app: ReportApp;
  readonly items: readonly ChecklistItem[];
  readonly incomplete: boolean;
}
