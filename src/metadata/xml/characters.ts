/** Which ASCII characters a name may hold: letters, digits, `-`, `.`, `_`, `:`. */
const nameCodes = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9._:-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

// Productions [4] and [4a] of XML 1.0, fifth edition.
const nameStart =
  ':A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}' +
  '\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const nameRest = `${nameStart}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}`;
const anyName = new RegExp(`[${nameStart}][${nameRest}]*`, 'uy');

/** Where the XML name ends that begins at `from`; `from` itself when none does. */
export function nameEnd(text: string, from: number): number {
  const first = text.charCodeAt(from);
  // Digits, `-` and `.` are no beginning. All of them lie before `:`, and nothing else there may be in a name.
  if (first < 58) return from;
  let end = from;
  let code = first;
  while (nameCodes[code] === 1) code = text.charCodeAt((end += 1));
  return code > 127 ? anyNameEnd(text, from) : end;
}

/** Names beyond ASCII are legal and never seen in metadata: correct, not fast. */
function anyNameEnd(text: string, from: number): number {
  anyName.lastIndex = from;
  return from + (anyName.exec(text)?.[0].length ?? 0);
}

/** Space, tab, CR or LF: what XML calls white space. */
export function isBlankCode(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** The first offset from `at` on that holds no blank. */
export function skipBlanks(text: string, at: number): number {
  let end = at;
  while (isBlankCode(text.charCodeAt(end))) end += 1;
  return end;
}

/** May a character with this code be in a file (production [2] of XML 1.0)? */
export function isAllowed(code: number): boolean {
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  return (
    code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
  );
}
