import { isSettingName, type Setting, type Settings } from '../settings/settings.js';
import type { FactLookup } from './evaluate.js';

const noSuchFact: Setting = { state: 'unknown', reason: 'there is no such setting' };

/** A token that is valid until revoked outlasts any number of days: how long it lives is decided, though no file says a number. */
function endless(
  days: Setting,
  { refreshTokenPolicy: policy, idleRefreshTokenLimit: idle }: Partial<Settings>,
): Setting {
  const isLimited = idle?.state === 'known' && idle.value;
  if (days.state === 'known' || policy?.state !== 'known' || isLimited) return days;
  if (policy.value !== 'until-revoked') return days;
  return { ...policy, value: Number.POSITIVE_INFINITY, origin: 'derived' };
}

/** What conditions read of an app: its settings by name, and `today`, YYYY-MM-DD. Saved reports may lack settings. */
export function createFactLookup(settings: Partial<Settings>, today: string): FactLookup {
  const date: Setting = { state: 'known', value: today, origin: 'derived' };
  return (name) => {
    if (name === 'today') return date;
    const setting = (isSettingName(name) ? settings[name] : undefined) ?? noSuchFact;
    return name === 'refreshTokenDays' ? endless(setting, settings) : setting;
  };
}
