import { appKinds, type AppKind } from '../../model/app.js';
import type { RuleLevel } from '../../model/level.js';
import type { MetadataType } from '../../model/metadata-types.js';
import type { Fix, TextByKind } from '../../model/ruleset.js';
import type { Definition, Field } from '../../settings/definition.js';
import type { MenuName } from '../../settings/places.js';
import { scopeTokens } from '../../settings/scopes.js';
import {
  definitionOf,
  isSettingName,
  labelOf,
  type SettingValue,
} from '../../settings/settings.js';
import { demandSentence } from './mismatch.js';
import { valueInWords } from './values.js';

/** What a rule without a fix of its own compares. */
export interface SimpleLeaf {
  readonly fact: string;
  readonly operator: string;
  readonly value: SettingValue;
}

/** How to meet a single comparison: with the label of Setup, and with element and spelling of metadata, by kind of app. */
export function derivedFix(leaf: SimpleLeaf, level: RuleLevel): Fix {
  const files = fixByKind((kind) => inFiles(leaf, kind));
  return {
    setup: fixByKind((kind) => stepInSetup(leaf, level, kind)),
    ...(files !== '' && { files }),
  };
}

function fixByKind(text: (kind: AppKind) => string): TextByKind {
  const [externalClientApp, connectedApp] = [text(appKinds[0]), text(appKinds[1])];
  if (externalClientApp === connectedApp) return connectedApp;
  return { externalClientApp, connectedApp };
}

function stepInSetup(leaf: SimpleLeaf, level: RuleLevel, kind: AppKind): string {
  const label = `"${labelOf(leaf.fact, kind)}"`;
  const menu = menuOf(leaf.fact);
  const where = menu === undefined ? '' : ` Menu: \${${menu}}.`;
  return `${stepIn(leaf, label, level)}${where}`;
}

function stepIn({ fact, operator, value }: SimpleLeaf, label: string, level: RuleLevel): string {
  if (typeof value === 'boolean' && /^(notE|e)qual$/.test(operator)) {
    const on = value === (operator === 'equal');
    return `Switch ${label} ${on ? 'on' : 'off'}.`;
  }
  const shown = valueInWords(fact, value);
  if (operator === 'containsAll' || operator === 'contains') return `Add ${shown} to ${label}.`;
  if (operator === 'equal' && value !== '') return `Set ${label} to ${shown}.`;
  if (operator === 'isNotEmpty') return `Fill in ${label}.`;
  return `Change ${label}: ${demandSentence({ setting: fact, operator, value }, level)}.`;
}

const menuOfPart: Partial<Readonly<Record<MetadataType, MenuName>>> = {
  ExternalClientApplication: 'details',
  ExtlClntAppGlobalOauthSettings: 'settings',
  ExtlClntAppOauthSettings: 'settings',
  ExtlClntAppOauthSecuritySettings: 'settings',
  ExtlClntAppOauthConfigurablePolicies: 'policies',
  ExtlClntAppConfigurablePolicies: 'policies',
  ExtlClntAppSamlConfigurablePolicies: 'saml',
};

function menuOf(fact: string): MenuName | undefined {
  const fields = appKinds.flatMap((kind) => fieldsOfFact(fact, kind));
  return fields.map(({ part }) => menuOfPart[part]).find((menu) => menu !== undefined);
}

function fieldsOfFact(fact: string, kind: AppKind): readonly Field[] {
  if (!isSettingName(fact)) return [];
  const origin = definitionOf(fact)[kind];
  return 'fields' in origin ? origin.fields : [];
}

/** `isPkceRequired true in ExtlClntAppGlobalOauthSettings`; empty where no single element holds the setting. */
function inFiles(leaf: SimpleLeaf, kind: AppKind): string {
  const [field] = fieldsOfFact(leaf.fact, kind);
  if (!field || !isSettingName(leaf.fact)) return '';
  const names = field.path.split('/');
  const element = names.pop() ?? '';
  const home = names.length > 0 ? `${names.join('/')} of ${field.part}` : field.part;
  const spelled = spellingInFile(leaf, field, definitionOf(leaf.fact), kind);
  return `${element}${spelled === '' ? '' : ` ${spelled}`} in ${home}.`;
}

/** How metadata spells the value that is wanted; empty where there are many that would do. */
function spellingInFile(
  { operator, value }: SimpleLeaf,
  { read }: Field,
  { values = {} }: Definition,
  kind: AppKind,
): string {
  if (typeof value === 'boolean' && /^(notE|e)qual$/.test(operator)) {
    const on = value === (operator === 'equal');
    if (read === 'flag') return String(on);
    return read === 'inverted' ? String(!on) : '';
  }
  if (!/^(equal|contains|containsAll)$/.test(operator)) return '';
  if (read === 'switch') return String(Object.keys(values).indexOf(String(value)) === 1);
  if (read === 'choice') return spelledChoice(values[String(value)] ?? [], kind);
  const wanted = typeof value === 'object' ? value : [String(value)];
  if (read === 'scopes') return wanted.map((scope) => tokenOf(scope, kind)).join(', ');
  return wanted.join(', ');
}

function spelledChoice(spellings: readonly string[], kind: AppKind): string {
  return (kind === 'connectedApp' ? spellings.at(-1) : spellings[0]) ?? '';
}

function tokenOf(scope: string, kind: AppKind): string {
  const tokens = Object.entries(scopeTokens).flatMap(([token, own]) =>
    own === scope ? [token] : [],
  );
  // Of two tokens for one scope the Connected App has the first and the External Client App the second.
  if (scope === 'sfap_api' && kind === 'externalClientApp') return tokens.at(-1) ?? scope;
  return tokens[0] ?? scope;
}
