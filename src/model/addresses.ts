/** An IP address as a number. */
interface Address {
  readonly bits: 32 | 128;
  readonly number: bigint;
}

/** A range of addresses of one kind; `last` is part of it. */
export interface AddressRange {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

/** The range that a text `start-end`, or one address, stands for; undefined when it stands for none. */
export function addressRangeOf(text: string): AddressRange | undefined {
  const [start = '', end = start, ...more] = text.split('-').map((part) => part.trim());
  const [first, last] = [addressNumber(start), addressNumber(end)];
  if (more.length > 0 || !first || !last || first.bits !== last.bits) return undefined;
  if (last.number < first.number) return undefined;
  return { bits: first.bits, first: first.number, last: last.number };
}

/** How many addresses a range has. */
export function sizeOf({ first, last }: AddressRange): bigint {
  return last - first + 1n;
}

/** Whether two ranges have an address in common. */
export function rangesOverlap(a: AddressRange, b: AddressRange): boolean {
  return a.bits === b.bits && a.first <= b.last && b.first <= a.last;
}

/** An IPv4 or IPv6 address as a number; undefined when the text is neither. */
function addressNumber(text: string): Address | undefined {
  const four = ipv4(text);
  if (four !== undefined) return { bits: 32, number: four };
  const six = ipv6(text);
  return six === undefined ? undefined : { bits: 128, number: six };
}

function ipv4(text: string): bigint | undefined {
  const bytes = text.split('.');
  if (bytes.length !== 4 || !bytes.every((byte) => /^\d{1,3}$/.test(byte) && Number(byte) < 256)) {
    return undefined;
  }
  return bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

/** `::` stands for as many zero groups as are missing, at least one. */
function ipv6(text: string): bigint | undefined {
  const [head = '', tail, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const before = addressGroups(head);
  const after = addressGroups(tail ?? '');
  if (!before || !after) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...before, ...Array<bigint>(missing).fill(0n), ...after];
  return all.reduce((sum, group) => sum * 65536n + group, 0n);
}

/** Groups of 16 bits; the last may be an IPv4 address, which makes two. */
function addressGroups(text: string): readonly bigint[] | undefined {
  if (text === '') return [];
  const found = text.split(':').flatMap((part, at, parts) => {
    const four = at === parts.length - 1 ? ipv4(part) : undefined;
    if (four !== undefined) return [four / 65536n, four % 65536n];
    return /^[0-9a-f]{1,4}$/i.test(part) ? [BigInt(`0x${part}`)] : [undefined];
  });
  const known = found.filter((group) => group !== undefined);
  return known.length === found.length ? known : undefined;
}

/**
 * Whether a text is a URL. Not `URL.canParse`: once it is optimised, Node 20 reads a text with letters such as ü by bytes, and
 * calls a URL none that `new URL` takes.
 */
export function isUrl(text: string): boolean {
  try {
    return new URL(text).href !== '';
  } catch {
    // The parser says no by throwing, which is all that is asked here.
    return false;
  }
}

/**
 * The host to which a URL leads, in lower case and without a dot at its end; undefined for what leads to none. The WHATWG
 * parser decides, as in browsers, so that a user name before `@` or odd slashes cannot pose as the host:
 * https://url.spec.whatwg.org/#host-parsing
 */
export function hostOf(url: string): string | undefined {
  if (!isUrl(url)) return undefined;
  return new URL(url).hostname.toLowerCase().replace(/\.$/, '') || undefined;
}
