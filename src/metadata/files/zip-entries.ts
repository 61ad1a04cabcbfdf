import type { ZipDirectory, ZipEntry } from './zip-directory.js';

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
  const of = new Map<ZipEntry, PackedRange | string>(entries.map((entry) => [entry, overlappingBytes]));
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
const headerContradiction = 'the directory of the zip says other things of it than the entry itself';

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
