import { crc32, inflateRawSync } from 'node:zlib';
import { startOf } from '../../model/location.js';
import { problem, type Problem } from '../../report/problem.js';
import { limits } from '../limits.js';
import { tooLarge } from './disk.js';
import {
  readDirectory,
  type ZipEntry,
  ZipFault,
  type PackedRange,
  locateEntries,
  type EntryPlaces,
} from './zip-directory.js';

export interface ZipContent {
  readonly entries: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly problems: readonly Problem[];
}

/**
 * Reads the wanted entries of a zip, in memory: nothing is ever written. An entry that cannot be trusted is refused
 * with a problem, and the others are read. `zipName` is the path of the zip that messages show.
 */
export function readZip(
  zip: Uint8Array,
  zipName: string,
  wanted: (entryName: string) => boolean,
): ZipContent {
  const bytes = Buffer.from(zip.buffer, zip.byteOffset, zip.length);
  if (bytes.length > limits.maxZipBytes) {
    return { entries: [], problems: [tooLarge(zipName, bytes.length, limits.maxZipBytes)] };
  }
  try {
    const directory = readDirectory(bytes);
    return readEntries(bytes, zipName, locateEntries(bytes, directory), wanted);
  } catch (fault) {
    if (!(fault instanceof ZipFault)) throw fault;
    return { entries: [], problems: [problem('malformed-zip', fault.message, startOf(zipName))] };
  }
}

function readEntries(
  zip: Buffer,
  zipName: string,
  { of, faults }: EntryPlaces,
  wanted: (entryName: string) => boolean,
): ZipContent {
  const entries: { name: string; bytes: Uint8Array }[] = [];
  const problems = faults.map((fault) => problem('malformed-zip', fault, startOf(zipName)));
  const names = new Set<string>();
  let unpacked = 0;
  for (const [entry, place] of of) {
    const { name, otherName = name } = entry;
    // A name that leads elsewhere is worth a problem even when the file would not be read: such a zip is an attack.
    if (!wanted(name) && !wanted(otherName) && !misleads(name)) continue;
    const location = startOf(`${zipName}/${printableName(name)}`);
    const outcome = names.has(plainName(name))
      ? 'there is another entry of this name'
      : unpackEntry(zip, entry, place, unpacked);
    names.add(plainName(name));
    if (typeof outcome === 'string') problems.push(problem('zip-entry-refused', outcome, location));
    else {
      entries.push({ name, bytes: outcome });
      unpacked += outcome.length;
    }
  }
  return { entries, problems };
}

/** The bytes of an entry, or why it is refused. `unpacked` counts the bytes of those before it. */
function unpackEntry(
  zip: Buffer,
  entry: ZipEntry,
  place: PackedRange | string,
  unpacked: number,
): Buffer | string {
  const refusal = nameRefusal(entry) ?? headerRefusal(entry, unpacked);
  if (refusal !== undefined) return refusal;
  if (typeof place === 'string') return place;
  const packed = zip.subarray(place.start, place.end);
  const bytes = entry.method === 0 ? packed : inflateEntry(packed, entry.size);
  if (bytes?.length !== entry.size || crc32(bytes) !== entry.crc) {
    return 'its bytes are damaged: size or checksum is not what the zip says';
  }
  return bytes;
}

/** A name as a file system that knows no case would take it. */
function plainName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** Programs written in C end a name at a NUL. */
function misleads(name: string): boolean {
  return climbs(name) || name.includes('\0');
}

function climbs(name: string): boolean {
  return name.startsWith('/') || name.split('/').includes('..');
}

function nameRefusal({ name, otherName = name }: ZipEntry): string | undefined {
  if (climbs(name)) return 'its name leads out of the zip';
  if (otherName !== name) return 'it has two names';
  if (name.includes('\\') || /^[a-z]:/i.test(name)) return 'its name is a Windows path';
  if (name.length > limits.maxZipNameLength)
    return `its name is longer than ${limits.maxZipNameLength} characters`;
  if (/\p{Cc}/u.test(name)) return 'its name holds control characters';
  if (name.includes('\ufffd')) return 'its name is not UTF-8';
  if (/(?:^|\/)\.?\//.test(name)) return 'its name has empty steps';
  return undefined;
}

function headerRefusal(entry: ZipEntry, unpacked: number): string | undefined {
  if (entry.encrypted) return 'it is encrypted';
  if (entry.link) return 'it is a symbolic link';
  if (entry.method !== 0 && entry.method !== 8)
    return `compression method ${entry.method} is not supported`;
  if (entry.size > limits.maxFileBytes) return `it has more than ${limits.maxFileBytes} bytes`;
  if (entry.size > limits.maxZipRatio * Math.max(entry.packedSize, 4_096))
    return `it unpacks to more than ${limits.maxZipRatio} times its size`;
  if (unpacked + entry.size > limits.maxZipUnpackedBytes) {
    return `the zip holds more than ${limits.maxZipUnpackedBytes} bytes of metadata`;
  }
  return undefined;
}

/** Inflates to at most `size` bytes, whatever is in there; undefined when it is more, damaged, or ends before its bytes do. */
function inflateEntry(packed: Buffer, size: number): Buffer | undefined {
  try {
    const { buffer, engine } = inflateRawSync(packed, {
      maxOutputLength: Math.max(size, 1),
      info: true,
    }) as unknown as Inflated;
    return engine.bytesWritten === packed.length ? buffer : undefined;
  } catch {
    // Why zlib stopped (too much, too little, nonsense) makes no difference to anybody.
    return undefined;
  }
}

/** What `info: true` gives, which the types of Node leave out: `bytesWritten` counts the bytes that were used. */
interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/** A name as a message may show it: it comes from the zip and can hold anything. */
function printableName(name: string): string {
  const shown = name.replace(/[\p{Cc}\u2028\u2029]/gu, '\ufffd');
  return shown.length > 200 ? `${shown.slice(0, 200)}…` : shown;
}
