import type { AppKind } from '../model/app-kind.js';

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
