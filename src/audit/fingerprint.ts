import { hash } from 'node:crypto';

/**
 * Names a finding by rule, subject (`kind:API_Name`, or `org`) and settings: no lines and no paths, so that it stays the
 * same when files move or change. Apps of one name in several folders, and the orgs of several sources, are told apart by
 * `occurrence`.
 */
export function fingerprintOf(
  rule: string,
  subject: string,
  settings: readonly string[],
  occurrence: number,
): string {
  const parts = [rule, subject, ...settings, String(occurrence)];
  return hash('sha256', parts.join('\n')).slice(0, 32);
}
