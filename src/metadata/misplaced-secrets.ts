import { createPrivateKey } from 'node:crypto';
import type { Location } from '../model/location.js';
import type { MetadataType } from '../model/metadata-types.js';
import { isFilled } from '../settings/placeholder.js';
import { parseCertificate } from './certificate.js';
import type { Lines } from './text.js';
import type { XmlElement } from './xml/document.js';

/** Where a file holds secrets though no setting looks there. The secrets themselves are not kept. */
export interface MisplacedSecrets {
  readonly consumerSecret?: Location;
  readonly privateKey?: Location;
}

interface FileFacts {
  readonly type: MetadataType;
  /** Where elements that belong elsewhere hold a consumer secret. */
  readonly strayed: readonly Location[];
  readonly certificates: readonly XmlElement[];
}

/** The secrets of a file besides those in the elements made for them. */
export function misplacedIn(
  text: string,
  lines: Lines,
  { type, strayed, certificates }: FileFacts,
): MisplacedSecrets {
  const consumerSecret = strayed[0] ?? commentedSecret(text, lines);
  // Push settings have elements for keys, and a rule of their own.
  const holdsKeys = type === 'ExtlClntAppPushSettings';
  const privateKey = holdsKeys
    ? undefined
    : (privateKeyIn(text, lines) ?? bareKeyIn(certificates, lines));
  return {
    ...(consumerSecret ? { consumerSecret } : {}),
    ...(privateKey ? { privateKey } : {}),
  };
}

/** How people write the element when they do not look it up. */
const secretElementName = /^(?:consumer|client)_?secret$/i;
const commentedElement = /<(?:consumer|client)_?secret(?:\s[^<>]*)?>\s*([^<>\s][^<>]*)/gi;
/** Comments also hold examples. A secret of Salesforce is long and has digits. */
const likeSecret = /(?=[A-Za-z]{0,40}\d)[A-Za-z0-9]{10}/;

/** Whether an element that stands where none belongs holds a consumer secret. */
export function isConsumerSecret({ name, text, children }: XmlElement): boolean {
  return (
    secretElementName.test(name) && [text, ...children.map((child) => child.text)].some(isFilled)
  );
}

/** The consumer secret in a comment of a text. */
function commentedSecret(text: string, lines: Lines): Location | undefined {
  for (let start = text.indexOf('<!--'); start !== -1; start = text.indexOf('<!--', start + 4)) {
    const end = text.indexOf('-->', start);
    const comment = text.slice(start + 4, end);
    for (const { index, 0: match, 1: value = '' } of comment.matchAll(commentedElement)) {
      const at = start + 4 + index;
      if (isFilled(value) && likeSecret.test(value)) return lines.locate(at, at + match.length);
    }
  }
  return undefined;
}

/** Whether a text may hold a private key. */
export function mentionsKey(text: string): boolean {
  return text.length > 50 && text.includes('PRIVATE KEY-----');
}

const keyBlock = /-----BEGIN (?:[A-Z]+ ){0,3}PRIVATE KEY-----([^-]*)/g;
const keyBody = /[A-Za-z0-9+/]{40}/;

/** The private key anywhere in a text, comments included. */
function privateKeyIn(text: string, lines: Lines): Location | undefined {
  if (!mentionsKey(text)) return undefined;
  const found = [...text.matchAll(keyBlock)].find(([, body = '']) => keyBody.test(body));
  return found && lines.locate(found.index, found.index + found[0].length);
}

const keyFormats = ['pkcs8', 'pkcs1', 'sec1'] as const;

/** A private key that was pasted where the certificate belongs, without BEGIN and END lines. */
function bareKeyIn(certificates: readonly XmlElement[], lines: Lines): Location | undefined {
  const found = certificates.find(
    ({ text }) => isFilled(text) && !parseCertificate(text) && isPrivateKey(text),
  );
  return found && lines.locate(found.textStart, found.textEnd);
}

function isPrivateKey(base64: string): boolean {
  const key = Buffer.from(base64.replace(/\s+/g, ''), 'base64');
  return keyFormats.some((type) => {
    try {
      return createPrivateKey({ key, format: 'der', type }).type === 'private';
    } catch {
      // It is no key of this format, which is all that was asked; the error may quote the input.
      return false;
    }
  });
}
