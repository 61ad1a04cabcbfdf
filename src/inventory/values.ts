import type { ReportApp } from '../report/report.js';
import { isSettingName, type SettingValue } from '../settings/settings.js';

/** The value of a setting; null where it is not known, and where this version has no such setting. */
function valueOf({ settings }: Pick<ReportApp, 'settings'>, name: string): SettingValue | null {
  const found = isSettingName(name) ? settings[name] : undefined;
  return found?.state === 'known' ? found.value : null;
}

type WithSettings = Pick<ReportApp, 'settings'>;

export function textOfSetting(app: WithSettings, name: string): string | null {
  const value = valueOf(app, name);
  return typeof value === 'string' ? value : null;
}

export function flagOf(app: WithSettings, name: string): boolean | null {
  const value = valueOf(app, name);
  return typeof value === 'boolean' ? value : null;
}

export function numberOfSetting(app: WithSettings, name: string): number | null {
  const value = valueOf(app, name);
  return typeof value === 'number' ? value : null;
}

export function listOfSetting(app: WithSettings, name: string): readonly string[] | null {
  const value = valueOf(app, name);
  return typeof value === 'object' ? value : null;
}
