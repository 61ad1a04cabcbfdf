/** What programs write where a secret was: `[REDACTED] Use …`, `***`, `<hidden>`, `xxxxx`. */
const mask =
  /^[[(<{'"]?\s*(?:redacted|masked|hidden|removed|filtered|sanitized|secret)\b|^(?:[*•·●.…x#]|\[|\]){3,}$|^[*•●]{3}/i;

/** Whether a credential was masked by whatever showed it, so that it is none. */
export function isMasked(value: string): boolean {
  return mask.test(value.trim());
}
