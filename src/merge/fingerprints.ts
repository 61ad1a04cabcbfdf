import { hash } from 'node:crypto';
import type { Result } from '../model/verdict.js';

/**
 * Fingerprints are unique in one report. Where reports of several sources have one in common, because apps of one name
 * have the same finding, the first one keeps it. What is about an org is one finding for all apps of its source.
 * `sourceOf` gives the source of an app.
 */
export function withOwnFingerprints(
  results: readonly Result[],
  sourceOf: (app: string) => string,
): readonly Result[] {
  const seen = new Map<string, Map<string, number>>();
  return results.map((result) => {
    const { fingerprint, about, app } = result;
    const owners = seen.get(fingerprint) ?? new Map<string, number>();
    seen.set(fingerprint, owners);
    const owner = about === 'org' ? sourceOf(app) : app;
    const occurrence = owners.get(owner) ?? owners.size + 1;
    owners.set(owner, occurrence);
    return occurrence === 1
      ? result
      : { ...result, fingerprint: numbered(fingerprint, occurrence) };
  });
}

function numbered(fingerprint: string, occurrence: number): string {
  return hash('sha256', `${fingerprint}\n${occurrence}`).slice(0, 32);
}
