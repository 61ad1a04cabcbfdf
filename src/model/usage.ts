import { keysIn } from './tables.js';
import type { App } from './app.js';
import { settings, type Setting, type SettingName, type ValueOf } from '../settings/settings.js';
import { needsOrg } from '../settings/definition.js';
import { usageSettings } from '../settings/catalogue/usage.js';

export type UsageSettingName = keyof typeof usageSettings;

/** What an org says of an app. */
export type Usage = { readonly [N in UsageSettingName]?: Setting<ValueOf<N>> };

/** The settings that only an org can fill in for a kind of app, in the order of the table. */
export function usageSettingsOf(kind: App['kind']): readonly UsageSettingName[] {
  return keysIn(usageSettings).filter((name) => settings[name][kind] === needsOrg);
}

const settingNotAsked: Setting = { state: 'unknown', reason: 'the org was not asked for it' };

/** An app of an org, with what the org says of it. What it does not say is unknown, each with its own reason. */
export function withUsage(app: App, usage: Usage): App {
  const missing = usageSettingsOf(app.kind).map((name): [SettingName, Setting] => [
    name,
    settingNotAsked,
  ]);
  const filled = { ...app.settings, ...Object.fromEntries(missing), ...usage };
  return { ...app, ofOrg: true, settings: filled };
}
