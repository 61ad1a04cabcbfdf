import type { App, ReplacedValue, Source } from '../model/app.js';
import { settingNames, type Settings } from '../settings/settings.js';

/**
 * Apps with what their files say where replacements make something else of it, and those that are called otherwise once they
 * are deployed: an audit is about what is deployed, and nobody may hide a finding by a replacement.
 */
export function withWritten(
  apps: readonly App[],
  written: readonly App[],
  values: readonly ReplacedValue[],
): Pick<Source, 'apps' | 'replacedApps'> {
  const there = new Set(apps.map(idWithFolder));
  const before = new Map(written.map((app) => [idWithFolder(app), app]));
  const away = written.filter((app) => !there.has(idWithFolder(app)));
  return {
    apps: apps.map((app) => withOwn(app, before.get(idWithFolder(app)), values)),
    ...(away.length > 0 && { replacedApps: away.map((app) => withOwn(app, app, values)) }),
  };
}

function idWithFolder({ id, folder }: App): string {
  return `${id} ${folder}`;
}

function withOwn(app: App, before: App | undefined, values: readonly ReplacedValue[]): App {
  if (!before) return app;
  const settings = before === app ? settingsAsWritten(app) : changedSettings(settingsAsWritten(app), settingsAsWritten(before));
  if (Object.keys(settings).length === 0) return app;
  const files = new Set([...app.files, ...before.files]);
  const own = values.filter(({ location }) => files.has(location.file));
  return { ...app, asWritten: { settings, values: own.length > 0 ? own : values.slice(0, 1) } };
}

function settingsAsWritten({ leftOut, settings }: App): Settings {
  return leftOut?.settings ?? settings;
}

/** What `before` says otherwise. */
function changedSettings(now: Settings, before: Settings): Partial<Settings> {
  const names = settingNames.filter(
    (name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]),
  );
  return Object.fromEntries(names.map((name) => [name, before[name]]));
}
