import { deadlineOf } from '../deadlines/table.js';
import { appId } from '../model/app.js';
import type { ReportApp } from '../report/report.js';
import {
  definitionOf,
  isSecretSetting,
  settingNames,
  type Setting,
  type SettingName,
  type SettingValue,
} from '../settings/settings.js';
import { lossOf } from './readiness.js';

/** What became of a setting: `translated` says the same in another way. */
export type Parity = 'same' | 'translated' | 'lost';

export interface ParityField {
  readonly setting: SettingName;
  readonly verdict: Parity;
  /** Null where the old app does not say it. */
  readonly before: SettingValue | null;
  /** Null where the new app does not say it. */
  readonly after: SettingValue | null;
  /** Of what is translated: how. Of what is lost: why that cannot be helped; null where it could. */
  readonly reason: string | null;
}

/** A Connected App beside the External Client App that takes its place. */
export interface ParityCheck {
  readonly old: string;
  readonly new: string;
  /** Nothing is lost without a reason. */
  readonly parity: boolean;
  readonly fields: readonly ParityField[];
  /** What the old app does not say, so that nobody can tell whether the new one does the same. */
  readonly undecided: readonly { readonly setting: SettingName; readonly reason: string }[];
}

/** Compares field by field. Source of the mapping: Metadata API Developer Guide, ConnectedApp and ExtlClntApp types. */
export function checkParity(old: ReportApp, now: ReportApp): ParityCheck {
  const fields = comparedSettings.flatMap((name) => fieldOf(name, old, now) ?? []);
  return {
    old: appId(old.kind, old.apiName),
    new: appId(now.kind, now.apiName),
    parity: fields.every(({ verdict, reason }) => verdict !== 'lost' || reason !== null),
    fields,
    undecided: comparedSettings.flatMap((setting) => {
      const before = old.settings[setting];
      const isOpen = before.state === 'unknown' && isOn(now.settings[setting]);
      return isOpen ? [{ setting, reason: before.reason }] : [];
    }),
  };
}

/** A setting worked out from others that says what they do together. */
const derivedAsWell: ReadonlySet<SettingName> = new Set([
  'apiName',
  'certificateExpires',
  'certificateSubject',
  'clientCredentialsFlow',
  'customScopes',
  'oauthEnabled',
  'refreshTokenDays',
  'tokenExchangeFlow',
  'refreshTokenAllowlistEnforced',
]);

/** Parts of a flag that a Connected App has once and an External Client App twice; the effective one is compared. */
const partsOfFlags: ReadonlySet<SettingName> = new Set([
  'clientCredentialsFlowSetting',
  'tokenExchangeFlowSetting',
  'tokenExchangeFlowPolicy',
]);

export const comparedSettings: readonly SettingName[] = settingNames.filter((name) => {
  if (name.startsWith('org.') || isSecretSetting(name) || partsOfFlags.has(name)) return false;
  return derivedAsWell.has(name) || 'fields' in definitionOf(name).connectedApp;
});

function fieldOf(setting: SettingName, old: ReportApp, now: ReportApp): ParityField | undefined {
  const before = old.settings[setting];
  if (before.state === 'unknown') return undefined;
  const after = now.settings[setting];
  const values = { before: before.value, after: after.state === 'known' ? after.value : null };
  if (values.after !== null && isSameInBoth(setting, values.before, values.after))
    return { setting, verdict: 'same', ...values, reason: null };
  // What was never set has the value that Salesforce documents for that.
  const isUnset = before.value === '' || (Array.isArray(before.value) && before.value.length === 0);
  if (isUnset && after.state === 'known' && after.origin === 'default')
    return { setting, verdict: 'same', ...values, reason: null };
  // What was never set need not be there, and neither need what is the default of a plug-in that is not there.
  const isIdle = before.origin === 'default' && !isOn(old.settings.oauthEnabled);
  if (values.after === null && (isIdle || !isOn(before))) return undefined;
  const how = translation(setting, values.before, now);
  if (how) return { setting, verdict: 'translated', ...values, ...how };
  const reason =
    lossOf(setting, values.before, values.after) ?? fixedReason(setting, values.after, now);
  return { setting, verdict: 'lost', ...values, reason };
}

function isSameInBoth(setting: SettingName, before: SettingValue, after: SettingValue): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return before === after;
  const { type } = definitionOf(setting);
  return type === 'list' || type === 'ranges'
    ? sortedText(before) === sortedText(after)
    : JSON.stringify(before) === JSON.stringify(after);
}

/** Attributes may stand for OAuth and for SAML: told twice is told once. */
function sortedText(values: readonly unknown[]): string {
  return JSON.stringify([...new Set(values.map(String))].toSorted());
}

/** Whether a setting says that there is something. */
export function isOn(setting: Setting): boolean {
  if (setting.state === 'unknown') return false;
  const { value } = setting;
  return Array.isArray(value) ? value.length > 0 : value !== false && value !== '';
}

type Translation = Pick<ParityField, 'after' | 'reason'>;

/** The same, said in another way. */
function translation(
  setting: SettingName,
  before: SettingValue,
  { settings }: ReportApp,
): Translation | undefined {
  const custom = settings.customStartUrl;
  if (setting === 'startUrl' && custom.state === 'known' && custom.value === before)
    return { after: custom.value, reason: 'it is the custom start page of the new app' };
  const after = settings[setting];
  if (after.state === 'unknown') return undefined;
  if (setting === 'samlSubjectType' && after.value === subjectTypeOf(String(before)))
    return { after: after.value, reason: 'External Client Apps spell it so' };
  if (setting === 'apiName')
    return { after: after.value, reason: 'the new app has a name of its own' };
  if (isNamedList.has(setting) && Array.isArray(before) && Array.isArray(after.value)) {
    const names = [before, after.value].map((list) => sortedText(list.map(bare)));
    if (names[0] === names[1])
      return { after: after.value, reason: 'labels there, API names here' };
  }
  return undefined;
}

const isNamedList: ReadonlySet<SettingName> = new Set([
  'permittedPermissionSets',
  'permittedProfiles',
]);

/** `Order Sync` and `Order_Sync` are the label and the API name of one permission set. */
function bare(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

/** What the platform fixes for new apps, whatever they ask for. */
function fixedReason(
  setting: SettingName,
  after: SettingValue | null,
  { settings }: ReportApp,
): string | null {
  const controls = deadlineOf('new-app-controls');
  const created = settings.createdOn;
  if (controls?.fixes?.[setting] !== after || created.state === 'unknown') return null;
  return created.value >= controls.from ? `${controls.what} (created on ${created.value})` : null;
}

/** Subjects of SAML assertions that the two kinds of app spell otherwise (Metadata API Developer Guide, both pages). */
const subjectSpellings: Readonly<Record<string, string>> = {
  customattr: 'CustomAttribute',
  persistentid: 'PersistentId',
};

/** The subject type of a Connected App as an External Client App spells it. */
export function subjectTypeOf(written: string): string {
  const key = written.toLowerCase();
  return Object.hasOwn(subjectSpellings, key) ? (subjectSpellings[key] ?? written) : written;
}
