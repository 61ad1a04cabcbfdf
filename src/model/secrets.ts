import { decodePercent } from './words.js';
import { mask } from './credential-forms.js';
import { redactMessage, looksSecret } from './redact.js';

/** All secrets of a run that are known by their value, in one place. Texts from outside pass it before anybody reads them. */
export interface Secrets {
  /** Makes a secret known; what was redacted before is not looked at again. */
  readonly add: (secret: string | undefined) => void;
  /** A text without the secrets of this run, however they are encoded, wrapped or cut. */
  readonly hide: (text: string) => string;
  /** The same, and without what looks like a secret of anybody: for messages of others, which are no values of an app. */
  readonly redact: (text: string) => string;
}

/** Characters of a long secret that are recognised wherever they stand: ten of them tell nobody the rest. */
const piece = 10;
/** Long enough for every ten characters of it to be its own. Shorter ones are found whole, or by their beginning. */
const long = 16;
const beginning = 8;
/** What is shorter may be a word. */
const shortest = 4;

interface KnownSecrets {
  readonly pieces: Set<string>;
  /** The first characters of each piece: most texts have none of them. */
  readonly hints: Set<string>;
  /** Secrets that are found whole, the longest first. */
  readonly whole: string[];
}

const hintLength = 5;

/** Knows no secret yet. */
export function newSecrets(): Secrets {
  const known: KnownSecrets = { pieces: new Set(), hints: new Set(), whole: [] };
  const seen = new Set<string>();
  const add = (secret: string | undefined): void => {
    const value = secret?.trim() ?? '';
    if (value.length < shortest || seen.has(value)) return;
    seen.add(value);
    for (const form of formsOf(value)) learn(known, form);
    known.whole.sort((a, b) => b.length - a.length);
  };
  const hide = (text: string): string => hideSecrets(text, known);
  return { add, hide, redact: (text) => redactMessage(hide(text)) };
}

/** A secret as it may stand in texts. The first part of a session is the id of its org, which is none. */
function formsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const own = secret.replace(/^00D[A-Za-z0-9]{9,15}!/, '');
  const percent = encodeURIComponent(own);
  return [
    ...(own === secret ? [secret] : [own, ...(secret.length < long ? [secret] : [])]),
    percent,
    percent.replace(/%[\dA-F]{2}/g, (one) => one.toLowerCase()),
    percent.replaceAll('%20', '+'),
    encodeURIComponent(percent),
    JSON.stringify(own).slice(1, -1),
    JSON.stringify(JSON.stringify(own).slice(1, -1)).slice(1, -1),
    escapeHtml(own),
    escapeHtml(own).replaceAll('&quot;', '&#34;').replaceAll('&#39;', '&apos;'),
    bytes.toString('hex'),
    ...base64Of(Buffer.from(own)),
  ];
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** In base64 a text looks in three ways, by where in a longer one it begins; its ends depend on what is beside it. */
function base64Of(bytes: Buffer): readonly string[] {
  const shifted = [0, 1, 2].map((by) => {
    const text = Buffer.concat([Buffer.alloc(by), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const sure = text.slice(
      Math.ceil((by * 8) / 6),
      (by + bytes.length) % 3 === 0 ? undefined : -1,
    );
    return sure.length < beginning ? '' : sure;
  });
  return shifted.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}

function learn({ pieces, hints, whole }: KnownSecrets, form: string): void {
  // Keys are wrapped, and so is base64 in mails: what is between the characters makes no difference.
  const bare = form.replace(/-----[A-Z ]+-----/g, '').replace(/\s+/g, '');
  if (bare.length < shortest) return;
  if (bare.length < long) {
    if (!whole.includes(bare)) whole.push(bare);
    if (bare.length > beginning) whole.push(bare.slice(0, beginning));
    return;
  }
  for (let at = 0; at + piece <= bare.length; at += 1) {
    pieces.add(bare.slice(at, at + piece));
    hints.add(bare.slice(at, at + hintLength));
  }
  for (let at = bare.length - piece; at + hintLength <= bare.length; at += 1)
    hints.add(bare.slice(at, at + hintLength));
}

/** What may stand inside a secret that was wrapped: line ends and spaces, also as JSON and quoted-printable write them. */
const wrapping = /(?:=?\r?\n|\\r|\\n|\\t|\s|&#(?:10|13|xA|xD);|%0[AaDd])+/g;

function hideSecrets(text: string, known: KnownSecrets): string {
  if (known.pieces.size + known.whole.length === 0 || text.length < shortest) return text;
  const straight = covered(text, known);
  return text.length > longestWrapped ? straight : coveredAcrossLines(straight, known);
}

/** Characters: messages are shorter, and files of metadata are looked at as they are. */
const longestWrapped = 20_000;

function covered(text: string, known: KnownSecrets): string {
  return cutRanges(text, rangesIn(text, known));
}

/** Looks for secrets in the text without what wraps it, and hides them in the text as it is. */
function coveredAcrossLines(text: string, known: KnownSecrets): string {
  const gaps = [...text.matchAll(wrapping)];
  if (gaps.length === 0) return text;
  const places: number[] = [];
  let bare = '';
  let from = 0;
  for (const { index, 0: gap } of [...gaps, { index: text.length, 0: '' }]) {
    for (let at = from; at < index; at += 1) places.push(at);
    bare += text.slice(from, index);
    from = index + gap.length;
  }
  // Words beside each other are no secret: only long ones are looked for across lines.
  const ranges = rangesIn(bare, { ...known, whole: [] });
  return cutRanges(
    text,
    ranges.map(([start, end]) => [places[start] ?? 0, (places[end - 1] ?? 0) + 1] as const),
  );
}

type TextRange = readonly [start: number, end: number];

function rangesIn(text: string, { pieces, hints, whole }: KnownSecrets): readonly TextRange[] {
  const ranges: TextRange[] = [];
  // Every piece holds a hint that begins at a multiple of five.
  for (let at = 0; at + hintLength <= text.length; at += hintLength) {
    if (!hints.has(text.slice(at, at + hintLength))) continue;
    for (let start = Math.max(0, at - piece + hintLength); start <= at; start += 1)
      if (pieces.has(text.slice(start, start + piece))) ranges.push([start, start + piece]);
  }
  for (const one of whole) {
    for (let at = text.indexOf(one); at >= 0; at = text.indexOf(one, at + one.length))
      if (one.length >= beginning || standsAlone(text, at, one)) ranges.push([at, at + one.length]);
  }
  return ranges.toSorted(([a], [b]) => a - b);
}

/** A short secret may be part of a word. */
function standsAlone(text: string, at: number, one: string): boolean {
  const isWord = (character: string): boolean => /\w/.test(character);
  return !isWord(text.charAt(at - 1)) && !isWord(text.charAt(at + one.length));
}

function cutRanges(text: string, ranges: readonly TextRange[]): string {
  if (ranges.length === 0) return text;
  const kept: string[] = [];
  let from = 0;
  let end = -1;
  for (const range of ranges) {
    if (range[0] > end) {
      if (end >= 0) kept.push(mask);
      kept.push(text.slice(from, range[0]));
    }
    end = Math.max(end, range[1]);
    from = end;
  }
  return [...kept, mask, text.slice(from)].join('');
}

/** Variables of the environment. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Variables of log-ins that hold a secret; others hold one only by mistake. */
const secretVariable = /^SF(?:DX)?_.*(?:TOKEN|SECRET|PASSWORD|PASSPHRASE|AUTH_URL|KEY)$/;
const proxyName = /^(?:https?|all)_proxy$/i;
const loginName = /^SF(?:DX)?_/;

/** What is longer is no name, address or path: somebody put a key there. */
const longestValue = 400;

/** Consumer keys are shorter only where they are names, such as PlatformCLI. */
const shortestKeyText = 16;

/** The secrets that the environment of a run holds. */
export function secretsOf(env: Env): Secrets {
  const secrets = newSecrets();
  for (const [name, value = ''] of Object.entries(env)) {
    const isSecret =
      secretVariable.test(name) ||
      (loginName.test(name) && (looksSecret(value) || value.length > longestValue));
    if (isSecret) secrets.add(value);
    if (isSecret && value.startsWith('force://')) addAuthUrl(value, secrets);
    if (name === 'SF_CLIENT_ID' && value.length >= shortestKeyText) secrets.add(value);
    if (proxyName.test(name)) addProxy(value, secrets);
  }
  return secrets;
}

/** `force://CLIENT_ID:CLIENT_SECRET:REFRESH_TOKEN@INSTANCE` */
function addAuthUrl(value: string, secrets: Secrets): void {
  const [, secret, ...token] = value
    .slice('force://'.length)
    .replace(/@[^@]*$/, '')
    .split(':');
  secrets.add(secret);
  secrets.add(token.join(':'));
}

/** The password of a proxy, as it is written and as it is sent. */
function addProxy(value: string, secrets: Secrets): void {
  const [, written = ''] = /^(?:\w+:\/\/)?([^/]*)@/.exec(value) ?? [];
  if (written === '') return;
  const plain = decodePercent(written);
  for (const one of [written, plain]) {
    secrets.add(one.slice(one.indexOf(':') + 1));
    secrets.add(Buffer.from(one).toString('base64'));
  }
}
