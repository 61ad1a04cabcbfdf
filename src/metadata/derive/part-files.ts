import type { MetadataType } from '../../model/metadata-types.js';
import type { DerivationSubject } from './subject.js';

/** The part files that every External Client App with OAuth has. */
const usualParts: readonly MetadataType[] = [
  'ExternalClientApplication',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
];

/** The part files that are not in the source and that apps like this one have. */
export function missingPartTypes({ kind, found }: DerivationSubject): readonly string[] {
  return kind === 'connectedApp' ? [] : usualParts.filter((type) => !found.has(type));
}

/** Whether there are part files and no header. */
export function isOrphan({ kind, found }: DerivationSubject): boolean {
  return kind === 'externalClientApp' && !found.has('ExternalClientApplication');
}
