// Callbacks that a guide names whole and that no domain tells apart: at the device itself, or with a scheme of a program's own.
import { distance } from '../model/words.js';
import { onceFor } from '../model/once-for.js';
import { isFactReference, type Condition, type Leaf, type Ruleset } from '../model/ruleset.js';
import { namingLeaves } from './guide-callbacks.js';

/** A callback of a guide that an app's is close to. */
export interface NearCallback {
  readonly name: string;
  readonly ruleset: string;
}

/** The guides whose callback this one is, or is a slip away from; those that are known by it, else those that demand it. */
export function nearCallbacks(url: string, guides: readonly Ruleset[]): readonly NearCallback[] {
  const own = callbackParts(url);
  if (!own || !mayBeClose(own)) return [];
  const close = (shown: (ruleset: Ruleset) => readonly Callback[]): readonly NearCallback[] =>
    guides.flatMap((ruleset) => {
      const found = shown(ruleset).find(({ parts }) => isClose(own, parts));
      return found ? [{ name: found.text, ruleset: ruleset.id }] : [];
    });
  const known = close(knownBy);
  return known.length > 0 ? known : close(demandedBy);
}

interface CallbackParts {
  readonly scheme: string;
  /** Empty for a scheme of a program's own: all of it is path. */
  readonly host: string;
  /** `*` where the guide leaves it open. */
  readonly port: string;
  readonly path: string;
}

interface Callback {
  readonly text: string;
  readonly parts: CallbackParts;
}

const knownBy = onceFor(({ match }: Ruleset) => callbacksIn(match ? [match] : []));

const demandedBy = onceFor(({ rules }: Ruleset) =>
  callbacksIn(
    rules.flatMap(({ level, require }) => (level === 'required' && require ? [require] : [])),
  ),
);

function callbacksIn(conditions: readonly Condition[]): readonly Callback[] {
  return conditions
    .flatMap((condition) => namingLeaves(condition))
    .flatMap(wholeUrls)
    .flatMap((text) => {
      const parts = callbackParts(text);
      return parts && saysSomething(parts) ? [{ text, parts }] : [];
    });
}

/** The URLs that a leaf names from end to end; an open port is `*`. */
function wholeUrls({ fact, operator, value }: Leaf): readonly string[] {
  if (fact !== 'callbackUrls' || isFactReference(value) || typeof value === 'boolean') return [];
  const texts = typeof value === 'object' ? value : [String(value)];
  const plain = operator.endsWith('matches') ? texts.flatMap(withOpenPort) : texts;
  return plain.filter((text) => !/[*?]/.test(text.replace(':*/', ':/')) && !text.includes('${'));
}

/** `^http://localhost:[0-9]{2,5}/Path$` as `http://localhost:*\/Path`; nothing of a pattern that says more than that. */
function withOpenPort(pattern: string): readonly string[] {
  const [, inner] = /^\^(.+)\$$/.exec(pattern) ?? [];
  if (inner === undefined) return [];
  const text = inner
    .replace(/:(?:\[0-9\]|\\d)(?:\{[\d,]+\}|\+)/, ':*')
    .replaceAll(/\\([./])|\[\.\]/g, (_, sign: string | undefined) => sign ?? '.');
  return /[\\[\](){}|^$+]/.test(text) ? [] : [text];
}

const loopback = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** What is compared: letters without case, and without the signs that slip in at the end. */
function callbackParts(url: string): CallbackParts | undefined {
  // What is so long is no slip.
  if (url.length > 200) return undefined;
  const [, scheme, rest] = /^([a-z][\w+.-]*):\/*(.*)$/is.exec(url.trim().toLowerCase()) ?? [];
  if (scheme === undefined || rest === undefined) return undefined;
  if (!/^https?$/.test(scheme)) return { scheme, host: '', port: '', path: trimmed(rest) };
  const [, host, port = '', path = ''] =
    /^(\[[^\]]*\]|[^/:]*)(?::(\d+|\*))?(?:\/(.*))?$/s.exec(rest) ?? [];
  if (host === undefined) return undefined;
  return { scheme, host: loopback.test(host) ? 'localhost' : host, port, path: trimmed(path) };
}

function trimmed(path: string): string {
  return path.replace(/[\s./,;\\]{1,20}$/, '');
}

/** A callback that no domain names and whose words are its guide's: a bare port or `x:/` is anybody's. */
function saysSomething({ scheme, host, path }: CallbackParts): boolean {
  return host === 'localhost' ? path.length >= 6 : host === '' && `${scheme}${path}`.length >= 8;
}

/** A server's host is close to none of those that guides are known by here, and nearly all callbacks have one. */
function mayBeClose({ host }: CallbackParts): boolean {
  return host === '' || distance(host, 'localhost', 1) <= 2;
}

/** One slip in what is short, two in what is long. A port has no slips: the next one is another program's. */
function isClose(own: CallbackParts, guide: CallbackParts): boolean {
  if ((own.host === '') !== (guide.host === '')) return false;
  if (guide.port !== '*' && own.port !== guide.port) return false;
  const isOwnScheme = guide.host === '';
  const ownText = isOwnScheme ? `${own.scheme}:${own.path}` : own.path;
  const guideText = isOwnScheme ? `${guide.scheme}:${guide.path}` : guide.path;
  if (ownText.split('/').length !== guideText.split('/').length) return false;
  const slips = guideText.length < 12 ? 1 : 2;
  const ofHost = distance(own.host, guide.host, 1);
  return ofHost + distance(ownText, guideText, slips) <= slips;
}
