import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { FileKeys } from '../model/app.js';
import { isPlaceholder } from '../settings/placeholder.js';
import type { CertificateFacts } from './certificate.js';
import type { Collected } from './elements/collect.js';

/** New in each run, so that a digest that leaks by mistake leads to no key and is found in no other report. */
let salt: Uint8Array = randomBytes(32);
let isGiven = false;

/** From now on runs that are given the same text make the same digests of the same key. */
export function saltKeysWith(text: string): void {
  salt = createHash('sha256').update(text).digest();
  isGiven = true;
}

/** Whether digests are to be compared with those of other runs. */
export function isKeySaltGiven(): boolean {
  return isGiven;
}

/** What equal texts have in common in this run. The text cannot be found out from it. */
export function saltedDigest(text: string): string {
  return createHmac('sha256', salt).update(text).digest('base64');
}

/** Fewer characters, or letters alone, may be an ordinary word of a program; Salesforce's own keys have 85. */
export const shortestKey = 16;
const keyLike = /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9._~-]+$/;

const keyPaths = ['oauthConfig/consumerKey', 'consumerKey'];

/** What tells the keys of a file from others. The keys themselves end here. */
export function partKeys(
  { settings, texts }: Pick<Collected, 'settings' | 'texts'>,
  certificate: CertificateFacts | undefined,
): FileKeys {
  const textOf = (path: string): string => settings.get(path)?.[0]?.text ?? '';
  const key = keyPaths.map(textOf).find((text) => text !== '') ?? consumerKeyText(texts) ?? '';
  const link = textOf('oauthLink');
  return {
    ...(isKey(key) && { consumerKey: { digest: saltedDigest(key), length: key.length } }),
    ...(certificate && { certificateKey: certificate.keyDigest }),
    ...(link.includes(':') && !isPlaceholder(link) && { oauthLink: saltedDigest(link) }),
  };
}

/** Of a blocked app no setting holds the key. */
function consumerKeyText(texts: Collected['texts']): string | undefined {
  return texts.get('consumerKey')?.[0]?.text;
}

function isKey(text: string): boolean {
  const fits = text.length >= shortestKey && text.length <= 256;
  return fits && keyLike.test(text) && !isPlaceholder(text);
}

/** The keys of the files that hold some. */
export function keysByFile(
  parts: readonly { readonly file: string; readonly keys: FileKeys }[],
): ReadonlyMap<string, FileKeys> {
  const holding = parts.filter(({ keys }) => Object.keys(keys).length > 0);
  return new Map(holding.map(({ file, keys }) => [file, keys]));
}
