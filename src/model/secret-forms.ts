/** What stands where a secret was. */
export const redacted = '[redacted]';

/**
 * Forms of credentials, whoever's they are. Each pattern is linear, and keeps what its first group holds. The names that our
 * own messages write where a credential belongs are none.
 * Sources: Salesforce Help, "OAuth Tokens and Scopes" (a session is `00D…!…`, a refresh token begins with 5Aep); RFC 7515
 * (a JWT is `eyJ…`), RFC 6750 and 7617 (Bearer, Basic), RFC 7468 (PEM).
 */
const forms: readonly RegExp[] = [
  /()-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g,
  /(force:\/\/)(?!CLIENT_ID:)[^\s"'<>]+/gi,
  /()\b00D[A-Za-z0-9]{9,15}(?:!|%21|%2521|&#33;|&#x21;|\\u0021)[A-Za-z0-9._%+/=~-]{4,}/g,
  /()\bMDBE[A-Za-z0-9+/_-]{24,}={0,2}/g,
  /()\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}/g,
  /()\b5Aep[A-Za-z0-9._]{12,}(?:={0,2}|%3D)/g,
  /(\b(?:bearer|basic|digest|negotiate)(?:\s|%20|\+){1,5})(?=[^\s"'<>,;]*(?:[\d=+/!]|[a-z][A-Z]))[^\s"'<>,;[]{8,}/gi,
  /(\/\/)(?!USER:PASSWORD@|CLIENT_ID:)[^\s/?#@"'<>]+(?=@)/g,
  /(\b\w{0,40}(?:token|secret|sid|assertion|password|passwd|pwd)(?:=|%3D))[^\s&"'<>;,[]+/gi,
  /(\b(?:(?:client|consumer|app)[_-]?secret|api[_-]?key|session[_-]?id|private[_-]?key|authorization|code[_-]?verifier)(?:=|%3D))[^\s&"'<>;,[]+/gi,
  /(\\?"(?:\w*(?:token|secret|password|passwd|assertion)|session_?id|authorization|private_?key|sfdxauthurl)\\?"\s*:\s*\\?")[^"\\]+/gi,
  /(<(?:\w+:)?(?:\w*(?:token|secret|password|assertion)|session_?id|authorization|private_?key)>)[^<]+/gi,
  /(\b(?:access[ _-]?token|refresh[ _-]?token|client[ _-]?secret|session[ _-]?id|password|authorization|assertion|sid)\s*[:=]\s*["']?)(?=[^\s"'<>]*[\d!])[^\s"'<>,;[]{6,}/gi,
];

/** A text of others without what looks like a credential. */
export function redactForms(text: string): string {
  return forms.reduce(
    (left, form) => left.replace(form, (_, kept: string) => kept + redacted),
    text,
  );
}

/** Whether a text holds what looks like a credential. */
export function looksSecret(text: string): boolean {
  return redactForms(text) !== text;
}
