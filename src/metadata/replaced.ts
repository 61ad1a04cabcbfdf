import { appId, counterpartOf, type App } from '../model/app.js';
import { keptOr } from '../model/once-for.js';
import { isPlaceholder } from '../settings/placeholder.js';
import { isUnusedCallback } from './derive/callbacks.js';

/**
 * Apps of the two kinds with other API names, of which one replaces the other: the same callback URLs and the same scopes.
 * Only where no app has its name, and there is one app of each kind: anything else would be a guess.
 */
export function withReplacements(apps: readonly App[]): readonly App[] {
  const alike = new Map<string, App[]>();
  for (const app of apps) {
    const key = lacksCounterpart(app) ? callbacksAndScopes(app) : undefined;
    if (key !== undefined) keptOr(alike, key, () => []).push(app);
  }
  const others = new Map<App, App>();
  for (const [first, second, ...more] of alike.values()) {
    if (!first || !second || more.length > 0 || first.kind === second.kind) continue;
    others.set(first, second).set(second, first);
  }
  return others.size === 0 ? apps : apps.map((app) => withIdOf(app, others.get(app)));
}

/** The same for apps of which some have other settings now: what was found before may not hold any more. */
export function withReplacementsAnew(apps: readonly App[]): readonly App[] {
  const ids = new Set(apps.map(({ kind, apiName }) => appId(kind, apiName)));
  return withReplacements(apps.map((app) => called(app, counterpartOf(app, ids))));
}

function lacksCounterpart({ settings: { definedElsewhereAs: twin, isPackaged } }: App): boolean {
  const packaged = isPackaged.state === 'known' && isPackaged.value;
  return twin.state === 'known' && twin.value === '' && !packaged;
}

/** Callbacks that guides put in where a flow uses none say nothing about the client. */
function callbacksAndScopes({ settings: { callbackUrls, scopes } }: App): string | undefined {
  if (callbackUrls.state !== 'known' || scopes.state !== 'known') return undefined;
  const urls = callbackUrls.value;
  if (urls.every(isUnusedCallback) || urls.some(isPlaceholder)) return undefined;
  return JSON.stringify([[...urls].toSorted(), [...scopes.value].toSorted()]);
}

function withIdOf(app: App, other: App | undefined): App {
  return other ? called(app, appId(other.kind, other.apiName)) : app;
}

function called(app: App, value: string): App {
  const { definedElsewhereAs } = app.settings;
  if (definedElsewhereAs.state !== 'known' || definedElsewhereAs.value === value) return app;
  return {
    ...app,
    settings: { ...app.settings, definedElsewhereAs: { ...definedElsewhereAs, value } },
  };
}
