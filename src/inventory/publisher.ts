import type { Publisher } from '../report/inventory.js';
import type { ReportApp } from '../report/report.js';
import { platformAppOf } from '../settings/platform-apps.js';
import { flagOf, listOf, textOf } from './values.js';

/**
 * Whose app it is: Salesforce's, the org's own, or that of another org, as apps of packages and apps that users merely
 * authorized are. Null where the source does not say.
 */
export function publisherOf(app: ReportApp): Publisher | null {
  if (isSalesforces(app)) return 'salesforce';
  if (flagOf(app, 'isPackaged') === true) return 'other';
  const own = flagOf(app, 'ownedHere');
  if (own !== null) return own ? 'own' : 'other';
  // Whoever is not installed came from somewhere else: an org lists all apps that were made in it.
  return textOf(app, 'seenIn') === 'tokens' ? 'other' : null;
}

/** An app that Salesforce makes or publishes. */
function isSalesforces(app: ReportApp): boolean {
  if (textOf(app, 'platformApp')) return true;
  return platformAppOf(app.apiName, listOf(app, 'callbackUrls') ?? []) !== undefined;
}
