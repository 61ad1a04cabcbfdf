import { appId } from '../model/app.js';
import { groupBy } from '../model/group-by.js';
import { compareText } from '../model/location.js';
import { evidenceSettings } from '../settings/catalogue/evidence.js';
import { usageSettings } from '../settings/catalogue/usage.js';
import type { ComparedApp, ComparedSetting } from '../report/inventory.js';
import type { ReportApp } from '../report/report.js';
import { settingNames, type Setting, type SettingName } from '../settings/settings.js';

/** Apps of one kind and API name that several sources have, each with the settings that differ; others are left out. */
export function comparedApps(apps: readonly ReportApp[]): readonly ComparedApp[] {
  return [...groupBy(apps, ({ kind, apiName }) => appId(kind, apiName)).values()]
    .flatMap((same) => {
      const [first] = same;
      const bySource = new Map(same.map((app) => [app.source, app]));
      if (!first || bySource.size < 2) return [];
      const { kind, apiName } = first;
      return [{ kind, apiName, settings: differing([...bySource.values()]) }];
    })
    .toSorted((a, b) => compareText(appId(a.kind, a.apiName), appId(b.kind, b.apiName)));
}

function differing(apps: readonly ReportApp[]): readonly ComparedSetting[] {
  return settingNames.filter(isOfApp).flatMap((name) => {
    const values = apps.map((app): [string, Setting] => [app.source, withoutLocation(app.settings[name])]);
    return differ(values.map(([, setting]) => setting))
      ? [{ setting: name, values: Object.fromEntries(values) }]
      : [];
  });
}

/** What an org says of itself, how much an app is used there, and what else a source holds, is not how the app is set up. */
function isOfApp(name: SettingName): boolean {
  return !(
    name.startsWith('org.') ||
    name.endsWith('InSource') ||
    name === 'definedElsewhereAs' ||
    name === 'missingParts' ||
    Object.hasOwn(evidenceSettings, name) ||
    Object.hasOwn(usageSettings, name)
  );
}

/** Without the place in a file, which always differs. */
function withoutLocation(setting: Setting): Setting {
  if (setting.state === 'unknown') return { state: 'unknown', reason: setting.reason };
  const { state, value, origin } = setting;
  return { state, value, origin };
}

/** Whether two sources know different values. What one does not know is no difference, nor is the order of a list. */
function differ(found: readonly Setting[]): boolean {
  const values = found.flatMap((one) => (one.state === 'known' ? [comparedText(one.value)] : []));
  return new Set(values).size > 1;
}

function comparedText(value: (Setting & { readonly state: 'known' })['value']): string {
  return JSON.stringify(typeof value === 'object' ? value.toSorted(compareText) : value);
}
