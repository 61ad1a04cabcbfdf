import { zipSync } from 'fflate';
import { asMetadataApi, type Tree } from './run.js';

/** A zip that must be refused, or an entry of it: what it is, the problem that says so, and where. */
export interface HostileZip {
  readonly what: string;
  readonly kind: string;
  /** The place behind `bad.zip`. */
  readonly at: string;
  readonly bytes: Buffer;
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const megabyte = 1024 * 1024;
const end = 22;

function zipOf(tree: Tree, more: Readonly<Record<string, Uint8Array>>): Buffer {
  const files = Object.entries(asMetadataApi(tree)).map(([path, text]) => [path, encode(text)]);
  return Buffer.from(zipSync({ ...Object.fromEntries(files), ...more }));
}

/** Where the directory's record of an entry is: its fields are changed to make the zip lie. */
function recordOf(zip: Buffer, name: string): number {
  const at = zip.lastIndexOf(name) - 46;
  if (zip.readUInt32LE(at) !== 0x02014b50) throw new Error('no record');
  return at;
}

/** Entries that are refused, beside a good tree that is read. */
export function hostileEntries(good: Tree): readonly HostileZip[] {
  const name = 'bad/Bad.connectedApp';
  const zip = (entry: string, content: Uint8Array = encode('<ConnectedApp/>')): Buffer =>
    zipOf(good, { [entry]: content });
  const lying = (lie: (zip: Buffer, at: number) => unknown): Buffer => {
    const bytes = zip(name);
    lie(bytes, recordOf(bytes, name));
    return bytes;
  };
  const refused = (what: string, bytes: Buffer, at = `/${name}:1:1`): HostileZip => {
    return { what, kind: 'zip-entry-refused', at, bytes };
  };
  const zeroes = new Uint8Array(64 * megabyte);
  return [
    refused('a name that climbs out', zip('../../Bad.connectedApp'), '/../../Bad.connectedApp:1:1'),
    refused('a name from the root', zip('/etc/Bad.connectedApp'), '//etc/Bad.connectedApp:1:1'),
    refused('a climbing name of another file', zip('../.bashrc'), '/../.bashrc:1:1'),
    refused('a Windows path', zip('C:\\Bad.connectedApp'), '/C:\\Bad.connectedApp:1:1'),
    refused('a control character', zip('\u001b[2J.connectedApp'), '/\ufffd[2J.connectedApp:1:1'),
    refused('a bomb', zip(name, zeroes)),
    refused(
      'a bomb that lies',
      lying((bytes, at) => bytes.writeUInt32LE(100, at + 24)),
    ),
    refused(
      'encryption',
      lying((bytes, at) => bytes.writeUInt16LE(1, at + 8)),
    ),
    refused(
      'an unknown compression',
      lying((bytes, at) => bytes.writeUInt16LE(12, at + 10)),
    ),
    refused(
      'a wrong checksum',
      lying((bytes, at) => bytes.writeUInt32LE(7, at + 16)),
    ),
    refused(
      'bytes that are not there',
      lying((bytes, at) => bytes.writeUInt32LE(9e6, at + 42)),
    ),
    refused(
      'a symbolic link',
      lying((bytes, at) => {
        bytes.writeUInt8(3, at + 5);
        bytes.writeUInt32LE(0xa1ff0000, at + 38);
      }),
    ),
    {
      what: 'a file that is no XML',
      kind: 'malformed-xml',
      at: `/${name}:1:1`,
      bytes: zip(name, encode('hello')),
    },
    { what: 'an empty file', kind: 'empty-file', at: `/${name}:1:1`, bytes: zip(name, encode('')) },
  ];
}

/** Zips that are refused as a whole. */
export function hostileZips(good: Tree): readonly HostileZip[] {
  const zip = zipOf(good, {});
  const lying = (lie: (zip: Buffer, end: number) => unknown): Buffer => {
    const bytes = Buffer.from(zip);
    lie(bytes, bytes.length - end);
    return bytes;
  };
  const refused = (what: string, bytes: Buffer): HostileZip => {
    return { what, kind: 'malformed-zip', at: ':1:1', bytes };
  };
  return [
    refused('no byte', Buffer.alloc(0)),
    refused('a text', Buffer.from('this is no zip')),
    refused('a page of a web server', Buffer.from('<html></html>'.repeat(1_000))),
    refused('a zip that was cut off', zip.subarray(0, zip.length - 30)),
    refused('a zip without its beginning', zip.subarray(zip.length / 2)),
    refused(
      'zip64',
      lying((bytes, at) => bytes.writeUInt16LE(0xffff, at + 10)),
    ),
    refused(
      'more entries than there are',
      lying((bytes, at) => bytes.writeUInt16LE(999, at + 10)),
    ),
    refused(
      'a directory elsewhere',
      lying((bytes, at) => bytes.writeUInt32LE(3, at + 16)),
    ),
    refused('more bytes behind', Buffer.concat([zip, Buffer.from('more')])),
  ];
}
