import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/metadata/limits.js';
import { indexLines } from '../../../src/metadata/text.js';
import { parseXml, type XmlOutcome } from '../../../src/metadata/xml/parse.js';
import { type XmlElement, XmlFault } from '../../../src/metadata/xml/document.js';
import { type Written, writtenDocument } from './arbitrary.js';
import { type OracleElement, readWithSaxes } from './oracle.js';

const metadata = 'http://soap.sforce.com/2006/04/metadata';
const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

function read(text: string): XmlElement {
  const outcome = parseXml(text);
  if (!outcome.ok) throw new Error(`${outcome.message} at ${outcome.offset}`);
  return outcome.document.root;
}

function refusal(text: string): string {
  const outcome = parseXml(text);
  if (outcome.ok) return 'accepted';
  const { startLine, startColumn } = indexLines('x', text).locate(outcome.offset, outcome.offset);
  return `${startLine}:${startColumn} ${outcome.message}`;
}

describe('a value', () => {
  test.each([
    ['plain', '<a>x</a>', 'x', 'x'],
    ['trimmed', '<a>\n  x y\t\n</a>', 'x y', 'x y'],
    ['empty', '<a></a>', '', ''],
    ['only blanks', '<a> \r\n </a>', '', ''],
    ['self-closing', '<a/>', '', ''],
    ['the five entities', '<a>&amp;&lt;&gt;&quot;&apos;</a>', `&<>"'`, '&amp;&lt;&gt;&quot;&apos;'],
    ['no entity twice', '<a>&amp;lt;</a>', '&lt;', '&amp;lt;'],
    ['numeric references', '<a>&#65;&#x42;&#x1D11E;</a>', 'AB𝄞', '&#65;&#x42;&#x1D11E;'],
    ['numbers stay text', '<a>007</a>', '007', '007'],
    ['LF for CRLF', '<a>x\r\ny\rz</a>', 'x\ny\nz', 'x\r\ny\rz'],
    ['a CR by reference stays', '<a>x&#13;y</a>', 'x\ry', 'x&#13;y'],
    ['CDATA', '<a> <![CDATA[ <b>&amp; ]]> </a>', '<b>&amp;', '<![CDATA[ <b>&amp; ]]>'],
    ['CDATA beside text', '<a>x<![CDATA[ & ]]>y</a>', 'x & y', 'x<![CDATA[ & ]]>y'],
    ['comments at the edges', '<a> <!-- c --> x <!-- d --></a>', 'x', 'x'],
    ['a comment inside', '<a>x<!-- c -->y</a>', 'xy', 'x<!-- c -->y'],
    ['blank references at the edges', '<a>&#32;x&#10;</a>', 'x', 'x'],
    ['no-break spaces stay', '<a>\u00a0x</a>', '\u00a0x', '\u00a0x'],
    ['beyond the BMP', '<a> 𝄞é </a>', '𝄞é', '𝄞é'],
    [
      'many lines',
      '<a>\nhttps://x\nhttps://y\n</a>',
      'https://x\nhttps://y',
      'https://x\nhttps://y',
    ],
  ])('%s', (_, source, text, written) => {
    const root = read(source);
    expect(root.text).toBe(text);
    expect(source.slice(root.textStart, root.textEnd)).toBe(written);
  });
});

describe('an element', () => {
  test('has exact ranges', () => {
    const text = `<?xml version="1.0"?>\r\n<r xmlns="${metadata}">\r\n  <a x=">">v</a\n>\r\n  <b />\r\n</r>\n`;
    const root = read(text);
    const [a, b] = root.children;
    expect(text.slice(root.start, root.openEnd)).toBe(`<r xmlns="${metadata}">`);
    expect(text.slice(root.closeStart, root.end)).toBe('</r>');
    expect(text.slice(a?.start, a?.openEnd)).toBe('<a x=">">');
    expect(text.slice(a?.closeStart, a?.end)).toBe('</a\n>');
    expect(text.slice(b?.start, b?.end)).toBe('<b />');
    expect([b?.openEnd, b?.closeStart, b?.textStart, b?.textEnd]).toEqual(Array(4).fill(b?.end));
    expect(root.namespace).toBe(metadata);
  });

  test.each([
    ['true', true],
    ['1', true],
    [' true ', true],
    ['\t1\r\n', true],
    ['&#13;true', true],
    ['\u00a0true', false],
    ['true1', false],
    ['untrue', false],
    ['10', false],
    ['0', false],
    ['false', false],
    ['yes', false],
  ])('with xsi:nil="%s" is nil: %s', (value, nil) => {
    expect(read(`<a ${xsi}><b xsi:nil="${value}"/></a>`).children[0]?.nil).toBe(nil);
  });

  test.each(['toString', 'hasOwnProperty', 'valueOf', '__defineGetter__', 'élan', 'a.b-c_d'])(
    'may be called %s',
    (name) => {
      expect(read(`<r><${name}>x</${name}></r>`).children.map((child) => child.name)).toEqual([
        name,
      ]);
      expect(Object.prototype).not.toHaveProperty('x');
    },
  );

  test.each([
    ['a declared prefix that is not used', `<a xmlns:sf="urn:x">x</a>`],
    ['xml:space', '<a xml:space="preserve">x</a>'],
    ['the prefix of XML bound to its own', '<a xmlns:xml="http://www.w3.org/XML/1998/namespace"/>'],
    ['no default namespace', '<a xmlns=""/>'],
    ['instructions with odd quotes', `<?a it's?><r><?b "?><c/><?d "?></r><?e '?>`],
    ['comments with tags', '<!-- <x> --><r><!-- </r> --></r><!-- <y -->'],
    [
      'nesting up to the limit',
      '<a>'.repeat(limits.maxXmlDepth) + '</a>'.repeat(limits.maxXmlDepth),
    ],
  ])('is read with %s', (_, text) => {
    expect(parseXml(text).ok).toBe(true);
  });
});

const bom = '\ufeff';
const deep = limits.maxXmlDepth + 1;

/** What stands between tags, inside one; and the column of its `<`. */
const insideTags: readonly (readonly [string, number])[] = [
  ['<a <!-- x -->></a>', 4],
  ['<a<!-- x -->></a>', 3],
  ['<a<!-- x --> b="c"/>', 3],
  ['<a b<!-- x -->="c"/>', 5],
  ['<a b=<!-- x -->"c"/>', 6],
  ['<a b="<!-- x -->"/>', 7],
  ['<a b="c<!-- " -->"/>', 8],
  ["<a b='<?p q?>'/>", 7],
  ['<a b="c"<?p q?>/>', 9],
  ['<a b="c>"<?p q?>/>', 10],
  ["<a b='c>'<?p q?>/>", 10],
  ['<a b="<![CDATA[c]]>"/>', 7],
  ['<a <![CDATA[c]]>/>', 4],
  ['<a/<!-- x -->>', 4],
  ['<a></a<!-- x -->>', 7],
  ['<a></a <?p q?> >', 8],
  ['<a><b <!-- > --> ></b></a>', 7],
];

test('what the program does wrong is no fault of the file', () => {
  expect(() => parseXml(undefined as unknown as string)).toThrow(TypeError);
  expect(new XmlFault('x', 3)).toMatchObject({ name: 'XmlFault', message: 'x', offset: 3 });
});

describe('a malformed text is refused where it is wrong', () => {
  test.each([
    ['', '1:1 there is no root element'],
    [' \n ', '2:2 there is no root element'],
    ['<!-- only -->', '1:14 there is no root element'],
    ['hello', '1:1 text before the root element'],
    ['\n x<a/>', '2:2 text before the root element'],
    ['<![CDATA[x]]><a/>', '1:1 text before the root element'],
    [`${bom}<a/>`, '1:1 text before the root element'],
    ['<a/>x', '1:5 text behind the root element'],
    ['<a/> <![CDATA[x]]>', '1:6 text behind the root element'],
    ['<a/><![CDATA[x]]>', '1:5 text behind the root element'],
    ['\n<![CDATA[x]]><a/>', '2:1 text before the root element'],
    ['<a/>&amp;', '1:5 text behind the root element'],
    ['<a/>\n<b/>', '2:1 a second root element'],
    ['<a/>\n</a>', '2:1 an end tag without a start tag'],
    ['</a>', '1:1 an end tag without a start tag'],
    ['<a>\n<b>x</a>', '2:5 this end tag does not match the start tag in line 2'],
    ['<a>\n<b>x\n\n</a>', '4:1 this end tag does not match the start tag in line 2'],
    ['<a><b>x</B></a>', '1:8 this end tag does not match the start tag in line 1'],
    ['<a><b>x</bb></a>', '1:8 this end tag does not match the start tag in line 1'],
    ['<a><b>x</></a>', '1:8 this end tag does not match the start tag in line 1'],
    ['<a>\n  <b>x', '2:3 this element is never closed'],
    ['<a>\n  <b/>', '1:1 this element is never closed'],
    ['<a><b>x</b', '1:8 a tag is never closed'],
    ['<a><b', '1:4 a tag is never closed'],
    ['\n<a><b', '2:4 a tag is never closed'],
    [`<a>${'<b/>'.repeat(deep)}<c`, `1:${deep * 4 + 4} a tag is never closed`],
    [`<a>${'<b></b>'.repeat(deep)}<c`, `1:${deep * 7 + 4} a tag is never closed`],
    [`<a ${xsi}><b xsi:nil="true"/><c`, '1:77 a tag is never closed'],
    ['<!-- c --><a <b/></a>', '1:14 this does not belong into a tag'],
    ['<a><b x', '1:7 an attribute has no value'],
    ['<a><b x="1', '1:9 the value of an attribute is never closed'],
    ['<a></a b>', '1:8 this does not belong into a tag'],
    ['<a></ a>', '1:4 this end tag does not match the start tag in line 1'],
    ['<a / >', '1:4 this does not belong into a tag'],
    ['<a//>', '1:3 this does not belong into a tag'],
    ['<a x=1/>', '1:6 the value of an attribute is not in quotes'],
    ['<a x/>', '1:4 an attribute has no value'],
    ['<a x="1"y="2"/>', '1:9 this does not belong into a tag'],
    ['<a x="1" x="2"/>', '1:10 an attribute is there twice'],
    ['<a x="a<b"/>', '1:8 `<` inside the value of an attribute'],
    ['<a x="a&b"/>', '1:8 `&` begins no reference that XML knows; by itself it is written `&amp;`'],
    ['<a 1x="2"/>', '1:4 this does not belong into a tag'],
    ['<1a/>', '1:1 `<` begins no tag here; in text it is written `&lt;`'],
    ['<a>x < y</a>', '1:6 `<` begins no tag here; in text it is written `&lt;`'],
    ['<a>x<y</a>', '1:7 this does not belong into a tag'],
    [
      '<a>\n  x & y</a>',
      '2:5 `&` begins no reference that XML knows; by itself it is written `&amp;`',
    ],
    [
      '<a>&nbsp;</a>',
      '1:4 `&` begins no reference that XML knows; by itself it is written `&amp;`',
    ],
    [
      '<a>&#X41;</a>',
      '1:4 `&` begins no reference that XML knows; by itself it is written `&amp;`',
    ],
    ['<a>&#;</a>', '1:4 `&` begins no reference that XML knows; by itself it is written `&amp;`'],
    ['<a>&#0;</a>', '1:4 a reference to a character that is not allowed in XML'],
    ['<a>&#xD800;</a>', '1:4 a reference to a character that is not allowed in XML'],
    ['<a>&#99999999999999999999;</a>', '1:4 a reference to a character that is not allowed in XML'],
    [
      '<a>x<b/>&y<c/></a>',
      '1:9 `&` begins no reference that XML knows; by itself it is written `&amp;`',
    ],
    ['<a>x]]>y</a>', '1:5 `]]>` in text is written `]]&gt;`'],
    ['<a>]]><b/></a>', '1:4 `]]>` in text is written `]]&gt;`'],
    ['<a><b/>]]></a>', '1:8 `]]>` in text is written `]]&gt;`'],
    [
      '<a><b/>&y</a>',
      '1:8 `&` begins no reference that XML knows; by itself it is written `&amp;`',
    ],
    ['<a><!-- x -- y --></a>', '1:11 `--` inside a comment'],
    ['<a><!-- x ---></a>', '1:11 `--` inside a comment'],
    ['<a><!-- x</a>', '1:4 a comment is never closed'],
    ['<a><!-></a>', '1:4 `<!` begins neither a comment nor a CDATA section'],
    ['<a><![CDATA[x</a>', '1:4 a CDATA section is never closed'],
    ['<a><![cdata[x]]></a>', '1:4 `<!` begins neither a comment nor a CDATA section'],
    ['<a><?x</a>', '1:4 `<?` is not followed by the name of a processing instruction'],
    ['<a><?x y</a>', '1:4 a processing instruction is never closed'],
    ['<a><? x?></a>', '1:4 `<?` is not followed by the name of a processing instruction'],
    ['<a><?XML x?></a>', '1:4 an XML declaration may only be the very first thing in a file'],
    [
      '\n<?xml version="1.0"?><a/>',
      '2:1 an XML declaration may only be the very first thing in a file',
    ],
    ['<?xml version="1.0"><a/>', '1:1 the XML declaration is never closed'],
    ['<?xml encoding="UTF-8"?><a/>', '1:1 the XML declaration is not well-formed'],
    ['<?xml version="1.0"encoding="UTF-8"?><a/>', '1:1 the XML declaration is not well-formed'],
    ['<?xml?><a/>', '1:1 the XML declaration is not well-formed'],
    [
      '<?xml version="1.1"?><a/>',
      '1:16 version "1.1" of XML is not supported; Salesforce writes 1.0',
    ],
    [
      '<?xml version="1.0"\n encoding="ISO-8859-1"?><a/>',
      '2:12 encoding "ISO-8859-1" is not supported; metadata is UTF-8',
    ],
    ['<a>\u0001</a>', '1:4 the character U+0001 is not allowed in XML'],
    ['<a>\0</a>', '1:4 the character U+0000 is not allowed in XML'],
    ['<a x="\u000b"/>', '1:7 the character U+000B is not allowed in XML'],
    ['<!--\uffff--><a/>', '1:5 the character U+FFFF is not allowed in XML'],
    ['<a>\ud834</a>', '1:4 the character U+D834 is not allowed in XML'],
    ['<a>𝄞\udd1e</a>', '1:6 the character U+DD1E is not allowed in XML'],
    [
      '<sf:a xmlns:sf="urn:x"/>',
      '1:2 a name with a prefix; elements of Salesforce metadata have none',
    ],
    [
      '<a b:c="1"/>',
      '1:4 a prefix other than `xsi` and `xml` means nothing in Salesforce metadata',
    ],
    ['<a><b xsi:nil="true"/></a>', '1:7 the prefix `xsi` is not bound'],
    [`<a><b ${xsi}/><c xsi:nil="true"/></a>`, '1:65 the prefix `xsi` is not bound'],
    [`<a ${xsi}><b xmlns:xsi=""/></a>`, '1:61 this prefix may not be bound to this namespace'],
    ...[' ', '&#13;', '\t', '\u00a0'].map((blank) => [
      `<a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance${blank}"/>`,
      '1:4 this prefix may not be bound to this namespace',
    ]),
    ...insideTags.map(([text, column]) => [
      text,
      `1:${column} \`<\` inside a tag; a comment belongs between tags`,
    ]),
    ['<a xmlns:xsi="urn:x"/>', '1:4 this prefix may not be bound to this namespace'],
    ['<a xmlns:b=""/>', '1:4 this prefix may not be bound to this namespace'],
    ...['xmlns', 'xmlns:b'].flatMap((name) =>
      ['2000/xmlns/', 'XML/1998/namespace'].map((path) => [
        `<a ${name}="http://www.w3.org/${path}"/>`,
        '1:4 this prefix may not be bound to this namespace',
      ]),
    ),
    ['<a :b="1"/>', '1:4 a name with a colon that divides nothing'],
    ['<a xml:1b="1"/>', '1:4 a name with a colon that divides nothing'],
    ['<a xmlns:xmlns="urn:x"/>', '1:4 this prefix may not be bound to this namespace'],
    [`<a ${xsi} xsi:="1"/>`, '1:58 a name with a colon that divides nothing'],
    [`<a ${xsi}><b/><c xsi:a:b="1"/></a>`, '1:65 a name with a colon that divides nothing'],
    ['<a><__proto__/></a>', '1:5 a name that no element of metadata has'],
    ['<a><constructor>x</constructor></a>', '1:5 a name that no element of metadata has'],
    ['<a><prototype/></a>', '1:5 a name that no element of metadata has'],
    ['<a><prototype/><b', '1:5 a name that no element of metadata has'],
    [
      '<<<<<<< HEAD\n<a/>\n=======\n<b/>\n>>>>>>> x\n',
      '1:1 `<` begins no tag here; in text it is written `&lt;`',
    ],
    [
      '<a>\n<<<<<<< HEAD\n<b/>\n=======\n<c/>\n>>>>>>> x\n</a>',
      '2:1 `<` begins no tag here; in text it is written `&lt;`',
    ],
  ])('%j', (text, expected) => {
    expect(refusal(text)).toBe(expected);
  });

  test.each([
    '<!DOCTYPE a><a/>',
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
    '<!doctype a><a/>',
    `<!DOCTYPE a [<!ENTITY a "aaaa">${'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'.repeat(20)}]><a>&b;</a>`,
  ])('a DOCTYPE: %.40s', (text) => {
    expect(refusal(text)).toContain('a DOCTYPE is refused');
  });

  test.each([deep, deep + 1, 5_000, 50_000])('%i elements inside one another', (count) => {
    const expected = `1:${deep * 3 - 2} elements are nested more than ${limits.maxXmlDepth} deep`;
    expect(refusal('<a>'.repeat(count) + '</a>'.repeat(count))).toBe(expected);
  });

  test('nothing of the file is quoted: it may be a secret', () => {
    const secret = 'S3CRETS3CRETS3CRET';
    const text = `<a><consumerSecret>${secret}</consumerSecret></a>`;
    for (let at = 0; at < text.length; at += 1) {
      for (const put of ['', '<', '&', '"', '=', '</', '>', ' ']) {
        expect(refusal(text.slice(0, at) + put + text.slice(at + 1))).not.toMatch(/S3C|CRET/);
      }
    }
  });
});

describe('against saxes', () => {
  test('every well-formed document is read, with exact ranges and the same values', () => {
    fc.assert(
      fc.property(writtenDocument, ({ text, root }) => {
        const found = read(text);
        expect(ranges(found)).toEqual(ranges(root));
        expect(values(found)).toEqual(readWithSaxes(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test('a mutated document is accepted when saxes accepts it, and only then', () => {
    fc.assert(
      fc.property(
        writtenDocument,
        fc.array(mutation, { minLength: 1, maxLength: 3 }),
        (document, list) => {
          const text = list.reduce((sofar, mutate) => mutate(sofar), document.text);
          const expected = readWithSaxes(text);
          expect(parseXml(text)).toSatisfy((outcome: XmlOutcome) => agree(outcome, text, expected));
        },
      ),
      { numRuns: 10_000 },
    );
  });
});

function ranges(element: Written | XmlElement): Written {
  const { name, start, openEnd, closeStart, end, textStart, textEnd, nil } = element;
  const children = element.children.map(ranges);
  return { name, start, openEnd, closeStart, end, textStart, textEnd, nil, children };
}

function values({ name, text, nil, children }: XmlElement): OracleElement {
  return { name, text, nil, children: children.map(values) };
}

const snippets = [
  '<',
  '>',
  '/',
  '&',
  ';',
  '"',
  "'",
  '=',
  '-',
  '!',
  '?',
  ']',
  '[',
  ':',
  ' ',
  '\r',
  '\n',
  'x',
  '\0',
  '\ud834',
  '<a>',
  '</a>',
  '<b/>',
  '</',
  '/>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '<?xml ',
  '<!-- x -->',
  '<!-- > -->',
  '<!---->',
  '<?p q?>',
  '<![CDATA[x]]>',
  ' xsi:nil="&#13;true\u00a0"',
  ' xmlns:xsi=""',
  '&amp;',
  '&#0;',
  '&x;',
  ' id="1"',
  ' xsi:nil="1"',
  ' xmlns=""',
  '<!DOCTYPE a>',
  'é',
  '\u00a0',
  '\u0300',
];

const position = fc.double({ min: 0, max: 1, noNaN: true });

/** Deletes, inserts, replaces, doubles and swaps stretches of a text. */
const mutation: fc.Arbitrary<(text: string) => string> = fc.oneof(
  fc.tuple(position, fc.constantFrom(...snippets)).map(([at, put]) => (text: string) => {
    const index = Math.floor(at * text.length);
    return text.slice(0, index) + put + text.slice(index);
  }),
  fc.tuple(position, fc.integer({ min: 1, max: 8 })).map(([at, count]) => (text: string) => {
    const index = Math.floor(at * text.length);
    return text.slice(0, index) + text.slice(index + count);
  }),
  fc.tuple(position, fc.constantFrom(...snippets)).map(([at, put]) => (text: string) => {
    const index = Math.floor(at * text.length);
    return text.slice(0, index) + put + text.slice(index + 1);
  }),
  fc.tuple(position, position, position).map((cuts) => (text: string) => {
    const [a = 0, b = 0, c = 0] = cuts
      .map((cut) => Math.floor(cut * text.length))
      .toSorted((x, y) => x - y);
    return text.slice(0, a) + text.slice(b, c) + text.slice(a, b) + text.slice(c);
  }),
  fc.tuple(position, position).map(([at, to]) => (text: string) => {
    const tags = [...text.matchAll(/<[^<>]*>/g)].map((match) => match[0]);
    const [one, two] = [at, to].map((cut) => tags[Math.floor(cut * tags.length)]);
    return one && two ? text.replace(one, () => two) : text;
  }),
);

/** Did we read what saxes read, or refuse what it refuses? */
function agree(outcome: XmlOutcome, text: string, expected: OracleElement | string): boolean {
  if (outcome.ok) return isDeepStrictEqual(values(outcome.document.root), expected);
  return typeof expected === 'string' || ownRefusal(outcome.message)(text);
}

/** What we refuse although it is XML, by message: the list is what the documentation says. */
function ownRefusal(message: string): (text: string) => boolean {
  const reasons: readonly (readonly [RegExp, RegExp])[] = [
    [/DOCTYPE/, /<!DOCTYPE/],
    [/prefix/, /:/],
    [/not supported|XML declaration/, /version|encoding/],
    [/U\+D8|U\+D9|U\+DA|U\+DB|U\+DC|U\+DD|U\+DE|U\+DF/, /\p{Surrogate}/u],
    // saxes lets any character but a blank follow a `?` in the name of an instruction.
    [/name of a processing instruction/, /<\?[^\s?<>]+\?[^>]/],
  ];
  return (text) => reasons.some(([said, seen]) => said.test(message) && seen.test(text));
}
