import { plainText } from '../../src/report/text/plain-text.js';

/** A value of an attribute; what is undefined is left out. */
export type XmlAttributes = Readonly<Record<string, string | number | undefined>>;

/** A text as XML 1.0 can hold it: one line, its markup escaped. */
export function xmlText(text: string): string {
  return plainText(text).replace(reserved, (char) => entities[char] ?? char);
}

const reserved = /[&<>"']/g;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** An element with text, with elements in it, or with nothing. `content` is XML already. */
export function element(name: string, attributes: XmlAttributes, content = ''): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${xmlText(String(value))}"`],
  );
  const start = `<${name}${written.join('')}`;
  return content === '' ? `${start}/>` : `${start}>${content}</${name}>`;
}

/** Lines of text as the content of an element. */
export function textContent(lines: readonly string[]): string {
  return lines.filter(Boolean).map(xmlText).join('\n');
}
