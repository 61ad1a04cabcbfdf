import type { SettingValue } from '../src/settings/settings.js';
import type { Evidence } from '../src/report/verdict.js';
import { plainText } from './plain-text.js';

/**
 * What was found: of a list the entries at fault; `unknown` with the reason where nothing was. A list is cut after
 * `most` entries.
 */
export function foundText(evidence: Evidence, most = Infinity): string {
  const { found, items, missing, placeholder } = evidence;
  const mark = placeholder ? ' (placeholder)' : '';
  if (items !== undefined && items.length > 0) return valueText(items, most) + mark;
  if (found !== undefined) return valueText(found, most) + mark;
  return missing === undefined ? 'not there' : `unknown, ${plainText(missing)}`;
}

function valueText(value: SettingValue, most: number): string {
  if (typeof value !== 'object') return value === '' ? 'empty' : plainText(String(value));
  const shown = value.slice(0, most).map(plainText).join(', ');
  if (value.length > most) return `${shown} and ${value.length - most} more`;
  return value.length === 0 ? 'none' : shown;
}
