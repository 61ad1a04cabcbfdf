import { withoutNamespace } from '../model/namespace.js';
import type { Location } from '../model/location.js';
import type { Setting } from '../settings/settings.js';
import { derivedSetting } from './derive/subject.js';
import { leftOutReason } from './left-out.js';
import type { Part } from './part.js';

/** An app that nobody may use, as its file says. */
export interface BlockedApp {
  readonly name: string;
  /** The digest of its consumer key. */
  readonly key: string | undefined;
  readonly location: Location;
}

/** What a source says of blocked apps: which they are, or why nobody can tell. */
export type BlockedApps = readonly BlockedApp[] | Setting;

const noBlockedAppFile: Setting = {
  state: 'unknown',
  reason: 'no file of a blocked app (.blacklistedConsumer) is in this source',
};

/**
 * The apps that are blocked in an org. Source:
 * https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_blacklistedconsumer.htm
 */
export function blockedApps(parts: readonly Part[]): BlockedApps {
  const files = parts.filter(({ type }) => type === 'BlacklistedConsumer');
  const leftOut = files.find(({ leftOutBy }) => leftOutBy)?.leftOutBy;
  if (leftOut) return leftOutReason('the file of a blocked app', leftOut);
  if (files.length === 0) return noBlockedAppFile;
  return files.map(({ texts, keys, root }) => {
    const name = texts.get('consumerName')?.[0];
    return {
      name: folded(name?.text ?? ''),
      key: keys.consumerKey?.digest,
      location: name?.location ?? root,
    };
  });
}

interface NamedApp {
  readonly apiName: string;
  readonly label: string;
  /** Digests of the consumer keys in its files. */
  readonly keys?: readonly string[];
}

/** Whether an app is among the blocked ones: by its key where both are known, else by its label or API name. */
export function blockedOf(blocked: BlockedApps, { apiName, label, keys = [] }: NamedApp): Setting {
  if ('state' in blocked) return blocked;
  const names = [apiName, label, withoutNamespace(apiName)]
    .map(folded)
    .filter((name) => name !== '');
  const found = blocked.find(({ name, key }) =>
    key !== undefined && keys.length > 0 ? keys.includes(key) : names.includes(name),
  );
  return derivedSetting(found !== undefined, found?.location);
}

function folded(name: string): string {
  return name.trim().toLowerCase();
}
