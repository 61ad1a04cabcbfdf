import type { AppKind } from '../model/app.js';
import {
  definitionOf,
  settingNames,
  type Setting,
  type SettingName,
  type Settings,
} from '../settings/settings.js';
import type { Origin } from '../settings/definition.js';
import { derivations } from '../settings/derive/table.js';
import { misplacedSecret } from '../settings/derive/certificate.js';
import { distinctEntries } from '../settings/derive/access.js';
import { readFields } from '../settings/reading/fields.js';
import { derivedSetting, type Derive, type DerivationSubject } from '../settings/derive/subject.js';

type SettingStep = readonly [SettingName, (subject: DerivationSubject) => Setting];

/** Derived settings that others are derived from. */
const early: readonly SettingName[] = ['clientCredentialsFlow', 'tokenExchangeFlow'];

/** How each setting of an app is found. Derived settings come after those that are read, since they use them. */
const stepsByKind: Readonly<Record<AppKind, readonly SettingStep[]>> = {
  connectedApp: plan('connectedApp'),
  externalClientApp: plan('externalClientApp'),
};

function plan(kind: AppKind): readonly SettingStep[] {
  const steps = settingNames
    .filter((name) => !name.startsWith('org.'))
    .map((name) => ({ name, origin: definitionOf(name)[kind] }));
  const isDerived = ({ origin }: { readonly origin: Origin }): boolean => 'derived' in origin;
  const reading = steps.filter((step) => !isDerived(step));
  const deriving = steps
    .filter(isDerived)
    .toSorted((a, b) => Number(early.includes(b.name)) - Number(early.includes(a.name)));
  return [...reading, ...deriving].map(({ name, origin }) => [name, settingReader(name, origin)]);
}

function settingReader(name: SettingName, origin: Origin): Derive {
  if ('unavailable' in origin) {
    const setting = { state: 'unknown', reason: origin.unavailable } as const;
    return () => setting;
  }
  if ('fields' in origin) {
    const readIn: Derive = ({ parts }) => readFields(origin.fields, origin.combine, parts);
    if (name === 'permittedProfiles' || name === 'permittedPermissionSets')
      return (subject) => distinctEntries(readIn(subject));
    return name === 'consumerSecretInSource' ? anywhere(readIn) : readIn;
  }
  const derive = derivations[name];
  if (!derive) throw new Error(`the setting ${name} is derived, but no function derives it`);
  return derive;
}

/** A secret counts wherever a file of the app holds it, though Salesforce looks in one place only. */
function anywhere(readIn: Derive): Derive {
  return (subject) => {
    const setting = readIn(subject);
    if (setting.state === 'known' && setting.value === true) return setting;
    const at = misplacedSecret(subject, 'consumerSecret');
    return at ? derivedSetting(true, at) : setting;
  };
}

/** All names in the order of the table, to be filled in: ordering them afterwards would cost as much as reading them. */
const unreadSettings: Readonly<Record<string, Setting>> = Object.fromEntries(
  settingNames.map((name) => [name, { state: 'unknown', reason: 'not read' }]),
);

/** Written out, so that what derives settings meets one hidden class (see `model/extended.ts`). */
function withSettingsOf(
  subject: Omit<DerivationSubject, 'settings'>,
  settings: Partial<Settings>,
): DerivationSubject {
  const { kind, apiName, parts, found, customScopes, provisioning, blocked, twin } = subject;
  return { kind, apiName, parts, found, customScopes, provisioning, blocked, twin, settings };
}

/**
 * All settings of an app, in the order of the table. `org` holds the org-wide ones, which all apps of a source share.
 */
export function buildSettings(
  subject: Omit<DerivationSubject, 'settings'>,
  org: Partial<Settings>,
): Settings {
  const found: Record<string, Setting> = { ...unreadSettings };
  // The table's types say which name has which type of value; the readings follow the same table.
  const settings = found as Partial<Settings>;
  const whole = withSettingsOf(subject, settings);
  for (const [name, step] of stepsByKind[subject.kind]) found[name] = step(whole);
  return Object.assign(found, org) as Settings;
}
