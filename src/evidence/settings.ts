import type { App } from '../model/app.js';
import type { Location } from '../model/location.js';
import { derivedList } from '../settings/derive/subject.js';
import type { Setting } from '../settings/settings.js';

interface EvidenceEntry {
  readonly value: string;
  readonly location: Location;
}

/** A list that was worked out; entries without places of their own stand where the whole does. */
export function evidenceList(
  entries: readonly (EvidenceEntry | string)[],
  whole: Location,
): Setting {
  if (entries.length === 0) return derivedList([], whole, []);
  const placed = entries.map((entry) =>
    typeof entry === 'string' ? { value: entry, location: whole } : entry,
  );
  return {
    state: 'known',
    value: placed.map(({ value }) => value),
    origin: 'derived',
    location: placed[0]?.location ?? whole,
    itemLocations: placed.map(({ location }) => location),
  };
}

/** Why the consumer key of an app is not compared. */
export const noKey = 'no file of the app holds a consumer key to compare with';

/** What nobody can know of an app, and why. */
export function unknownSetting(reason: string, { location }: App): Setting {
  return { state: 'unknown', reason, location };
}
