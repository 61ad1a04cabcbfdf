import type { Location } from '../../model/location.js';
import type { Setting } from '../../settings/settings.js';
import type { MisplacedSecrets } from '../misplaced-secrets.js';
import { derivedSetting, type DerivationSubject } from './subject.js';

/** Where a file of the app holds a secret outside of its place. */
export function misplacedSecret(
  { found, parts }: DerivationSubject,
  what: keyof MisplacedSecrets,
): Location | undefined {
  for (const type of found) {
    const at = parts.of(type)?.misplaced[what];
    if (at) return at;
  }
  return undefined;
}

export function privateKeyInSource(subject: DerivationSubject): Setting {
  const at = misplacedSecret(subject, 'privateKey');
  return derivedSetting(at !== undefined, at ?? subject.parts.home);
}
