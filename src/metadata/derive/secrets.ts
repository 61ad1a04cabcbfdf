import type { Location } from '../../model/location.js';
import type { Setting } from '../../settings/settings.js';
import type { MisplacedSecrets } from '../misplaced-secrets.js';
import { derived, type Subject } from './subject.js';

/** Where a file of the app holds a secret outside of its place. */
export function misplacedSecret(
  { found, parts }: Subject,
  what: keyof MisplacedSecrets,
): Location | undefined {
  for (const type of found) {
    const at = parts.of(type)?.misplaced[what];
    if (at) return at;
  }
  return undefined;
}

export function privateKeyInSource(subject: Subject): Setting {
  const at = misplacedSecret(subject, 'privateKey');
  return derived(at !== undefined, at ?? subject.parts.home);
}
