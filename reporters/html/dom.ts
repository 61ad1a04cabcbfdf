// Elements of a page. Preact escapes what stands in them; nothing else of this program writes HTML.
import { h, type VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { plainText } from '../../src/report/text/plain-text.js';

export type Element = VNode;

/** What may stand in an element; false and null are nothing. */
export type Child = Element | string | number | false | null | undefined | readonly Child[];

/** The attributes that pages use: none of them runs anything, and an address only comes from `link`. */
type Name =
  | 'class'
  | 'id'
  | 'for'
  | 'type'
  | 'name'
  | 'value'
  | 'checked'
  | 'scope'
  | 'colspan'
  | 'role'
  | 'tabindex'
  | 'hidden'
  | 'open'
  | 'title'
  | 'datetime'
  | 'placeholder'
  | 'viewBox'
  | 'width'
  | 'height'
  | 'x'
  | 'y'
  | 'cx'
  | 'cy'
  | 'r'
  | 'x1'
  | 'x2'
  | 'y1'
  | 'y2'
  | 'preserveAspectRatio'
  | 'd'
  | 'text-anchor'
  | `aria-${string}`
  | `data-${string}`;

export type HtmlAttributes = Readonly<Partial<Record<Name, string | number | boolean | undefined>>>;

/** An element. Texts and values of attributes are made safe to show: control characters and marks that turn text around too. */
export function el(
  tag: string,
  attributes: HtmlAttributes,
  ...children: readonly Child[]
): Element {
  const safe = Object.entries(attributes).map(([name, value]) => [
    name,
    typeof value === 'string' ? plainText(value) : value,
  ]);
  return madeElement(tag, Object.fromEntries(safe), children.map(domChild));
}

function madeElement(
  tag: string,
  attributes: Readonly<Record<string, unknown>>,
  children: readonly unknown[],
): Element {
  return h(tag, { ...attributes }, ...(children as string[]));
}

function domChild(child: Child): unknown {
  if (typeof child === 'string') return plainText(child);
  return Array.isArray(child) ? child.map(domChild) : child;
}

/** A paragraph with a line for each text, which its style has to keep. */
export function textLines(name: string, texts: readonly string[]): Element {
  return madeElement('p', { class: name }, [texts.map(plainText).join('\n')]);
}

/** A link to a place of the same page. */
export function localLink(id: string, text: string): Element {
  return madeElement('a', { href: `#${id}` }, [plainText(text)]);
}

/** A link to a web page; `address` is one that `webAddress` gave. */
export function webLink(address: string): Element {
  return madeElement('a', { href: address, rel: 'noreferrer noopener' }, [plainText(address)]);
}

/** The HTML of an element. */
export function markupOf(element: Element): string {
  return render(element);
}
