import type { AppKind, MetadataType } from '../model/metadata-types.js';
import type { Field } from '../settings/definition.js';
import { effectiveFlags } from '../settings/effective.js';
import { scopeTokens } from '../settings/scopes.js';
import {
  definitionOf,
  isSettingName,
  type SettingName,
  type SettingValue,
} from '../settings/settings.js';
import type { Change, ElementContent } from './change.js';

/** Entries that a list setting is to have, and those that it is to lose; all others stay. */
export interface ListChange {
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

/** The fields of a setting for a kind of app; none where metadata does not hold it by itself. */
export function fieldsFor(setting: SettingName, kind: AppKind): readonly Field[] {
  const origin = definitionOf(setting)[kind];
  return 'fields' in origin ? origin.fields : [];
}

/**
 * What gives a setting a value: changes of its elements. Lists become exactly these entries in a file that has none yet; use
 * `changeList` for a file that is there. Undefined where the value cannot be written by itself: `refreshTokenDays` goes with
 * its policy (`refreshTokenChanges`), a certificate is no setting, and derived settings have no element.
 */
export function changesFor(
  kind: AppKind,
  setting: SettingName,
  value: SettingValue,
): readonly Change[] | undefined {
  const switches = switchesOf(setting, kind);
  if (switches.length > 0) {
    const all = switches.map((one) => changesFor(kind, one, value));
    return all.some((one) => one === undefined) ? undefined : all.flatMap((one) => one ?? []);
  }
  if (setting === 'refreshTokenPolicy') return refreshTokenChanges(kind, String(value));
  if (Array.isArray(value)) return changeList(kind, setting, { add: value });
  const origin = definitionOf(setting)[kind];
  if (!('fields' in origin)) return undefined;
  const fields =
    origin.combine === 'or' || value === '' ? origin.fields : origin.fields.slice(0, 1);
  const texts = fields.map((field) => change(field, value, setting, kind));
  return texts.some((one) => one === undefined) ? undefined : texts.flatMap((one) => one ?? []);
}

/** The switches that make an effective flag, as far as this kind of app has them. */
function switchesOf(setting: SettingName, kind: AppKind): readonly SettingName[] {
  const all = effectiveFlags.get(setting) ?? [];
  return all.filter((one) => isSettingName(one) && fieldsFor(one, kind).length > 0);
}

function change(
  field: Field,
  value: SettingValue,
  setting: SettingName,
  kind: AppKind,
): Change | undefined {
  const { part, path, read } = field;
  switch (read) {
    case 'flag':
      return { kind: 'set', part, path, text: String(value) };
    case 'inverted':
      return { kind: 'set', part, path, text: String(value !== true) };
    case 'count':
      return { kind: 'set', part, path, text: String(value) };
    case 'text':
      return value === ''
        ? { kind: 'remove', part, path }
        : { kind: 'set', part, path, text: String(value) };
    case 'switch':
    case 'choice': {
      const text = spellingOf(setting, String(value), kind, read);
      return text === undefined ? undefined : { kind: 'set', part, path, text };
    }
    case 'present':
    case 'filled':
    case 'given':
      // What is there is taken away; what is to be there is known to a person only.
      return value === false ? { kind: 'remove', part, path } : undefined;
    case 'lines':
    case 'commas':
    case 'elements':
    case 'scopes':
    case 'entries':
    case 'ranges':
    case 'attributes':
      return undefined;
  }
}

/** How metadata of a kind of app spells a value of an enum, by how the element is read. */
export function spellingOf(
  setting: SettingName,
  value: string,
  kind: AppKind,
  read: 'switch' | 'choice',
): string | undefined {
  const values = definitionOf(setting).values ?? {};
  if (read === 'switch') {
    const at = Object.keys(values).indexOf(value);
    return at === -1 ? undefined : String(at === 1);
  }
  const [spelling] = Object.hasOwn(values, value) ? (values[value] ?? []) : [];
  // The two kinds of app differ in the case of this one alone (Metadata API Developer Guide, ConnectedAppOauthPolicy).
  return kind === 'connectedApp' && setting === 'ipRelaxation' ? spelling?.toUpperCase() : spelling;
}

const policyTypeTexts: Readonly<Record<string, readonly [string, string]>> = {
  'until-revoked': ['infinite', 'Infinite'],
  immediate: ['zero', 'Zero'],
  lifetime: ['specific_lifetime', 'SpecificLifetime'],
  inactivity: ['specific_inactivity', 'SpecificInactivity'],
};

/**
 * The refresh token policy with its number of days, which `until-revoked` and `immediate` have none of. A Connected App holds
 * both in one element, `specific_inactivity:30:DAYS`. Undefined for a policy that is none.
 */
export function refreshTokenChanges(
  kind: AppKind,
  policy: string,
  days = 30,
): readonly Change[] | undefined {
  const names = Object.hasOwn(policyTypeTexts, policy) ? policyTypeTexts[policy] : undefined;
  if (!names) return undefined;
  const timed = policy === 'lifetime' || policy === 'inactivity';
  if (kind === 'connectedApp') {
    const text = timed ? `${names[0]}:${days}:DAYS` : names[0];
    return [{ kind: 'set', part: 'ConnectedApp', path: 'oauthPolicy/refreshTokenPolicy', text }];
  }
  const part: MetadataType = 'ExtlClntAppOauthConfigurablePolicies';
  const type: Change = { kind: 'set', part, path: 'refreshTokenPolicyType', text: names[1] };
  const period = { part, path: 'refreshTokenValidityPeriod' };
  const unit = { part, path: 'refreshTokenValidityUnit' };
  if (!timed) return [type, { kind: 'remove', ...period }, { kind: 'remove', ...unit }];
  return [
    type,
    { kind: 'set', ...period, text: String(days) },
    { kind: 'set', ...unit, text: 'Days' },
  ];
}

/** What adds entries to a list and takes others out of it. Undefined for a setting that is no list of an element. */
export function changeList(
  kind: AppKind,
  setting: SettingName,
  { add = [], remove = [] }: ListChange,
): readonly Change[] | undefined {
  const fields = fieldsFor(setting, kind);
  const changes = fields.map((field, at) =>
    // Entries may stand in any of the fields; new ones go to the first.
    listChange(field, { add: at === 0 ? add : [], remove }, kind),
  );
  if (changes.length === 0 || changes.some((one) => one === undefined)) return undefined;
  return changes.flatMap((one) => (one && hasEffect(one) ? [one] : []));
}

function hasEffect(one: Change): boolean {
  return !('add' in one) || one.add.length > 0 || one.remove.length > 0;
}

function listChange(
  { part, path, read }: Field,
  { add = [], remove = [] }: ListChange,
  kind: AppKind,
): Change | undefined {
  switch (read) {
    case 'lines':
    case 'commas':
      return { kind: 'entries', part, path, separator: read, add, remove };
    case 'scopes': {
      const tokens = {
        add: add.map((scope) => scopeSpelling(scope, kind)),
        remove: remove.flatMap(tokensOfScope),
      };
      return kind === 'connectedApp'
        ? { kind: 'elements', part, path, ...tokens }
        : { kind: 'entries', part, path, separator: 'scopes', ...tokens };
    }
    case 'elements':
    case 'entries': {
      // An empty <profileName/> says "none"; without the element nothing changes in the org (ConnectedApp, profileName).
      const keepEmpty = part === 'ConnectedApp' && emptySaysNone.has(path);
      return { kind: 'elements', part, path, add, remove, ...(keepEmpty && { keepEmpty }) };
    }
    case 'ranges':
      return {
        kind: 'elements',
        part,
        path,
        add: add.map((text) => rangeElements(text, kind)),
        remove,
      };
    case 'attributes':
      return { kind: 'elements', part, path, add: add.map(attributeOf), remove };
    case 'text':
    case 'flag':
    case 'inverted':
    case 'count':
    case 'choice':
    case 'switch':
    case 'present':
    case 'filled':
    case 'given':
      return undefined;
  }
}

const emptySaysNone: ReadonlySet<string> = new Set(['profileName', 'permissionSetName']);

/** How metadata spells a scope; one that is not known stays as it is. */
export function scopeSpelling(scope: string, kind: AppKind): string {
  if (scope === 'sfap_api') return kind === 'connectedApp' ? 'SFAP' : 'SFApiPlatform';
  return Object.entries(scopeTokens).find(([, name]) => name === scope)?.[0] ?? scope;
}

/** Every spelling that means a scope. */
function tokensOfScope(scope: string): readonly string[] {
  const tokens = Object.entries(scopeTokens).flatMap(([token, name]) =>
    name === scope ? [token] : [],
  );
  return [...tokens, scope];
}

function rangeElements(text: string, kind: AppKind): ElementContent {
  const [start = '', end = start] = text.split('-');
  return kind === 'connectedApp' ? { end, start } : { endIpAddress: end, startIpAddress: start };
}

function attributeOf(text: string): ElementContent {
  const at = text.indexOf('=');
  return { formula: text.slice(at + 1), key: text.slice(0, at) };
}
