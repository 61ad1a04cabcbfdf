import type { AppKind } from '../src/model/app.js';

/** What Salesforce calls the kinds of app. */
export const kindNames = {
  externalClientApp: 'External Client App',
  connectedApp: 'Connected App',
} as const satisfies Readonly<Record<AppKind, string>>;
