import type { App } from '../model/app.js';
import { formatRange, type Location } from '../model/location.js';
import { derivedList } from '../settings/derive/subject.js';
import type { Known, Setting } from '../settings/settings.js';

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

/** Whether what was worked out anew is what was known, place by place. */
export function isSameEvidence(known: Setting, now: Setting): boolean {
  if (known === now) return true;
  if (!isSamePlace(known.location, now.location)) return false;
  if (known.state === 'unknown' || now.state === 'unknown')
    return known.state === now.state && JSON.stringify(known) === JSON.stringify(now);
  return known.origin === now.origin && isSameValue(known, now) && isAtSamePlaces(known, now);
}

function isSameValue(known: Known, now: Known): boolean {
  return known.value === now.value || JSON.stringify(known.value) === JSON.stringify(now.value);
}

function isAtSamePlaces({ itemLocations: known = [] }: Known, now: Known): boolean {
  const { itemLocations: places = [] } = now;
  return known.length === places.length && known.every((one, at) => isSamePlace(one, places[at]));
}

function isSamePlace(a: Location | undefined, b: Location | undefined): boolean {
  if (a === b || !a || !b) return a === b;
  return formatRange(a) === formatRange(b);
}
