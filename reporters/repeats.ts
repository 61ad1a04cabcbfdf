import { keptOr } from '../src/model/once-for.js';
import type { Result } from '../src/model/verdict.js';

/** A result as work to do: what is about the org stands once, for all the apps that share it. */
export interface Shared {
  readonly result: Result;
  /** The ids of its apps. */
  readonly apps: readonly string[];
}

/**
 * Results with each finding about the org once, where the first one stands. Apps whose finding is of another verdict or
 * severity, or settled in another way, share it among themselves.
 */
export function withoutRepeats(results: readonly Result[]): readonly Shared[] {
  const shared = new Map<string, { readonly result: Result; readonly apps: string[] }>();
  for (const result of results) {
    const key = result.about === 'org' ? keyOf(result) : `${shared.size}`;
    keptOr(shared, key, () => ({ result, apps: [] })).apps.push(result.app);
  }
  return [...shared.values()];
}

function keyOf({ fingerprint, verdict, severity, suppressed, baselined }: Result): string {
  const { reason, owner, expires } = suppressed ?? {};
  return JSON.stringify([fingerprint, verdict, severity, reason, owner, expires, baselined]);
}
