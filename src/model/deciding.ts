import { metadataTypes, type MetadataType } from './metadata-types.js';

/** The types by what a reason calls their files: `the OAuth policies file (`, `OauthOidc.settings`. */
const types = Object.entries(metadataTypes).map(
  ([name, { title, home }]) =>
    [name as MetadataType, home === 'org' ? settingsFile(name) : `the ${title} file (`] as const,
);

function settingsFile(name: string): string {
  return name.endsWith('Settings') ? `${name.slice(0, -'Settings'.length)}.settings` : `(${name})`;
}

/** The metadata types that a retrieve would have to bring, for a reason why a setting is not known. */
export function typesToRetrieve(reason: string): readonly MetadataType[] {
  // Whether a plugin is on stands in the policies of the app.
  if (reason.includes('neither its part files')) return ['ExtlClntAppConfigurablePolicies'];
  if (!/ (?:is|are) not in this source/.test(reason)) return [];
  return types.filter(([, text]) => reason.includes(text)).map(([name]) => name);
}

/** The API versions that a retrieve would need at least. */
export function versionsToRetrieve(reason: string): readonly number[] {
  return [...reason.matchAll(/API versions before (\d+)/g)].map(([, version]) => Number(version));
}

/** What decides a check, in a sentence; empty where no retrieve does. */
export function decidedBy(reasons: readonly string[]): string {
  const named = [...new Set(reasons.flatMap(typesToRetrieve))];
  const version = Math.max(0, ...reasons.flatMap(versionsToRetrieve));
  const newer = version > 0 ? ` with API version ${version} or later` : '';
  if (named.length > 0) return `Retrieve ${named.join(' and ')}${newer} to decide it.`;
  return newer === '' ? '' : `Retrieve the app${newer} to decide it.`;
}
