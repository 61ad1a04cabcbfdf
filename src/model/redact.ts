import { isPlaceholder } from '../settings/placeholder.js';
import { credentialForms, mask, messageForms } from './credential-forms.js';

/**
 * A text from outside without the credentials in it. They are known by their form (a session id, a JWT, the user before a
 * host) or by the name before them (`client_secret=`, `"password": "…"`), percent-encoded or not. What is masked once stays as
 * it is. Every text of an app that may be shown passes here when it is read, so that the model never holds a credential.
 */
export function redact(text: string): string {
  if (!suspicious.test(text)) return text;
  return redactNamedValues(userInfos(forms(text)));
}

/**
 * A message of others without what looks like a credential of anybody. More is masked than in values: nobody evaluates a message.
 * A text of a run passes `Secrets.redact`, which knows its own secrets as well.
 */
export function redactMessage(text: string): string {
  return redact(withoutMessageForms(text));
}

function withoutMessageForms(text: string): string {
  return messageForms.reduce(
    (left, { pattern }) => left.replace(pattern, (_, kept: string) => kept + mask),
    text,
  );
}

/** Whether a text, such as the value of a variable, holds what looks like a credential. */
export function looksSecret(text: string): boolean {
  return withoutMessageForms(text) !== text;
}

/** Whether a text that was redacted held a credential. */
export function heldCredential(text: string): boolean {
  return text.includes(mask);
}

/** Quick to say no: most texts are names, flags and plain URLs. */
const suspicious = new RegExp(
  [
    '[=@]|%(?:25){0,3}(?:3d|40)',
    // A name with a colon behind it.
    '(?:secret|password|passwd|pwd|passphrase|token|key|sid|session|signature|assertion|credentials?)["\'\\s]{0,3}:',
    ...credentialForms.map(({ pattern }) => pattern),
  ].join('|'),
  'i',
);

const allForms = credentialForms.map(
  ({ pattern, ignoreCase }) => new RegExp(pattern, ignoreCase === true ? 'gi' : 'g'),
);

function forms(text: string): string {
  return allForms.reduce((rest, form) => rest.replace(form, mask), text);
}

/** `//`, and what browsers take for it, also percent-encoded once or more; then all up to the last `@` of the authority. */
const authorityPattern =
  /((?:[a-z][a-z0-9+.-]{0,40}(?::|%(?:25){0,3}3a))?(?:[/\\]|%(?:25){0,3}(?:2f|5c)){2})((?:(?!%(?:25){0,3}(?:2f|5c|3f|23|26))[^\s/\\?#"'<>]){1,2000})(?:@|%(?:25){0,3}40)/gi;
/** A name that reads like a host shows where a URL pretends to lead; it is no secret. */
const hostLike = /^(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}$/i;
/** `user:password@host` without a scheme. */
const bareUser =
  /(?<![\w:/.%@-])(?!(?:mailto|sips?|acct|xmpp|tel|im|ssh|urn):)([\w.%+-]{1,80}:)([^\s:@/?#"'<>,;()]{3,200})(?=@[a-z0-9-]{1,63}\.[a-z0-9.-]{2,200})/gi;

function userInfos(text: string): string {
  if (!/@|%(?:25){0,3}40/i.test(text)) return text;
  return text
    .replace(authorityPattern, (whole, start: string, user: string) =>
      isCredentialTemplate(user)
        ? whole
        : start + userMask(user) + whole.slice(start.length + user.length),
    )
    .replace(bareUser, (whole, user: string, password: string) =>
      isCredentialTemplate(password) ? whole : user + mask,
    );
}

function userMask(user: string): string {
  const [name = '', ...password] = user.split(/:|%(?:25){0,3}3a/i);
  if (!hostLike.test(name)) return mask;
  return password.length === 0 ? name : `${name}:${mask}`;
}

/** A name and the sign between it and its value; both may be percent-encoded, and quoted as JSON and YAML are. */
const assignment = new RegExp(
  [
    '((?:[\\w.$~-]|\\[|\\]|%(?:25){0,3}[2-7][0-9a-f]){2,80}?)',
    // A colon only with a quote or a blank beside it, since a scheme and a port have one, too.
    '(["\']{0,2}\\s{0,3}(?:=|%(?:25){0,3}3d)\\s{0,3}(?:["\']|%(?:25){0,3}2[27])?|["\']\\s{0,3}:\\s{0,3}["\']?|:\\s{1,3}["\']?|:["\'])',
  ].join(''),
  'gi',
);

/** The value, up to what ends one in a query, in JSON or in a sentence. */
const valueOfAssignment = /(?:(?!%(?:25){0,3}(?:26|23|3b|22|20|0[ad]))[^\s&#;"'<>`,)]){1,4000}/iy;

function redactNamedValues(text: string): string {
  const kept: string[] = [];
  let at = 0;
  assignment.lastIndex = 0;
  for (;;) {
    const found = assignment.exec(text);
    if (!found) break;
    const [whole, name = '', sign = ''] = found;
    // Values are long: only those of names that mean something are looked at.
    const written = undoPercent(name);
    if (!namesCredential(written) && !/^code$/i.test(written)) continue;
    const start = (valueOfAssignment.lastIndex = found.index + whole.length);
    const value = valueOfAssignment.exec(text)?.[0] ?? '';
    if (!isCredential(written, sign, value)) continue;
    kept.push(text.slice(at, start), mask);
    at = assignment.lastIndex = start + value.length;
  }
  return at === 0 ? text : [...kept, text.slice(at)].join('');
}

function isCredential(name: string, sign: string, value: string): boolean {
  if (value === '' || value.startsWith(mask) || isCredentialTemplate(value)) return false;
  if (!namesCredential(name)) return longKey.test(value);
  if (/^(?:true|false|yes|no|on|off|null|none|required|optional|0|1)$/i.test(value)) return false;
  // A sentence has such signs, too: `Password: see the vault`.
  return !/\s$/.test(sign) || /\d|[^\w\s.\u2026]/.test(value);
}

/** Azure Functions call their key `code`; that of OAuth is gone in ten minutes, and is no less a credential till then. */
const longKey = /^[\w~.%=/+-]{20,}$/;

/** What our own messages write where a credential belongs: names of variables, and the form of a proxy's address. */
const ownTemplates = /^(?:SF(?:DX)?_[A-Z_]+|USER:PASSWORD|CLIENT_ID:CLIENT_SECRET:REFRESH_TOKEN)$/;

function isCredentialTemplate(value: string): boolean {
  return ownTemplates.test(value) || isPlaceholder(value) || isPlaceholder(undoPercent(value));
}

/** Whether the last words of a name say that its value is a credential: `clientSecret`, `x-api-key`, `sig`. */
export function namesCredential(name: string): boolean {
  const split = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  return lastWord.test(split[split.length - 1] ?? '') || credentialLastWords.test(split.join(' '));
}

const lastWord =
  /(?:secret|password|passwd|passphrase|passcode|token|apikey|accesskey|secretkey|privatekey|sharedkey|authkey|accountkey|signature|credentials?|sessionid|assertion)$|^(?:pwd|pw|pass|sid|sig|hmac|jwt|bearer|psk|otp|auth|authorization|session|sas|cookie)$/;
const credentialLastWords =
  /(?:api|access|secret|private|shared|auth|account|subscription|signing|encryption|master|function|functions|host|license|service|client|consumer secret|storage|webhook|admin|user) key$|session id$|one time code$|(?:sas|connection) string$/;

/** Percent-encoding undone, as often as it was done; what is none stays. */
function undoPercent(text: string): string {
  return text
    .replaceAll(/%(?:25)+(?=[0-9a-f]{2})/gi, '%')
    .replaceAll(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
