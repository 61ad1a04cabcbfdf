import { UserError } from '../../model/user-error.js';

/** What programs write where a secret was: `[REDACTED] Use …`, `***`, `<hidden>`, `xxxxx`. */
const maskPattern =
  /^[[(<{'"]?\s*(?:redacted|masked|hidden|removed|filtered|sanitized|secret)\b|^(?:[*\u2022\u00b7\u25cf.\u2026x#]|\[|\]){3,}$|^[*\u2022\u25cf]{3}/i;

/** Whether a credential was masked by whatever showed it, so that it is none. */
export function isMasked(value: string): boolean {
  return maskPattern.test(value.trim());
}

/** Whether a token can travel in a header: other characters are a sign that it is something else, or damaged. */
export function isSendable(token: string): boolean {
  return /^[\x21-\x7e]+$/.test(token);
}

/** A secret as a variable holds it. Throws UserError, which does not quote it, for one that was masked. */
export function checkedSecret(value: string, from: string): string {
  if (!isMasked(value)) return value;
  throw new UserError(
    `${from} holds what is written where a secret was masked, such as [REDACTED], and no secret`,
    'sf org auth show-access-token --target-org ALIAS shows a token; sf org display and logs mask it',
  );
}

/** What else stands where a token should, and what to say of it. */
const noTokens: readonly (readonly [form: RegExp, what: string])[] = [
  [/^\w+:\/\/|^[\w.-]+\.(?:salesforce|force)\.com\b/i, 'an address instead of a token'],
  [/^bearer\b/i, 'the word Bearer, which is no part of a token'],
  [/^["'].*["']$/, 'quotation marks, which are no part of a token'],
  [/^[{[]/, 'JSON instead of a token'],
  [
    /^(?:\$\{?\w+\}?|\$\(.*\)|%\w+%|\{\{.*\}\}|<.*>)$/,
    'the name of a variable, which was not replaced',
  ],
  [/^(?:undefined|null|none|true|false)$/i, 'no token'],
  [/-----BEGIN/, 'a key or certificate instead of a token'],
];

/** A token as a variable holds it. Throws UserError, which does not quote it, for what cannot be one. */
export function checkedToken(value: string, from: string): string {
  const token = checkedSecret(value, from);
  const found = noTokens.find(([form]) => form.test(token));
  const what = found?.[1] ?? (isSendable(token) ? undefined : 'characters that no token has');
  if (what === undefined) return token;
  throw new UserError(
    `${from} holds ${what}`,
    'sf org auth show-access-token shows the token of a log-in',
  );
}
