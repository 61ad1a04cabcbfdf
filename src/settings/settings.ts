import { keysIn } from '../model/tables.js';
import type { AppKind } from '../model/metadata-types.js';
import { accessSettings } from './catalogue/access.js';
import type { Definition } from './definition.js';
import { evidenceSettings } from './catalogue/evidence.js';
import { flowSettings } from './catalogue/flows.js';
import { identitySettings } from './catalogue/identity.js';
import { oauthSettings } from './catalogue/oauth.js';
import { orgSettings } from './catalogue/org.js';
import { pluginSettings } from './catalogue/plugins.js';
import { tokenSettings } from './catalogue/tokens.js';
import { usageSettings } from './catalogue/usage.js';
import type { Location } from '../model/location.js';

/**
 * The table of settings: what each is called, where it lives, what an absent element means. Reading, rule checking,
 * schemas, messages, documentation and `ecaudit settings` all follow it.
 */
export const settings = {
  ...identitySettings,
  ...flowSettings,
  ...oauthSettings,
  ...tokenSettings,
  ...accessSettings,
  ...pluginSettings,
  ...evidenceSettings,
  ...usageSettings,
  ...orgSettings,
} as const satisfies Readonly<Record<string, Definition>>;

export type SettingName = keyof typeof settings;

/** All names, in the order of the table. */
export const settingNames = keysIn(settings);

export type SettingValue = boolean | string | number | readonly string[];

interface ValueOfType {
  readonly boolean: boolean;
  readonly string: string;
  readonly number: number;
  readonly date: string;
  readonly enum: string;
  readonly list: readonly string[];
  readonly ranges: readonly string[];
}

export type ValueOf<N extends SettingName> = ValueOfType[(typeof settings)[N]['type']];

/** A setting with a value: `stated` in a file, `default` documented by Salesforce, `derived` from other settings. */
export interface Known<T extends SettingValue = SettingValue> {
  readonly state: 'known';
  readonly value: T;
  readonly origin: 'stated' | 'default' | 'derived';
  /** Where the value stands; for an absent element, the element that should hold it. */
  readonly location?: Location;
  /** For a list: where each entry stands, in the same order. */
  readonly itemLocations?: readonly Location[];
  /** For a list that may hold more: the entries that were looked for. What is not among them may be there or not. */
  readonly among?: readonly string[];
  /** The value is a template such as `{{X}}`, `${X}` or `XXXX`. */
  readonly placeholder?: true;
}

/** A setting without a value, and why. Unknown is never off. */
export interface Unknown {
  readonly state: 'unknown';
  readonly reason: string;
  /** The element that should hold the value, where there is one. */
  readonly location?: Location;
}

export type Setting<T extends SettingValue = SettingValue> = Known<T> | Unknown;

export type Settings = { readonly [N in SettingName]: Setting<ValueOf<N>> };

/** Whether a text is the name of a setting. */
export function isSettingName(name: string): name is SettingName {
  return knownNames.has(name);
}

const knownNames: ReadonlySet<string> = new Set(settingNames);

/** Whether a setting says that a file holds what nobody should read there. */
export function isSecretSetting(name: string): boolean {
  return name.endsWith('InSource');
}

/** The definition of a setting, with the general type: for code that walks the table. */
export function definitionOf(name: SettingName): Definition {
  return settings[name];
}

/** What Setup calls a setting for a kind of app. What is no setting, such as a parameter, is called by its name. */
export function labelOf(fact: string, kind?: AppKind): string {
  if (!isSettingName(fact)) return fact;
  const { label, connectedAppLabel } = definitionOf(fact);
  return kind === 'connectedApp' ? (connectedAppLabel ?? label) : label;
}

/** The entries of a list, or the one value as a text. */
export function textsOfValue(value: SettingValue): readonly string[] {
  return typeof value === 'object' ? value : [String(value)];
}
