import type { Setting } from '../settings/settings.js';
import { derivedSetting } from './derive/subject.js';
import type { Part } from './part.js';

/**
 * What the files of user provisioning say of a Connected App. The guide calls the content of `connectedApp` an id; retrieves
 * give the API name. Source:
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_userprovisioningconfig.htm
 */
export function readProvisioning(parts: readonly Part[], apiName: string): Setting | undefined {
  const there = parts.filter(({ leftOutBy }) => leftOutBy === undefined);
  const [named] = there.filter((part) => provisionedApp(part)?.toLowerCase() === apiName.toLowerCase());
  if (!named) return undefined;
  const enabled = named.texts.get('enabled')?.[0];
  // The documented default.
  if (!enabled) return derivedSetting(false, named.root);
  const on = /^(?:true|1)$/i.test(enabled.text);
  if (on || /^(?:false|0)$/i.test(enabled.text)) return derivedSetting(on, enabled.location);
  const reason = '<enabled> is neither true nor false';
  return { state: 'unknown', reason, location: enabled.location };
}

function provisionedApp({ texts }: Part): string | undefined {
  return texts.get('connectedApp')?.[0]?.text;
}
