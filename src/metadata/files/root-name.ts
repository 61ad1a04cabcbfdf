import { closeSync, openSync, readSync } from 'node:fs';
import { suffixOfDirectory } from './types.js';

/** Where a file of another suffix than any may hold an app: parts of its name, or its folder. */
const likeApp = /eca|con+ec|oauth|extl|external|client|^apps?$|^applications?$/i;
/** Source format, or something like a suffix of Metadata API format: a template (`app.xml`) or a copy (`.orig`) is neither. */
const readableSuffix = /-meta\.xml$|\.(?:eca|extl|external|con+ec|oauth)[a-z_-]*$/i;
const length = 16_384;

/** Whether it is worth to look into a file that no suffix tells the type of. Most files of a project end here. */
export function mayHoldApp(fileName: string, directory: string): boolean {
  if (fileName.startsWith('.') || !readableSuffix.test(fileName)) return false;
  const parts = fileName
    .replace(/(?:-meta)?(?:\.xml)?$/i, '')
    .split('.')
    .slice(1);
  return (
    likeApp.test(directory) ||
    suffixOfDirectory.has(directory) ||
    parts.some((part) => likeApp.test(part) || part === 'settings')
  );
}

/** The name of the root element of a file on disk; undefined where its first bytes do not tell. */
export function rootNameOf(path: string): string | undefined {
  const bytes = Buffer.alloc(length);
  try {
    const file = openSync(path, 'r');
    try {
      return rootNameIn(bytes.subarray(0, readSync(file, bytes, 0, length, 0)));
    } finally {
      closeSync(file);
    }
  } catch {
    // A file that nobody asked to read, and that cannot be read, tells nothing.
    return undefined;
  }
}

/** The name of the root element in the first bytes of a text. What stands before it are comments and instructions. */
export function rootNameIn(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, length));
  let rest = text
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  while (rest.startsWith('<!--') || rest.startsWith('<?')) {
    const end = rest.startsWith('<?') ? '?>' : '-->';
    const at = rest.indexOf(end);
    if (at === -1) return undefined;
    rest = rest.slice(at + end.length).trimStart();
  }
  return /^<([A-Za-z]\w*)(?=[\s/>])/.exec(rest)?.[1];
}
