/** What stands at an offset of a text that is XML, or is on the way to become it. */
export interface XmlPlace {
  /** The elements around it, from the root inwards. */
  readonly around: readonly string[];
  /** The name of a tag, text between tags, or neither: attributes, comments, sections. */
  readonly where: 'name' | 'text' | 'elsewhere';
  /** The name, or the text between the tags around it. */
  readonly start: number;
  readonly end: number;
  /** Of a name: a tag that ends an element. */
  readonly closing: boolean;
}

/** Comments, sections, instructions, and tags as far as they are written. */
const token =
  /<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)|<[?!][^>]*>?|<(\/?)([^\s<>/]*)([^<>]*)(>?)/g;

/** Finds the place at an offset. Mistakes around it are passed over: somebody is typing. */
export function xmlPlaceAt(text: string, offset: number): XmlPlace {
  const open: string[] = [];
  let textStart = 0;
  for (const found of text.matchAll(token)) {
    const end = found.index + found[0].length;
    if (offset <= found.index) return textPlace(open, textStart, found.index);
    if (offset < end || isUnfinished(found, offset, end)) return placeInTag(found, open, offset);
    take(found, open);
    textStart = end;
  }
  return textPlace(open, textStart, text.length);
}

/** At the very end of a name that nobody has closed yet: it is still being typed. */
function isUnfinished([, , name, , close]: RegExpExecArray, offset: number, end: number): boolean {
  return offset === end && name !== undefined && close === '';
}

function textPlace(open: readonly string[], start: number, end: number): XmlPlace {
  return { around: [...open], where: 'text', start, end, closing: false };
}

function placeInTag(
  { index, 1: slash, 2: name }: RegExpExecArray,
  open: readonly string[],
  offset: number,
): XmlPlace {
  const start = index + 1 + (slash ?? '').length;
  const end = start + (name ?? '').length;
  const isName = name !== undefined && offset >= start && offset <= end;
  const around = slash === '/' && open.at(-1) === name ? open.slice(0, -1) : [...open];
  return { around, where: isName ? 'name' : 'elsewhere', start, end, closing: slash === '/' };
}

/** Follows a tag. An end tag ends all that is open inside of its element. */
function take([, slash, name, rest = '', close]: RegExpExecArray, open: string[]): void {
  if (name === undefined || name === '' || close === '') return;
  if (slash === '/') {
    const at = open.lastIndexOf(name);
    if (at !== -1) open.length = at;
  } else if (!rest.endsWith('/')) open.push(name);
}
