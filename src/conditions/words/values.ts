import { lettersAndDigits, namesWithRest } from '../../model/words.js';
import {
  definitionOf,
  isSettingName,
  type SettingName,
  type SettingValue,
} from '../../settings/settings.js';

/** What Setup calls the values of its pick lists. Source: Salesforce Help, configuring OAuth policies of both kinds. */
const valueLabels: Partial<Readonly<Record<SettingName, Readonly<Record<string, string>>>>> = {
  kind: { externalClientApp: 'External Client App', connectedApp: 'Connected App' },
  refreshTokenPolicy: {
    'until-revoked': '"Refresh token is valid until revoked"',
    immediate: '"Immediately expire refresh token"',
    lifetime: '"Expire refresh token after specific time"',
    inactivity: '"Expire refresh token if not used for specific time"',
  },
  permittedUsers: {
    'self-authorize': '"All users can self-authorize"',
    'admin-approved': '"Admin approved users are pre-authorized"',
  },
  ipRelaxation: {
    enforce: '"Enforce IP restrictions"',
    'relax-for-refresh': '"Enforce IP restrictions, but relax for refresh tokens"',
    'relax-for-activated-devices': '"Relax IP restrictions for activated devices"',
    relax: '"Relax IP restrictions"',
  },
};

/** The value of a pick list that Setup calls by a label. */
export function valueOfLabel(fact: string, label: string): string | undefined {
  const labels = isSettingName(fact) ? (valueLabels[fact] ?? {}) : {};
  const letters = lettersAndDigits(label);
  return Object.keys(labels).find((value) => lettersAndDigits(labels[value] ?? '') === letters);
}

/** Longer lists are cut: a message has to stay readable, and the data formats have them whole. */
const longestList = 8;

/** A value as a reader of Setup knows it: on and off for switches, labels for pick lists. A list is cut after `most`. */
export function valueInWords(fact: string, value: SettingValue, most = longestList): string {
  if (typeof value === 'boolean') return booleanInWords(fact, value);
  if (typeof value === 'object') return listInWords(fact, value, most);
  return value === '' ? 'empty' : labelOfValue(fact, String(value));
}

function labelOfValue(fact: string, value: string): string {
  const labels = isSettingName(fact) ? valueLabels[fact] : undefined;
  return labels?.[value] ?? value;
}

function listInWords(fact: string, value: readonly string[], most: number): string {
  if (value.length === 0) return 'empty';
  return namesWithRest(
    value.map((entry) => labelOfValue(fact, entry)),
    most,
  );
}

function booleanInWords(fact: string, value: boolean): string {
  if (isSwitch(fact)) return value ? 'on' : 'off';
  return value ? 'yes' : 'no';
}

const switchLabels = /^(?:Enable|Require|Issue|Introspect|Limit|Allow|Use|Include|App enabled)\b/;

/** Whether a flag is a switch in Setup, and not a fact about the app. */
function isSwitch(fact: string): boolean {
  return isSettingName(fact) && switchLabels.test(definitionOf(fact).label);
}
