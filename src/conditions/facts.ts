import { isSettingName, type Setting, type Settings } from '../settings/settings.js';
import type { FactLookup } from './evaluate.js';

const noSuchFact: Setting = { state: 'unknown', reason: 'there is no such setting' };

/** What conditions read of an app: its settings by name, and `today`, YYYY-MM-DD. Saved reports may lack settings. */
export function factsOf(settings: Partial<Settings>, today: string): FactLookup {
  const date: Setting = { state: 'known', value: today, origin: 'derived' };
  return (name) => {
    if (name === 'today') return date;
    return (isSettingName(name) ? settings[name] : undefined) ?? noSuchFact;
  };
}
