import { hash } from 'node:crypto';
import type { OrgIdentity } from '../model/org.js';

/** What a fingerprint is of, besides rule and settings. */
export interface FingerprintSubject {
  /** `kind:API_Name`, or `org`. */
  readonly name: string;
  /** Of an org whose id is known: see `orgKeyOf`. */
  readonly org?: string | undefined;
  /** Apps of one name in several folders of one source are numbered from 1, by path. */
  readonly occurrence: number;
}

/**
 * Names a finding by rule, subject and settings: no lines, no paths and nothing of other sources, so that it stays the same
 * when files move or change, and whatever else is audited beside it.
 */
export function fingerprintOf(
  rule: string,
  { name, org, occurrence }: FingerprintSubject,
  settings: readonly string[],
): string {
  const of = org === undefined ? [] : [`org ${org}`];
  const parts = [rule, name, ...settings, ...of, String(occurrence)];
  return hash('sha256', parts.join('\n')).slice(0, 32);
}

/** A name for an org that does not tell its id; undefined where the id is not known. */
export function orgKeyOf(org: Pick<OrgIdentity, 'id'> | undefined): string | undefined {
  return org?.id ? hash('sha256', `org\n${org.id.slice(0, 15)}`).slice(0, 16) : undefined;
}
