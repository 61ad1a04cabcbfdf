// A page that needs nothing besides itself: no network, no other file, and its own script may be switched off.
import { createHash } from 'node:crypto';
import { el, markupOf, type Element } from './dom.js';
import { script } from './script.js';
import { style } from './style.js';

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Nothing is loaded, sent or embedded; only this style and this script count. */
const policy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Of more apps than these, what is far from the window is not drawn before a reader comes near it. */
const mostDrawn = 200;

/** The text of a page, section by section: a large report need not stand in memory as elements. */
export function* htmlPage(
  title: string,
  sections: Iterable<Element>,
  apps: number,
): Generator<string> {
  yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n';
  yield `<meta http-equiv="Content-Security-Policy" content="${policy}">\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n';
  yield '<meta name="referrer" content="no-referrer">\n';
  yield `${markupOf(el('title', {}, title))}\n<style>${style}</style>\n</head>\n<body>\n`;
  const large = apps > mostDrawn ? ' class="large"' : '';
  yield `<a class="skip" href="#main">Skip to the report</a>\n<main id="main"${large}>\n`;
  for (const section of sections) yield `${markupOf(section)}\n`;
  yield `</main>\n<script>${script}</script>\n</body>\n</html>\n`;
}
