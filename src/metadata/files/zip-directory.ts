import { limits } from '../limits.js';

/** What the directory at the end of a zip says about one entry (APPNOTE 6.3, section 4.3.12). */
export interface ZipEntry {
  readonly name: string;
  /** The name as it is written. */
  readonly rawName: Buffer;
  readonly flags: number;
  readonly encrypted: boolean;
  /** A symbolic link, as Unix programs store them. */
  readonly link: boolean;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly localOffset: number;
  /** The name that an extra field gives instead, which some programs show. */
  readonly otherName: string | undefined;
}

/** The directory of a zip: its entries, and where it begins. */
interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  readonly start: number;
}

/** Why a zip as a whole cannot be read. */
export class ZipFault extends Error {
  override readonly name = 'ZipFault';
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const locatorSignature = 0x07064b50;
const endSize = 22;
const entrySize = 46;
const locatorSize = 20;
const maxCommentSize = 0xffff;
const zip64Count = 0xffff;
const zip64Size = 0xffffffff;

/**
 * Reads the directory of a zip. Throws a `ZipFault` when it is cut short or contradicts itself: programs that read zips
 * believe different parts of one, so that a directory which is not exactly what its end record says hides apps from some.
 */
export function readDirectory(zip: Buffer): ZipDirectory {
  const end = endOfDirectory(zip);
  const { count, start } = endRecord(zip, end);
  const entries: ZipEntry[] = [];
  let at = start;
  for (let index = 0; index < count; index += 1) {
    const next = at + entrySize <= end ? nextEntry(zip, at) : Infinity;
    if (next > end) throw new ZipFault('the directory of the zip is damaged');
    entries.push(entryAt(zip, at));
    at = next;
  }
  if (at !== end)
    throw new ZipFault(
      `the directory of the zip holds more than the ${count} entries that it counts`,
    );
  return { entries, start };
}

/** The record that closes a zip: before it the directory, behind it nothing but a comment. */
function endOfDirectory(zip: Buffer): number {
  const last = zip.length - endSize;
  // Programs take the last one, whether its comment fits or not.
  for (let at = last; at >= Math.max(0, last - maxCommentSize); at -= 1) {
    if (zip.readUInt32LE(at) !== endSignature) continue;
    if (zip.readUInt16LE(at + 20) === last - at) return at;
    throw new ZipFault('something stands behind the end of the zip, or it is cut short');
  }
  throw new ZipFault('this is no zip, or it is cut short');
}

function endRecord(zip: Buffer, end: number): { readonly count: number; readonly start: number } {
  const [disk, startDisk] = [zip.readUInt16LE(end + 4), zip.readUInt16LE(end + 6)];
  const [onDisk, count] = [zip.readUInt16LE(end + 8), zip.readUInt16LE(end + 10)];
  const [size, start] = [zip.readUInt32LE(end + 12), zip.readUInt32LE(end + 16)];
  const hasLocator = end >= locatorSize && zip.readUInt32LE(end - locatorSize) === locatorSignature;
  if (count === zip64Count || onDisk === zip64Count || start === zip64Size || hasLocator)
    throw new ZipFault('the zip is in zip64 format, which a retrieve never is');
  if (disk !== 0 || startDisk !== 0 || onDisk !== count)
    throw new ZipFault('the zip is one of several, or counts its entries in two ways');
  if (count > limits.maxZipEntries)
    throw new ZipFault(`the zip has more than ${limits.maxZipEntries} entries`);
  if (start + size !== end)
    throw new ZipFault('the directory of the zip is not where its end record says');
  return { count, start };
}

function nextEntry(zip: Buffer, at: number): number {
  if (zip.readUInt32LE(at) !== entrySignature) return Infinity;
  const lengths = zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  return at + entrySize + lengths;
}

/** Hosts whose programs store the mode of a file: Unix and macOS. */
const unixHosts: ReadonlySet<number> = new Set([3, 19]);

function entryAt(zip: Buffer, at: number): ZipEntry {
  const flags = zip.readUInt16LE(at + 8);
  const extraAt = at + entrySize + zip.readUInt16LE(at + 28);
  const rawName = zip.subarray(at + entrySize, extraAt);
  const extra = zip.subarray(extraAt, extraAt + zip.readUInt16LE(at + 30));
  const mode = zip.readUInt32LE(at + 38) >>> 16;
  return {
    name: rawName.toString((flags & 0x800) === 0 ? 'latin1' : 'utf8'),
    rawName,
    flags,
    encrypted: (flags & 0x2041) !== 0,
    link: unixHosts.has(zip.readUInt8(at + 5)) && (mode & 0xf000) === 0xa000,
    method: zip.readUInt16LE(at + 10),
    crc: zip.readUInt32LE(at + 16),
    packedSize: zip.readUInt32LE(at + 20),
    size: zip.readUInt32LE(at + 24),
    localOffset: zip.readUInt32LE(at + 42),
    otherName: otherNameIn(extra),
  };
}

const unicodePath = 0x7075;

/** The name of an Info-ZIP Unicode Path field (APPNOTE 4.6.9): behind a version and a checksum. */
function otherNameIn(extra: Buffer): string | undefined {
  for (let at = 0; at + 4 <= extra.length;) {
    const size = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === unicodePath)
      return extra.toString('utf8', at + 9, at + 4 + size);
    at += 4 + size;
  }
  return undefined;
}

const localSignature = 0x04034b50;
const descriptorSignature = 0x08074b50;
const localSize = 30;
/** Encryption, sizes behind the data, UTF-8, masked headers: what changes how an entry is read. */
const readingFlags = 0x2849;
const sizesBehind = 0x0008;

const overlappingBytes = 'its bytes are those of another entry, too';

/** Where the packed bytes of an entry are. */
export interface PackedRange {
  readonly start: number;
  readonly end: number;
}

/** Where the packed bytes of each entry are, or why it is refused; and what is wrong with the zip around them. */
export interface EntryPlaces {
  readonly of: ReadonlyMap<ZipEntry, PackedRange | string>;
  readonly faults: readonly string[];
}

/**
 * Holds the entries against the directory: the local header of each has to say what the directory says, and together they
 * fill the zip from its first byte to the directory, without gap and overlap. A program that reads a zip from its beginning
 * then sees the same as one that reads the directory.
 */
export function locateEntries(zip: Buffer, { entries, start }: ZipDirectory): EntryPlaces {
  // In the order of the directory, whatever the order of the bytes.
  const of = new Map<ZipEntry, PackedRange | string>(
    entries.map((entry) => [entry, overlappingBytes]),
  );
  let unclaimed = 0;
  let at = 0;
  for (const entry of entries.toSorted((a, b) => a.localOffset - b.localOffset)) {
    const place = entry.localOffset < at ? overlappingBytes : locateEntry(zip, entry, start);
    of.set(entry, typeof place === 'string' ? place : place.packed);
    if (place === overlappingBytes) continue;
    unclaimed += Math.max(0, Math.min(entry.localOffset, start) - at);
    // Behind an entry that is not to be trusted nobody knows where the next one begins.
    at = typeof place === 'string' ? nextOffset(entries, entry, start) : place.end;
  }
  unclaimed += Math.max(0, start - at);
  // Where an entry is refused, the zip is told already.
  const isWhole = [...of.values()].every((place) => typeof place !== 'string');
  const faults =
    isWhole && unclaimed > 0
      ? [`the zip holds ${unclaimed} bytes that belong to no entry of its directory`]
      : [];
  return { of, faults };
}

function nextOffset(
  entries: readonly ZipEntry[],
  { localOffset }: ZipEntry,
  start: number,
): number {
  const later = entries.map((entry) => entry.localOffset).filter((offset) => offset > localOffset);
  return Math.min(start, ...later);
}

interface EntryPlace {
  readonly packed: PackedRange;
  /** Where the next entry has to begin. */
  readonly end: number;
}

function locateEntry(zip: Buffer, entry: ZipEntry, limit: number): EntryPlace | string {
  const at = entry.localOffset;
  if (at + localSize > limit || zip.readUInt32LE(at) !== localSignature)
    return 'its bytes are not where the zip says';
  const nameEnd = at + localSize + zip.readUInt16LE(at + 26);
  const start = nameEnd + zip.readUInt16LE(at + 28);
  const end = start + entry.packedSize;
  if (end > limit) return 'its bytes are not where the zip says';
  const wrong = headerConflict(zip, entry, zip.subarray(at + localSize, nameEnd));
  if (wrong !== undefined) return wrong;
  const next = entryEnd(zip, entry, end, limit);
  return next === undefined ? damagedBytes : { packed: { start, end }, end: next };
}

const damagedBytes = 'its bytes are damaged: size or checksum is not what the zip says';
const headerContradiction =
  'the directory of the zip says other things of it than the entry itself';

/** What the entry itself says otherwise than the directory. */
function headerConflict(zip: Buffer, entry: ZipEntry, name: Buffer): string | undefined {
  const at = entry.localOffset;
  const isSame =
    ((zip.readUInt16LE(at + 6) ^ entry.flags) & readingFlags) === 0 &&
    zip.readUInt16LE(at + 8) === entry.method &&
    name.equals(entry.rawName);
  if (!isSame) return headerContradiction;
  return hasSameSizes(zip, entry) ? undefined : damagedBytes;
}

/** Sizes and checksum may be left out of the local header where they stand behind the data. */
function hasSameSizes(
  zip: Buffer,
  { localOffset, flags, crc, packedSize, size }: ZipEntry,
): boolean {
  const isBehind = (flags & sizesBehind) !== 0;
  return [crc, packedSize, size].every((expected, index) => {
    const found = zip.readUInt32LE(localOffset + 14 + 4 * index);
    return found === expected || (isBehind && found === 0);
  });
}

/** Where an entry ends: behind its data, or behind the sizes that follow them, with a signature or without. */
function entryEnd(zip: Buffer, entry: ZipEntry, end: number, limit: number): number | undefined {
  if ((entry.flags & sizesBehind) === 0) return end;
  const { crc, packedSize, size } = entry;
  const isDescriptor = (at: number): boolean =>
    at + 12 <= limit &&
    zip.readUInt32LE(at) === crc &&
    zip.readUInt32LE(at + 4) === packedSize &&
    zip.readUInt32LE(at + 8) === size;
  const signed = end + 4 <= limit && zip.readUInt32LE(end) === descriptorSignature;
  if (signed && isDescriptor(end + 4)) return end + 16;
  return isDescriptor(end) ? end + 12 : undefined;
}
