import { daysAfter } from '../model/deadline.js';
import type { SuppressionEntry, SuppressionPolicy } from './config.js';

/** What counts where no configuration says otherwise: a suppression says why. */
export const usualPolicy: SuppressionPolicy = {
  requireReason: true,
  requireOwner: false,
  requireExpiry: false,
};

/** A policy as a file writes it. */
export type WrittenPolicy = { readonly [K in keyof SuppressionPolicy]?: SuppressionPolicy[K] };

/**
 * The policy of files that extend each other. The stricter word counts, so that whoever extends a policy cannot loosen it;
 * only the usual policy gives way to a file.
 */
export function policyOf(written: readonly WrittenPolicy[]): SuppressionPolicy {
  const demands = (key: 'requireReason' | 'requireOwner' | 'requireExpiry'): boolean => {
    const said = written.flatMap((policy) => policy[key] ?? []);
    return said.length === 0 ? usualPolicy[key] : said.includes(true);
  };
  const limits = written.flatMap(({ maxDays }) => maxDays ?? []);
  return {
    requireReason: demands('requireReason'),
    requireOwner: demands('requireOwner'),
    requireExpiry: demands('requireExpiry') || limits.length > 0,
    ...(limits.length > 0 && { maxDays: Math.min(...limits) }),
  };
}

/** A breach of the policy, and the key that it is about. */
export interface Breach {
  readonly key: 'reason' | 'owner' | 'expires';
  readonly message: string;
}

/** How a suppression breaks the policy. `today` is YYYY-MM-DD. */
export function breachesOf(
  { reason, owner, expires }: Omit<SuppressionEntry, 'location'>,
  policy: SuppressionPolicy,
  today: string,
): readonly Breach[] {
  const breaches: Breach[] = [];
  const missing = (key: Breach['key'], what: string): void =>
    void breaches.push({ key, message: `the suppression policy wants ${what}` });
  if (policy.requireReason && isBlankText(reason)) missing('reason', 'a "reason"');
  if (policy.requireOwner && isBlankText(owner)) missing('owner', 'an "owner"');
  if (policy.requireExpiry && expires === undefined) missing('expires', lastDay(policy, today));
  const latest = latestDay(policy, today);
  if (expires !== undefined && latest !== undefined && expires > latest)
    missing('expires', `an end within ${policy.maxDays} days, by ${latest}, not ${expires}`);
  return breaches;
}

function isBlankText(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

function lastDay(policy: SuppressionPolicy, today: string): string {
  const latest = latestDay(policy, today);
  return latest === undefined ? 'an "expires" date' : `an "expires" date, ${latest} at the latest`;
}

function latestDay({ maxDays }: SuppressionPolicy, today: string): string | undefined {
  return maxDays === undefined ? undefined : daysAfter(today, maxDays);
}
