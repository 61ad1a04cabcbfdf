import { limits } from '../limits.js';

/** What the directory at the end of a zip says about one entry (APPNOTE 6.3, section 4.3.12). */
export interface ZipEntry {
  readonly name: string;
  readonly encrypted: boolean;
  /** A symbolic link, as Unix programs store them. */
  readonly link: boolean;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly localOffset: number;
}

/** Why a zip as a whole cannot be read. */
export class ZipFault extends Error {
  override readonly name = 'ZipFault';
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endSize = 22;
const entrySize = 46;
const localSize = 30;
const maxCommentSize = 0xffff;
const zip64Count = 0xffff;

/** Reads the directory of a zip. Throws a `ZipFault` when it is cut short or contradicts itself. */
export function readDirectory(zip: Buffer): readonly ZipEntry[] {
  const end = endOfDirectory(zip);
  const count = zip.readUInt16LE(end + 10);
  if (count === zip64Count)
    throw new ZipFault('the zip is in zip64 format, which a retrieve never is');
  if (count > limits.maxZipEntries)
    throw new ZipFault(`the zip has more than ${limits.maxZipEntries} entries`);
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    const next = at + entrySize <= end ? nextEntry(zip, at) : Infinity;
    if (next > end) throw new ZipFault('the directory of the zip is damaged');
    entries.push(entryAt(zip, at));
    at = next;
  }
  return entries;
}

/** The packed bytes of an entry; undefined when they are not where the directory says. */
export function packedBytes(
  zip: Buffer,
  { localOffset, packedSize }: ZipEntry,
): Buffer | undefined {
  if (localOffset + localSize > zip.length || zip.readUInt32LE(localOffset) !== localSignature)
    return undefined;
  const names = zip.readUInt16LE(localOffset + 26) + zip.readUInt16LE(localOffset + 28);
  const start = localOffset + localSize + names;
  return start + packedSize <= zip.length ? zip.subarray(start, start + packedSize) : undefined;
}

/** The record that closes a zip: before it the directory, behind it nothing but a comment. */
function endOfDirectory(zip: Buffer): number {
  const last = zip.length - endSize;
  for (let at = last; at >= Math.max(0, last - maxCommentSize); at -= 1) {
    if (zip.readUInt32LE(at) === endSignature && zip.readUInt16LE(at + 20) === last - at) return at;
  }
  throw new ZipFault('this is no zip, or it is cut short');
}

function nextEntry(zip: Buffer, at: number): number {
  if (zip.readUInt32LE(at) !== entrySignature) return Infinity;
  const lengths = zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  return at + entrySize + lengths;
}

function entryAt(zip: Buffer, at: number): ZipEntry {
  const flags = zip.readUInt16LE(at + 8);
  const nameLength = zip.readUInt16LE(at + 28);
  const name = zip.subarray(at + entrySize, at + entrySize + nameLength);
  const fromUnix = zip.readUInt8(at + 5) === 3;
  const mode = zip.readUInt32LE(at + 38) >>> 16;
  return {
    name: name.toString((flags & 0x800) === 0 ? 'latin1' : 'utf8'),
    encrypted: (flags & 1) !== 0,
    link: fromUnix && (mode & 0xf000) === 0xa000,
    method: zip.readUInt16LE(at + 10),
    crc: zip.readUInt32LE(at + 16),
    packedSize: zip.readUInt32LE(at + 20),
    size: zip.readUInt32LE(at + 24),
    localOffset: zip.readUInt32LE(at + 42),
  };
}
