import { crc32, deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { formatLocation } from '../../../src/model/location.js';
import { limits } from '../../../src/metadata/limits.js';
import { readZip, type ZipContent } from '../../../src/metadata/files/zip.js';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const isApp = (name: string): boolean => name.endsWith('.eca');
const read = (zip: Uint8Array): ZipContent => readZip(zip, 'r.zip', isApp);
const zipOf = (files: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(
    zipSync(Object.fromEntries(Object.entries(files).map(([name, value]) => [name, text(value)]))),
  );

const shownEntries = ({ entries }: ZipContent): string[] =>
  entries.map(({ name, bytes }) => `${name} ${Buffer.from(bytes).toString()}`);
const shownProblems = ({ problems }: ZipContent): string[] =>
  problems.map(
    ({ kind, message, location }) => `${kind} ${location && formatLocation(location)}: ${message}`,
  );

/** Where the directory's record of an entry is: its fields are changed to make the zip lie. */
function recordOf(zip: Buffer, name: string): number {
  const at = zip.lastIndexOf(name) - 46;
  if (zip.readUInt32LE(at) !== 0x02014b50) throw new Error('no record');
  return at;
}

describe('a zip', () => {
  test('gives the wanted entries, deflated or stored', () => {
    const zip = zipSync({
      'unpackaged/': text(''),
      'unpackaged/A.eca': text('a'),
      'B.eca': [text('b'), { level: 0 }],
      'x.txt': text('x'),
    });
    const content = read(zip);
    expect(shownEntries(content)).toEqual(['unpackaged/A.eca a', 'B.eca b']);
    expect(content.problems).toEqual([]);
  });

  test('may be empty, or part of a larger buffer, or have a comment', () => {
    expect(read(zipSync({}))).toEqual({ entries: [], problems: [] });
    const zip = zipOf({ 'A.eca': 'a' });
    expect(read(Buffer.concat([Buffer.alloc(7), zip]).subarray(7)).entries).toHaveLength(1);
    const commented = Buffer.concat([zip, Buffer.from('PK\x05\x06 a comment')]);
    commented.writeUInt16LE(14, zip.length - 2);
    expect(read(commented).entries).toHaveLength(1);
  });

  test('keeps names in UTF-8', () => {
    expect(shownEntries(read(zipOf({ 'élan 𝄞.eca': 'a' })))).toEqual(['élan 𝄞.eca a']);
  });
});

describe('an entry that cannot be trusted is refused, and the others are read', () => {
  const climbs = 'its name leads out of the zip';
  test.each([
    ['../A.eca', climbs],
    ['x/../../A.eca', climbs],
    ['/etc/A.eca', climbs],
    ['../../etc/passwd', climbs],
    ['x\\A.eca', 'its name is a Windows path'],
    ['C:/A.eca', 'its name is a Windows path'],
    [`${'x'.repeat(1001)}.eca`, 'its name is longer than 1000 characters'],
  ])('for its name: %.30s', (name, message) => {
    const content = read(zipOf({ [name]: 'a', 'Good.eca': 'good' }));
    expect(shownEntries(content)).toEqual(['Good.eca good']);
    const shown = name.length > 200 ? `${name.slice(0, 200)}…` : name;
    expect(shownProblems(content)).toEqual([`zip-entry-refused r.zip/${shown}:1:1: ${message}`]);
  });

  test.each(['a\0b.eca', 'a\u001b[2Jb.eca', 'a\nb.eca', 'a\u0085.eca'])(
    'for control characters: %j',
    (name) => {
      const [shown] = shownProblems(read(zipOf({ [name]: 'a' })));
      expect(shown).toContain('its name holds control characters');
      expect(shown).not.toMatch(/\p{Cc}/u);
    },
  );

  test('a name that is there twice', () => {
    const zip = zipOf({ 'A.eca': 'one', 'B.eca': 'two' });
    zip.write('A.eca', recordOf(zip, 'B.eca') + 46);
    const content = read(zip);
    expect(shownEntries(content)).toEqual(['A.eca one']);
    expect(shownProblems(content)).toEqual([
      'zip-entry-refused r.zip/A.eca:1:1: there is another entry of this name',
    ]);
  });

  const damaged = 'its bytes are damaged: size or checksum is not what the zip says';
  test.each<[string, (zip: Buffer, at: number) => void, string]>([
    ['encryption', (zip, at) => zip.writeUInt16LE(1, at + 8), 'it is encrypted'],
    [
      'compression',
      (zip, at) => zip.writeUInt16LE(14, at + 10),
      'compression method 14 is not supported',
    ],
    [
      'a symbolic link',
      (zip, at) => (zip.writeUInt8(3, at + 5), zip.writeUInt32LE(0xa1ff0000, at + 38)),
      'it is a symbolic link',
    ],
    ['a checksum', (zip, at) => zip.writeUInt32LE(1, at + 16), damaged],
    ['a size too small', (zip, at) => zip.writeUInt32LE(3, at + 24), damaged],
    ['size none', (zip, at) => zip.writeUInt32LE(0, at + 24), damaged],
    ['a size too large', (zip, at) => zip.writeUInt32LE(5_000, at + 24), damaged],
    [
      'a size beyond the limit',
      (zip, at) => zip.writeUInt32LE(0x7fffffff, at + 24),
      'it has more than 10485760 bytes',
    ],
    [
      'zip64 sizes',
      (zip, at) => zip.writeUInt32LE(0xffffffff, at + 24),
      'it has more than 10485760 bytes',
    ],
    ['packed bytes cut', (zip, at) => zip.writeUInt32LE(2, at + 20), damaged],
    [
      'packed bytes beyond the end',
      (zip, at) => zip.writeUInt32LE(1_000_000, at + 20),
      'its bytes are not where the zip says',
    ],
    [
      'a place beyond the end',
      (zip, at) => zip.writeUInt32LE(0xfffffff0, at + 42),
      'its bytes are not where the zip says',
    ],
    [
      'a wrong place',
      (zip, at) => zip.writeUInt32LE(1, at + 42),
      'its bytes are not where the zip says',
    ],
    ['nonsense', (zip) => zip.fill(0xff, 36, 44), damaged],
  ])('for %s', (_, lie, message) => {
    const zip = zipOf({ 'A.eca': 'some text '.repeat(20), 'Good.eca': 'good' });
    lie(zip, recordOf(zip, 'A.eca'));
    const content = read(zip);
    expect(shownEntries(content)).toEqual(['Good.eca good']);
    expect(shownProblems(content)).toEqual([`zip-entry-refused r.zip/A.eca:1:1: ${message}`]);
  });

  test('a directory with such a name is nobody’s file', () => {
    expect(read(zipOf({ 'x.eca/': '' })).entries).toEqual([]);
  });
});

describe('bombs', () => {
  const bomb = zipSync({ 'A.eca': [new Uint8Array(200_000_000), { level: 1 }] });
  const quickly = (zip: Uint8Array): ZipContent => {
    const before = process.memoryUsage.rss();
    const begin = process.cpuUsage();
    const content = read(zip);
    expect(process.cpuUsage(begin).user).toBeLessThan(1_500_000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(60_000_000);
    return content;
  };

  test('200 MB of zeros are not unpacked', () => {
    expect(shownProblems(quickly(bomb))[0]).toContain('it has more than 10485760 bytes');
  });

  test('a small size in the header does not help them', () => {
    const zip = Buffer.from(bomb);
    zip.writeUInt32LE(100, recordOf(zip, 'A.eca') + 24);
    expect(shownProblems(quickly(zip))[0]).toContain('its bytes are damaged');
  });

  test('many entries over the same bytes are refused', () => {
    const size = limits.maxFileBytes;
    const zip = Buffer.from(zipSync({ 'A00.eca': [new Uint8Array(size), { level: 1 }] }));
    const at = recordOf(zip, 'A00.eca');
    const record = zip.subarray(at, at + 53);
    const records = Array.from({ length: 60 }, (_, index) => {
      const copy = Buffer.from(record);
      copy.write(`A${String(index).padStart(2, '0')}.eca`, 46);
      return copy;
    });
    const end = Buffer.from(zip.subarray(at + 53));
    end.writeUInt16LE(60, 8);
    end.writeUInt16LE(60, 10);
    end.writeUInt32LE(60 * 53, 12);
    const content = read(Buffer.concat([zip.subarray(0, at), ...records, end]));
    expect(content.entries).toHaveLength(0);
    const [first, ...others] = shownProblems(content);
    expect(first).toContain(`it unpacks to more than ${limits.maxZipRatio} times its size`);
    expect(others).toHaveLength(59);
  });
});

describe('a zip that is none', () => {
  const elsewhere = 'the directory of the zip is not where its end record says';
  const good = zipOf({ 'A.eca': 'a', 'B.eca': 'b' });
  const changed = (change: (zip: Buffer) => void): Buffer => {
    const zip = Buffer.from(good);
    change(zip);
    return zip;
  };
  const end = good.length - 22;
  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'this is no zip, or it is cut short'],
    ['text', text('<a/>'.repeat(50)), 'this is no zip, or it is cut short'],
    ['one byte missing', good.subarray(0, -1), 'this is no zip, or it is cut short'],
    ['half of it', good.subarray(0, good.length / 2), 'this is no zip, or it is cut short'],
    [
      'bytes behind the end',
      Buffer.concat([good, Buffer.from('x')]),
      'something stands behind the end of the zip, or it is cut short',
    ],
    ['its first byte missing', good.subarray(1), elsewhere],
    [
      'a directory beyond the end',
      changed((zip) => zip.writeUInt32LE(0xfffffff0, end + 16)),
      elsewhere,
    ],
    [
      'too many entries for its directory',
      changed((zip) => (zip.writeUInt16LE(3, end + 8), zip.writeUInt16LE(3, end + 10))),
      'the directory of the zip is damaged',
    ],
    [
      'too many entries',
      changed((zip) => (zip.writeUInt16LE(60_000, end + 8), zip.writeUInt16LE(60_000, end + 10))),
      'the zip has more than 50000 entries',
    ],
    [
      'zip64',
      changed((zip) => zip.writeUInt16LE(0xffff, end + 10)),
      'the zip is in zip64 format, which a retrieve never is',
    ],
    [
      'a name that runs over',
      changed((zip) => zip.writeUInt16LE(0xffff, recordOf(zip, 'B.eca') + 28)),
      'the directory of the zip is damaged',
    ],
  ])('%s', (_, zip, message) => {
    expect(shownProblems(read(zip))).toEqual([`malformed-zip r.zip:1:1: ${message}`]);
  });

  test('no byte that is changed or missing makes it throw', () => {
    const zip = zipOf({ 'A.eca': 'some text', 'x/B.eca': 'more' });
    for (let at = 0; at < zip.length; at += 1) {
      for (const byte of [0, 1, 0x7f, 0xff]) {
        const copy = Buffer.from(zip);
        copy[at] = byte;
        expect(read(copy).entries.length).toBeLessThanOrEqual(2);
      }
      expect(read(zip.subarray(0, at)).entries).toEqual([]);
    }
  });
});

interface Made {
  readonly name: string;
  readonly text?: string;
  readonly flags?: number;
  readonly stored?: boolean;
  /** Sizes and checksum behind the data, with a signature or without. */
  readonly behind?: 'signed' | 'bare';
  /** What the local header says otherwise than the directory. */
  readonly local?: { readonly name?: string; readonly flags?: number; readonly method?: number };
  readonly extra?: Buffer;
  /** Bytes that follow the data and belong to nothing. */
  readonly gap?: number;
}

/** Fields of two or four bytes, one after the other. */
function fields(...values: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  return Buffer.concat(
    values.map(([bytes, value]) => {
      const field = Buffer.alloc(bytes);
      field.writeUIntLE(value >>> 0, 0, bytes);
      return field;
    }),
  );
}

/** A zip put together by hand, as `java.util.zip` and others do that write what they cannot seek in. */
function made(entries: readonly Made[], count = entries.length): Buffer {
  const parts: Buffer[] = [];
  const records: Buffer[] = [];
  let at = 0;
  for (const {
    name,
    text: content = name,
    stored,
    behind,
    local,
    extra,
    gap = 0,
    ...rest
  } of entries) {
    const data = stored ? Buffer.from(content) : deflateRawSync(content);
    const flags = (rest.flags ?? 0) | (behind ? 8 : 0);
    const method = stored ? 0 : 8;
    const sizes = fields([4, crc32(content)], [4, data.length], [4, Buffer.byteLength(content)]);
    const localName = Buffer.from(local?.name ?? name);
    const header = Buffer.concat([
      fields([4, 0x04034b50], [2, 20], [2, local?.flags ?? flags], [2, local?.method ?? method]),
      fields([4, 0]),
      behind ? Buffer.alloc(12) : sizes,
      fields([2, localName.length], [2, 0]),
      localName,
    ]);
    const descriptor = Buffer.concat([
      behind === 'signed' ? fields([4, 0x08074b50]) : Buffer.alloc(0),
      sizes,
    ]);
    const whole = Buffer.concat([header, data, ...(behind ? [descriptor] : []), Buffer.alloc(gap)]);
    const own = Buffer.from(name);
    const more = extra ?? Buffer.alloc(0);
    records.push(
      Buffer.concat([
        fields([4, 0x02014b50], [2, 20], [2, 20], [2, flags], [2, method], [4, 0]),
        sizes,
        fields([2, own.length], [2, more.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, at]),
        own,
        more,
      ]),
    );
    parts.push(whole);
    at += whole.length;
  }
  const directory = Buffer.concat(records);
  const end = fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count]);
  return Buffer.concat([...parts, directory, end, fields([4, directory.length], [4, at], [2, 0])]);
}

const two = [{ name: 'A.eca' }, { name: 'B.eca' }] as const;

describe('a zip as programs write them', () => {
  test.each<[string, readonly Made[]]>([
    ['with sizes in front', two],
    [
      'with sizes behind the data, as java.util.zip',
      two.map((one) => ({ ...one, behind: 'signed' })),
    ],
    [
      'with sizes behind the data, without a signature',
      two.map((one) => ({ ...one, behind: 'bare' })),
    ],
    ['stored', two.map((one) => ({ ...one, stored: true }))],
    ['with UTF-8 names', two.map((one) => ({ ...one, flags: 0x800, behind: 'signed' }))],
    ['with folders', [{ name: 'x/', text: '', stored: true }, ...two]],
    ['with flags for the kind of compression', two.map((one) => ({ ...one, flags: 2 }))],
    [
      'with times and owners of Unix',
      two.map((one) => ({ ...one, extra: fields([2, 0x7875], [2, 2], [2, 1]) })),
    ],
  ])('%s is read', (_what, entries) => {
    const content = read(made(entries));
    expect(shownEntries(content)).toEqual(['A.eca A.eca', 'B.eca B.eca']);
    expect(content.problems).toEqual([]);
  });
});

describe('a zip that another program reads otherwise', () => {
  const contradiction = 'the directory of the zip says other things of it than the entry itself';
  const entry = (message: string, name = 'A.eca'): string =>
    `zip-entry-refused r.zip/${name}:1:1: ${message}`;
  const whole = (message: string): string => `malformed-zip r.zip:1:1: ${message}`;
  const unicodePath = Buffer.concat([
    fields([2, 0x7075], [2, 10]),
    Buffer.alloc(5),
    Buffer.from('C.eca'),
  ]);
  test.each<[string, Buffer, readonly string[]]>([
    [
      'counts one less',
      made(two, 1),
      [whole('the directory of the zip holds more than the 1 entries that it counts')],
    ],
    ['counts one more', made(two, 3), [whole('the directory of the zip is damaged')]],
    [
      'an entry that is two',
      overlapping(),
      [entry('its bytes are those of another entry, too', 'B.eca')],
    ],
    ['another name', made([{ name: 'A.eca', local: { name: 'B.eca' } }]), [entry(contradiction)]],
    ['another method', made([{ name: 'A.eca', local: { method: 0 } }]), [entry(contradiction)]],
    [
      'encrypted in its header only',
      made([{ name: 'A.eca', local: { flags: 1 } }]),
      [entry(contradiction)],
    ],
    [
      'sizes behind in its header only',
      made([{ name: 'A.eca', local: { flags: 8 } }]),
      [entry(contradiction)],
    ],
    [
      'bytes between entries',
      made([{ name: 'A.txt', gap: 9 }]),
      [whole('the zip holds 9 bytes that belong to no entry of its directory')],
    ],
    [
      'bytes before the first',
      prefixed(made(two)),
      [whole('the zip holds 7 bytes that belong to no entry of its directory')],
    ],
    [
      'a second name',
      made([
        { name: 'A.txt', extra: unicodePath },
        { name: 'A.eca', extra: unicodePath },
      ]),
      [entry('it has two names', 'A.txt'), entry('it has two names')],
    ],
    [
      'names that differ in case',
      made([{ name: 'A.eca' }, { name: 'a.eca' }]),
      [entry('there is another entry of this name', 'a.eca')],
    ],
    [
      'a name with an empty step',
      made([{ name: 'x//A.eca' }]),
      [entry('its name has empty steps', 'x//A.eca')],
    ],
    [
      'a name with a dot step',
      made([{ name: './A.eca' }]),
      [entry('its name has empty steps', './A.eca')],
    ],
    [
      'a name that ends at a NUL',
      made([{ name: 'A.eca\0.txt' }]),
      [entry('its name holds control characters', 'A.eca\ufffd.txt')],
    ],
    [
      'a name that is not UTF-8',
      latin('A\u00e9.eca'),
      [entry('its name is not UTF-8', 'A\ufffd.eca')],
    ],
    [
      'bytes behind the data',
      trailing(),
      [entry('its bytes are damaged: size or checksum is not what the zip says')],
    ],
  ])('%s', (_what, zip, expected) => {
    expect(shownProblems(read(zip))).toEqual(expected);
  });
});

/** Seven bytes in front, with every offset moved: what a self-extracting zip looks like. */
function prefixed(zip: Buffer): Buffer {
  const moved = Buffer.concat([Buffer.alloc(7), zip]);
  const end = moved.length - 22;
  for (let at = moved.indexOf('PK\x01\x02'); at !== -1; at = moved.indexOf('PK\x01\x02', at + 1))
    moved.writeUInt32LE(moved.readUInt32LE(at + 42) + 7, at + 42);
  moved.writeUInt32LE(moved.readUInt32LE(end + 16) + 7, end + 16);
  return moved;
}

/** The name in Latin-1, with the mark for UTF-8. */
function latin(name: string): Buffer {
  const zip = made([{ name: name.replace('\u00e9', '?'), flags: 0x800 }]);
  for (let at = zip.indexOf('A?'); at !== -1; at = zip.indexOf('A?', at + 1)) zip[at + 1] = 0xe9;
  return zip;
}

/** A deflate stream that ends before the bytes of its entry do. */
function trailing(): Buffer {
  const zip = made([{ name: 'A.eca', text: 'a' }]);
  const at = 30 + 5;
  const packed = deflateRawSync('a');
  const [size, end] = [packed.length + 3, zip.length - 22];
  const longer = Buffer.concat([
    zip.subarray(0, at + packed.length),
    Buffer.alloc(3, 1),
    zip.subarray(at + packed.length),
  ]);
  longer.writeUInt32LE(size, 18);
  longer.writeUInt32LE(size, longer.indexOf('PK\x01\x02') + 20);
  longer.writeUInt32LE(longer.readUInt32LE(end + 3 + 16) + 3, end + 3 + 16);
  return longer;
}

function overlapping(): Buffer {
  const zip = made(two);
  zip.writeUInt32LE(0, recordOf(zip, 'B.eca') + 42);
  return zip;
}
