import { predefined } from '../../metadata/xml/text.js';
import { tooLong } from '../client/answer.js';
import { orgLimits } from '../client/limits.js';

/** What is inside the body of a SOAP answer: one element, by its name without a prefix. */
export type SoapBody =
  | { readonly ok: true; readonly name: string; readonly value: unknown }
  | { readonly ok: false; readonly why: string; readonly code?: string };

/** What an element holds: its text, or its children by name, in a list where several have the name. */
type SoapValue = string | Children;
interface Children {
  [name: string]: SoapValue | SoapValue[] | undefined;
}

interface OpenElement {
  readonly tag: string;
  children: Children | undefined;
  text: string;
}

class Malformed extends Error {
  override readonly name = 'Malformed';
  readonly code: string;

  constructor(message: string, code = '') {
    super(message);
    this.code = code;
  }
}

/**
 * Reads a SOAP answer: well-formed from its first to its last character, in one pass, with limits on how deep and how many
 * its elements are. Attributes are not kept. jsforce's own reader takes a minute for what this one refuses at once.
 */
export function readSoap(text: string): SoapBody {
  try {
    const [root, envelope] = parseRoot(text);
    return readSoapBody(root, envelope);
  } catch (cause) {
    if (!(cause instanceof Malformed)) throw cause;
    return { ok: false, why: cause.message, code: cause.code };
  }
}

function readSoapBody(root: string, envelope: SoapValue): SoapBody {
  const body = typeof envelope === 'string' ? undefined : envelope['Body'];
  if (root !== 'Envelope' || body === undefined) return { ok: false, why: 'it has no SOAP body' };
  if (typeof body === 'string' || Array.isArray(body))
    return { ok: false, why: 'its SOAP body is empty' };
  const [only, second] = Object.entries(body);
  if (!only || second || Array.isArray(only[1]))
    return { ok: false, why: 'its SOAP body holds more than one element' };
  return { ok: true, name: only[0], value: only[1] };
}

/** The root element. Throws Malformed. */
function parseRoot(text: string): readonly [name: string, value: SoapValue] {
  const open: OpenElement[] = [{ tag: '', children: undefined, text: '' }];
  let elements = 0;
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    addText(open, text.slice(at, next < 0 ? text.length : next), true);
    if (next < 0) break;
    const after = text.charAt(next + 1);
    if (after === '/') at = close(open, text, next);
    else if (after === '?') at = pastEnd(text, next, '?>');
    else if (after === '!') at = special(open, text, next);
    else {
      elements += 1;
      if (elements > orgLimits.maxElements)
        throw new Malformed('it has too many elements', tooLong);
      at = start(open, text, next);
    }
  }
  return onlyRoot(open);
}

function onlyRoot([outside, unclosed]: readonly OpenElement[]): readonly [string, SoapValue] {
  const [root, second] = Object.entries(outside?.children ?? {});
  const value = root?.[1];
  if (unclosed || !root || second || value === undefined || Array.isArray(value))
    throw new Malformed('its XML is not well-formed');
  return [root[0], value];
}

/** Characters: no tag of Salesforce's comes near. */
const longestTag = 10_000;
const startTag =
  /<([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;

function start(open: OpenElement[], text: string, at: number): number {
  startTag.lastIndex = 0;
  const [tag, name = '', , closed] = startTag.exec(text.slice(at, at + longestTag)) ?? [];
  if (tag === undefined) throw new Malformed('its XML is not well-formed');
  if (open.length > orgLimits.maxElementDepth)
    throw new Malformed('its XML is nested too deeply', tooLong);
  if (closed === '/') addChild(open, name, '');
  else open.push({ tag: name, children: undefined, text: '' });
  return at + tag.length;
}

function close(open: OpenElement[], text: string, at: number): number {
  const end = pastEnd(text, at, '>');
  const name = text.slice(at + 2, end - 1).trimEnd();
  const element = open.pop();
  if (!element || open.length === 0 || element.tag !== name)
    throw new Malformed('its XML is not well-formed');
  addChild(open, name, element.children ?? element.text);
  return end;
}

function addChild(open: readonly OpenElement[], tag: string, value: SoapValue): void {
  const parent = open.at(-1);
  if (!parent) return;
  const name = tag.slice(tag.indexOf(':') + 1);
  // Without a prototype, since an element may be called __proto__.
  parent.children ??= Object.create(null) as Children;
  const there = parent.children[name];
  if (there === undefined) parent.children[name] = value;
  else if (Array.isArray(there)) there.push(value);
  else parent.children[name] = [there, value];
}

/** Comments and CDATA. A document type is no part of SOAP, and its entities could be anything. */
function special(open: readonly OpenElement[], text: string, at: number): number {
  if (text.startsWith('<!--', at)) return pastEnd(text, at + 4, '-->');
  if (!text.startsWith('<![CDATA[', at)) throw new Malformed('it declares a document type');
  const end = pastEnd(text, at, ']]>');
  addText(open, text.slice(at + 9, end - 3), false);
  return end;
}

function pastEnd(text: string, from: number, mark: string): number {
  const at = text.indexOf(mark, from);
  if (at < 0) throw new Malformed('its XML is cut short');
  return at + mark.length;
}

const forbiddenInSoap = /(?![\t\n\r\x7f-\x9f])\p{Cc}|[\ufffe\uffff]/u;

function addText(open: readonly OpenElement[], raw: string, escaped: boolean): void {
  const element = open.at(-1);
  if (raw === '' || !element) return;
  if (open.length === 1) {
    if (raw.trim() !== '') throw new Malformed('its XML is not well-formed');
    return;
  }
  if (forbiddenInSoap.test(raw)) throw new Malformed('it holds characters that no XML has');
  element.text += escaped && raw.includes('&') ? unescaped(raw) : raw;
}

function unescaped(raw: string): string {
  return raw.replace(
    /&(?:(\w{2,4});|#(\d{1,7});|#x([\dA-Fa-f]{1,6});)?/g,
    (all, name, dec, hex) => {
      const character = name === undefined ? byNumber(dec, hex) : predefined.get(String(name));
      if (all === '&' || character === undefined) throw new Malformed('it has unknown entities');
      return character;
    },
  );
}

function byNumber(dec: unknown, hex: unknown): string | undefined {
  const code = typeof dec === 'string' ? Number(dec) : Number.parseInt(String(hex), 16);
  return code <= 0x10_ff_ff && code > 0 ? String.fromCodePoint(code) : undefined;
}
