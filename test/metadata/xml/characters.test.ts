// What XML allows where: characters, names, declarations, lengths. The productions are those of XML 1.0, fifth edition.
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import {
  nameEnd,
  skipBlanks,
  blankMarkup,
  hasMarkup,
} from '../../../src/metadata/xml/characters.js';
import {
  declarationEnd,
  refuseTooLong,
  refuseTooMany,
  verifiedSource,
} from '../../../src/metadata/xml/source.js';
import { nodesOf, withoutReturns } from '../../../src/metadata/xml/tree.js';
import { XmlFault } from '../../../src/metadata/xml/document.js';
import { elementName, parseXml, refuseCrossing } from '../../../src/metadata/xml/parse.js';
import { noText, trimBlanks, textTokens } from '../../../src/metadata/xml/text.js';

/** What is said of a text and where, or `accepted`. */
function said(text: string): string {
  const outcome = parseXml(text);
  return outcome.ok ? 'accepted' : `${outcome.offset} ${outcome.message}`;
}

describe('a reference to a character', () => {
  test.each([9, 10, 13, 0x20, 0xd7ff, 0xe000, 0xfffd, 0x1_00_00, 0x10_ff_ff])(
    'may be one to %i',
    (code) => {
      expect([said(`<a>&#${code};</a>`), said(`<a>&#x${code.toString(16)};</a>`)]).toEqual([
        'accepted',
        'accepted',
      ]);
    },
  );

  test.each([0, 8, 11, 12, 14, 0x1f, 0xd800, 0xdfff, 0xfffe, 0xffff, 0x11_00_00])(
    'may be none to %i',
    (code) => {
      const refused = '3 a reference to a character that is not allowed in XML';
      expect(said(`<a>&#${code};</a>`)).toBe(refused);
      expect(said(`<a x="&#${code};"/>`)).toBe(refused.replace('3', '6'));
    },
  );

  test('has small hexadecimal digits or large ones', () => {
    const outcome = parseXml('<a>&#x4a;&#x4A;&#074;</a>');
    expect(outcome.ok && outcome.document.root.text).toBe('JJJ');
  });
});

describe('a name', () => {
  const bounds = [
    ['À', 'Ö', '×'],
    ['Ø', 'ö', '÷'],
    ['\u0370', '\u037d', '\u037e'],
    ['\u200c', '\u200d', '\u200e'],
    ['\u2070', '\u218f', '\u2190'],
    ['\u2c00', '\u2fef', '\u2ff0'],
    ['\u3001', '\ud7ff', '\u3000'],
    ['\uf900', '\ufdcf', '\ufdd0'],
    ['\u{10000}', '\u{effff}', '\u{f0000}'],
  ] as const;
  test.each(bounds)('may begin with %s and with %s, not with %s', (first, last, beyond) => {
    for (const sign of [first, last]) {
      expect(nameEnd(sign, 0)).toBe(sign.length);
      expect(nameEnd(`a${sign}b`, 0)).toBe(sign.length + 2);
    }
    expect(nameEnd(beyond, 0)).toBe(0);
    expect(nameEnd(`a${beyond}`, 0)).toBe(1);
  });

  test.each(['-', '.', '0', '9', '\u00b7', '\u0300', '\u036f', '\u203f', '\u2040'])(
    'may go on with %s, not begin with it',
    (sign) => {
      expect([nameEnd(sign, 0), nameEnd(`a${sign}`, 0)]).toEqual([0, 2]);
      expect([nameEnd(`é${sign}`, 0), nameEnd(`xé${sign} `, 1)]).toEqual([2, 3]);
    },
  );

  test.each(['A', 'Z', 'a', 'z', '_', ':'])('may begin with %s', (sign) => {
    expect([nameEnd(sign, 0), nameEnd(`${sign}${sign} x`, 0)]).toEqual([1, 2]);
  });

  test.each(['@', '[', '`', '{', ';', '<', '=', '>', '?', '/', '!', ' ', '\t', '&', '"', "'", '~'])(
    'has no %j',
    (sign) => {
      expect([nameEnd(sign, 0), nameEnd(`a${sign}a`, 0)]).toEqual([0, 1]);
    },
  );

  test('ends with the text', () => {
    expect([nameEnd('', 0), nameEnd('abc', 3), nameEnd('abc', 1)]).toEqual([0, 3, 3]);
    expect(nameEnd('aé', 2)).toBe(2);
  });
});

test.each([
  [' \t\r\nx', 4],
  ['x ', 0],
  ['\u00a0', 0],
  ['\u000b', 0],
  ['  ', 2],
])('in %j the first that is no blank is at %i', (text, at) => {
  expect(skipBlanks(text, 0)).toBe(at);
});

describe('an XML declaration', () => {
  test.each([
    '<?xml version="1.0"?>',
    "<?xml version='1.0'?>",
    '<?xml\tversion\n=\r"1.0"\t?>',
    '<?xml version="1.0" encoding="UTF-8"?>',
    "<?xml version='1.0' encoding='utf-8'?>",
    '<?xml version="1.0" encoding = "Utf-8" standalone = "yes" ?>',
    "<?xml version='1.0' standalone='no'?>",
    '<?xml version="1.0" standalone="no"?>',
    "<?xml version='1.0' standalone='yes'?>",
  ])('may be %s', (text) => {
    expect(declarationEnd(`${text}<a/>`)).toBe(text.length);
  });

  const bad = '0 the XML declaration is not well-formed';
  test.each([
    ['<?xml version="1.0\'?>', bad],
    ['<?xml version=1.0?>', bad],
    ['<?xml version="1.0" standalone="maybe"?>', bad],
    ['<?xml version="1.0" standalone="yes" encoding="UTF-8"?>', bad],
    ['<?xml version="1.0" version="1.0"?>', bad],
    ['<?xml version="1.0"standalone="yes"?>', bad],
    ['<?xml version="1.0" encoding="UTF-8"standalone="yes"?>', bad],
    ['<?xml version="1.0" x="y"?>', bad],
    ['<?xml encoding="UTF-8"?><b version="1.1"/>', bad],
    ['<?xml version="1.0" encoding=""?>', bad],
    ['<?xml ?>', bad],
    ['<?xml version="11.0"?>', '15 version "11.0" of XML is not supported; Salesforce writes 1.0'],
    ['<?xml version="1.00"?>', '15 version "1.00" of XML is not supported; Salesforce writes 1.0'],
    ['<?xml version="1-0"?>', '15 version "1-0" of XML is not supported; Salesforce writes 1.0'],
    [
      "<?xml version='1.0' encoding = 'UTF-16'?>",
      '32 encoding "UTF-16" is not supported; metadata is UTF-8',
    ],
    [
      '<?xml version="1.0" encoding="xUTF-8"?>',
      '30 encoding "xUTF-8" is not supported; metadata is UTF-8',
    ],
    [
      '<?xml version="1.0" encoding="UTF-80"?>',
      '30 encoding "UTF-80" is not supported; metadata is UTF-8',
    ],
    [`<?xml version="${'1'.repeat(20)}"?>`, expect.stringContaining('is not supported')],
    [`<?xml version="${'1'.repeat(21)}"?>`, bad],
    ['<?xml version="1.0">', '0 the XML declaration is never closed'],
  ])('may not be %s', (text, expected) => {
    expect(said(`${text}<a/>`)).toEqual(expected);
  });

  test.each(['<a/>', '<?xml-stylesheet href="x"?><a/>', ' <?xml version="1.0"?>', '<?xmlx?>'])(
    'is none: %s',
    (text) => {
      expect(declarationEnd(text)).toBe(0);
    },
  );
});

describe('what is neither tag nor text', () => {
  test.each([
    ['<a><!-- x --></a>', 0, true],
    ['<a><?x?></a>', 0, true],
    ['<!-- x --><a/>', 10, false],
    ['<?x?><a/>', 5, false],
    ['<a>!?</a>', 0, false],
  ])('%s from %i: %j', (text, from, expected) => {
    expect(hasMarkup(text, from)).toBe(expected);
  });

  test('is blank, and CDATA sections are noted', () => {
    const cdata: number[] = [];
    const text = '<?x?><a>b<![CDATA[c]]>d<!-- e -->f<?g h?></a><![CDATA[]]>';
    expect(blankMarkup(text, 5, cdata)).toBe(
      `<?x?><a>b${' '.repeat(13)}d${' '.repeat(10)}f${' '.repeat(7)}</a>${' '.repeat(12)}`,
    );
    expect(cdata).toEqual([9, 45]);
  });

  test.each([
    ['<a><?x:y z?></a>', '3 `<?` is not followed by the name of a processing instruction'],
    ['<a><?x</a>', '3 `<?` is not followed by the name of a processing instruction'],
    ['<a><?x', '3 a processing instruction is never closed'],
    ['<a><?x ?', '3 a processing instruction is never closed'],
    ['<a><!-- --', '8 `--` inside a comment'],
    ['<a><!x></a>', '3 `<!` begins neither a comment nor a CDATA section'],
    ['<a><!DOCTYP></a>', '3 `<!` begins neither a comment nor a CDATA section'],
    ['<a><![CDATA[]]</a>', '3 a CDATA section is never closed'],
    ['<a>]]><![CDATA[x]]></a>', '3 `]]>` in text is written `]]&gt;`'],
  ])('%s', (text, expected) => {
    expect(said(text)).toBe(expected);
  });

  test.each([
    '<a><?x?></a>',
    '<a><?x\t?></a>',
    '<a><!----></a>',
    '<a><!--->x--></a>',
    '<a><![CDATA[]]]]></a>',
  ])('%s is fine', (text) => {
    expect(said(text)).toBe('accepted');
  });
});

/** Where something is refused, and why; nothing where it is not. */
function faultOf(check: () => void): string {
  try {
    check();
    return '';
  } catch (fault) {
    return fault instanceof XmlFault ? `${fault.offset} ${fault.message}` : String(fault);
  }
}

test.each([
  ['<a><b></b><c/></a>', 3, ''],
  ['<a><b></b><c/></a>', 2, '10 more than 2 elements'],
  ['<a/><b/><c/><d/>', 3, '12 more than 3 elements'],
  ['<a/><b/>x<c/>', 3, ''],
  ['<a/>', 0, '0 more than 0 elements'],
  ['', 0, ''],
])('%s may have %i elements: %j', (text, most, expected) => {
  expect(faultOf(() => refuseTooMany(text, most))).toBe(expected);
});

test.each([
  ['<a>xx</a>', 0, 5, ''],
  ['<a>xx</a>', 0, 4, '0 more than 4 characters without a tag'],
  ['<a><b>xx</b></a>', 0, 4, '3 more than 4 characters without a tag'],
  ['<a/>   ', 0, 6, '0 more than 6 characters without a tag'],
  ['<a/>   ', 0, 7, ''],
  ['<a></a>  ', 0, 5, '3 more than 5 characters without a tag'],
  ['<a></a>  ', 0, 6, ''],
  ['<?xxxxxx?><a/>', 10, 4, ''],
  ['<?xxxxxx?><a/>', 0, 4, '0 more than 4 characters without a tag'],
  [' <a/>', 0, 4, ''],
])('%j, from %i on, with at most %i characters: %j', (text, body, most, expected) => {
  expect(faultOf(() => refuseTooLong(text, body, most))).toBe(expected);
});

test('an element is the one that the parser saw, by name and by range', () => {
  const source = verifiedSource('<ab>x</ab>');
  const range = { startIndex: 0, endIndex: 10 };
  const node = { ab: [], [XMLParser.getMetaDataSymbol() as symbol]: range };
  expect(elementName(source, node, 0, 3)).toBe('ab');
  expect(faultOf(() => elementName(source, { b: [] }, 0, 3))).toBe(
    '1 a name that no element of metadata has',
  );
  expect(faultOf(() => refuseCrossing(node, 0, 10))).toBe('');
  expect(faultOf(() => refuseCrossing(node, 1, 10))).toBe('1 the elements do not nest');
  expect(faultOf(() => refuseCrossing(node, 0, 9))).toBe('0 the elements do not nest');
  expect(faultOf(() => refuseCrossing({}, 0, 10))).toBe('0 the elements do not nest');
});

test('what the parser alone refuses is refused where the root begins', () => {
  const source = verifiedSource('<a>x</a');
  expect(faultOf(() => nodesOf(source))).toBe('4 a tag is never closed');
  expect(faultOf(() => nodesOf({ ...source, body: 8 }))).toBe('8 the text is not well-formed');
});

test('a return is a blank to the parser, and nothing else is', () => {
  expect(withoutReturns('\u010d\r\n\u0d0d\u0d00\ud834\udd1e\r')).toBe(
    '\u010d \n\u0d0d\u0d00\ud834\udd1e ',
  );
  expect(withoutReturns('a\nb')).toBe('a\nb');
});

test('what a text is prepared for', () => {
  const flags = (text: string): readonly boolean[] => {
    const { marked, hasReferences, hasBrackets, plain } = verifiedSource(text);
    return [marked, hasReferences, hasBrackets, plain];
  };
  expect(flags('<a>x</a>')).toEqual([false, false, false, true]);
  expect(flags('<a>&amp;</a>')).toEqual([false, true, false, false]);
  expect(flags('<a>]]></a>')).toEqual([false, false, true, true]);
  expect(flags('<a>\r</a>')).toEqual([false, false, false, false]);
  expect(flags('<a><!-- & ]]> --></a>')).toEqual([true, false, false, false]);
  expect(flags('<?xml version="1.0"?><a/>')).toEqual([false, false, false, true]);
  expect(verifiedSource('<?xml version="1.0"?><a/>').body).toBe(21);
});

test.each([
  [' x y ', 0, 5, { text: 'x y', start: 1, end: 4 }],
  ['ab', 0, 2, { text: 'ab', start: 0, end: 2 }],
  ['ab', 1, 1, { text: '', start: 1, end: 1 }],
  ['a  b', 1, 3, { text: '', start: 1, end: 1 }],
  ['\u00a0', 0, 1, { text: '\u00a0', start: 0, end: 1 }],
])('%j from %i to %i without blanks', (text, from, to, expected) => {
  expect(trimBlanks(text, from, to)).toEqual(expected);
  expect(noText(from)).toEqual({ text: '', start: from, end: from });
});

test('the pieces of a text, with where they stand', () => {
  const text = 'x\r\ny&lt;<!-- c --><![CDATA[ &\r]]>z\r';
  expect(textTokens(text, 0, text.length)).toEqual([
    { value: 'x\ny', start: 0, end: 4, whole: false },
    { value: '<', start: 4, end: 8, whole: true },
    { value: '', start: 8, end: 18, whole: true },
    { value: ' &\n', start: 18, end: 33, whole: true },
    { value: 'z\n', start: 33, end: 35, whole: false },
  ]);
  expect(textTokens('abc', 1, 2)).toEqual([{ value: 'b', start: 1, end: 2, whole: false }]);
  expect(textTokens('abc', 2, 2)).toEqual([]);
});
