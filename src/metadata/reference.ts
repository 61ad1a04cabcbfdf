import type { Unknown } from '../settings/settings.js';
import { definitionOf, type SettingName, type Settings } from '../settings/settings.js';
import { namespaceOf } from '../model/namespace.js';
import { derivedSetting } from './derive/subject.js';
import { mappedSettings } from './left-out.js';
import type { Part } from './part.js';

/**
 * The name by which a file refers to a Connected App of a package, `acme__Orders`. A second-generation package takes such an
 * app in by a file with `developerName`, `label` and `version`. Source:
 * https://developer.salesforce.com/docs/atlas.en-us.pkg2_dev.meta/pkg2_dev/sfdx_dev_dev2gp_connected_app.htm
 */
export function referenceIn(parts: readonly Part[]): string | undefined {
  const [part] = parts;
  if (part?.type !== 'ConnectedApp' || part.containers.has('oauthConfig')) return undefined;
  return part.texts.get('developerName')?.[0]?.text || undefined;
}

/** What the file, or its name, says of the app that it refers to. */
const referenceSettings: ReadonlySet<SettingName> = new Set([
  'kind',
  'apiName',
  'apiNameValid',
  'label',
  'labelLooksAlike',
  'seenIn',
  'definedElsewhereAs',
  'missingParts',
  'orphanPart',
]);

/** The settings of an app of which the file only tells where it is: everything else is in the org that packages it. */
export function settingsOfReference(read: Settings, developerName: string, part: Part): Settings {
  const location = part.texts.get('developerName')?.[0]?.location ?? part.root;
  const reason =
    'the file only refers to an app of a package, whose settings are in the packaging org';
  const unknown: Unknown = { state: 'unknown', reason, location };
  return mappedSettings(read, (name, setting) => {
    if (name === 'namespace') return derivedSetting(namespaceOf(developerName), location);
    if (name === 'isPackaged') return derivedSetting(true, location);
    if (name === 'ownedHere') return derivedSetting(false, location);
    const isStated = setting.state === 'known' && setting.origin === 'stated';
    if (isStated || referenceSettings.has(name) || name.endsWith('InSource') || name.startsWith('org.'))
      return setting;
    return 'unavailable' in definitionOf(name).connectedApp ? setting : unknown;
  });
}
