import type { Publisher } from '../report/inventory.js';
import type { ReportApp } from '../report/report.js';
import { isFirstPartyApp } from '../settings/first-party-apps.js';
import { platformAppOf } from '../settings/platform-apps.js';
import { namespaceOf } from '../model/namespace.js';
import { flagOf, listOfSetting, textOfSetting } from './values.js';

/**
 * Whose app it is: Salesforce's, the org's own, or that of another org, as apps of packages and apps that users merely
 * authorized are. Null where the source does not say.
 */
export function publisherOf(app: ReportApp): Publisher | null {
  if (isSalesforces(app)) return 'salesforce';
  const own = flagOf(app, 'ownedHere');
  if (own !== true && isInOrgs(app) && isFirstPartyApp(app.label, namespaceOf(app.apiName)))
    return 'salesforce';
  if (flagOf(app, 'isPackaged') === true) return 'other';
  if (own !== null) return own ? 'own' : 'other';
  // Whoever is not installed came from somewhere else: an org lists all apps that were made in it.
  return textOfSetting(app, 'seenIn') === 'tokens' ? 'other' : null;
}

/** An org has it from elsewhere: what stands in files was made by whoever wrote them. */
function isInOrgs(app: ReportApp): boolean {
  return textOfSetting(app, 'seenIn') !== 'metadata';
}

/** An app that Salesforce makes or publishes. */
function isSalesforces(app: ReportApp): boolean {
  if (textOfSetting(app, 'platformApp')) return true;
  return platformAppOf(app.apiName, listOfSetting(app, 'callbackUrls') ?? []) !== undefined;
}
