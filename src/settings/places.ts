import type { Field, Origin } from './definition.js';
import type { AppKind } from '../model/metadata-types.js';

const combined = { first: ', else ', union: ' and ', or: ' or ' } as const;

/** Where a setting stands in metadata, in words: element, type, API version, documented default. */
export function homeOf(origin: Origin): string {
  if ('derived' in origin) return `worked out from ${origin.derived}`;
  if ('unavailable' in origin) return origin.unavailable;
  return origin.fields.map(metadataFieldText).join(combined[origin.combine]);
}

function metadataFieldText(field: Field): string {
  const inverse = field.read === 'inverted' ? ', inverted' : '';
  const documented = field.default ? `, default ${String(field.default.value)}` : '';
  return `${field.part} ${field.path} (API ${field.since}+${inverse}${documented})`;
}

/**
 * Where Setup has the settings of an app, by kind of app, as the fix of a rule names them: `${settings}`. Source: Salesforce
 * Help, "Manage External Client Apps" and "Manage Access to a Connected App".
 */
const menus = {
  settings: {
    externalClientApp: 'Setup > External Client App Manager > the app > Settings > OAuth Settings',
    connectedApp: 'Setup > App Manager > the app > Edit > API (Enable OAuth Settings)',
  },
  policies: {
    externalClientApp: 'Setup > External Client App Manager > the app > Policies',
    connectedApp: 'Setup > App Manager > the app > Manage > Edit Policies',
  },
  details: {
    externalClientApp: 'Setup > External Client App Manager > the app > Settings',
    connectedApp: 'Setup > App Manager > the app > Edit > Basic Information',
  },
  saml: {
    externalClientApp: 'Setup > External Client App Manager > the app > Policies > SAML Policies',
    connectedApp: 'Setup > App Manager > the app > Edit > Web App Settings',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<AppKind, string>>>>;

export type MenuName = keyof typeof menus;

/** The text with the menus in it, for a kind of app; for both where none is given. */
export function withMenus(text: string, kind?: AppKind): string {
  return text.replace(/\$\{(settings|policies|details|saml)\}/g, (_, name: MenuName) => {
    const { externalClientApp, connectedApp } = menus[name];
    if (kind === undefined) return `${externalClientApp}; Connected App: ${connectedApp}`;
    return kind === 'connectedApp' ? connectedApp : externalClientApp;
  });
}
