import { isSamePlace } from '../model/location.js';
import type { Known, Setting } from './settings.js';

/** Whether two settings say the same, at the same places. */
export function isSameSetting(a: Setting, b: Setting): boolean {
  if (a === b) return true;
  if (!isSamePlace(a.location, b.location)) return false;
  if (a.state === 'unknown') return b.state === 'unknown' && a.reason === b.reason;
  return b.state === 'known' && isSameValue(a, b) && isAtSamePlaces(a, b);
}

function isSameValue(a: Known, b: Known): boolean {
  if (a.origin !== b.origin || a.placeholder !== b.placeholder) return false;
  return isSameData(a.value, b.value) && isSameData(a.among, b.among);
}

function isSameData(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b);
}

function isAtSamePlaces(
  { itemLocations: places }: Known,
  { itemLocations: others }: Known,
): boolean {
  if (!places || !others) return places === others;
  return places.length === others.length && places.every((one, at) => isSamePlace(one, others[at]));
}
