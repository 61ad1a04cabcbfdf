import { redact } from '../../model/redact.js';
import type { XmlDocument, XmlElement } from '../../metadata/xml/document.js';

/** Elements whose text is a secret, in this or in any later API version. Flags about secrets are named so, too. */
const secretElement = /(?:secret|password|privatekey|signingkey|serviceaccount)/i;
/** In push settings a certificate comes with its private key (Metadata API Developer Guide). */
const secretPath = /^applePushConfig\/certificate$/;
const keyName = /consumerkey$/i;
const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----/;
const flagText = /^(?:true|false)$/i;

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A metadata text without its secrets, and with consumer keys cut to six characters. All else stays as it is. */
export function redacted({ text, root }: XmlDocument): string {
  const cuts = root.children.flatMap((element) => cutsIn(element, ''));
  const kept: string[] = [];
  let at = 0;
  for (const cut of cuts) {
    kept.push(text.slice(at, cut.start), cut.text);
    at = cut.end;
  }
  return [...kept, text.slice(at)].join('');
}

function cutsIn(element: XmlElement, prefix: string): readonly Cut[] {
  const path = prefix + element.name;
  if (element.children.length > 0) {
    return element.children.flatMap((child) => cutsIn(child, `${path}/`));
  }
  const { text, openEnd: start, closeStart: end } = element;
  if (text === '' || flagText.test(text)) return [];
  if (keyName.test(element.name)) return [{ start, end, text: masked(text) }];
  const isSecret = secretElement.test(element.name) || secretPath.test(path);
  if (isSecret || privateKey.test(text)) return [{ start, end, text: '' }];
  const shown = redact(text);
  return shown === text ? [] : [{ start, end, text: escapeMarkup(shown) }];
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** The first six characters of a key tell which one it is. */
function masked(key: string): string {
  return `${escapeMarkup(key.slice(0, 6))}…`;
}
