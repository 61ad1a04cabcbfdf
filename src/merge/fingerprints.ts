import { hash } from 'node:crypto';
import { keptOr } from '../model/once-for.js';
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
    const owners = keptOr(seen, fingerprint, () => new Map<string, number>());
    const owner = about === 'org' ? sourceOf(app) : app;
    const occurrence = keptOr(owners, owner, () => owners.size + 1);
    return occurrence === 1
      ? result
      : { ...result, fingerprint: numbered(fingerprint, occurrence) };
  });
}

function numbered(fingerprint: string, occurrence: number): string {
  return hash('sha256', `${fingerprint}\n${occurrence}`).slice(0, 32);
}
