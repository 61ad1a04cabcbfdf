import * as fc from 'fast-check';

/** An element that a generated document holds, with the ranges at which it was written. */
export interface Written {
  readonly name: string;
  readonly start: number;
  readonly openEnd: number;
  readonly closeStart: number;
  readonly end: number;
  readonly textStart: number;
  readonly textEnd: number;
  readonly nil: boolean;
  readonly children: readonly Written[];
}

export interface WrittenDocument {
  readonly text: string;
  readonly root: Written;
}

type Shape = {
  readonly name: string;
  readonly attributes: string;
  readonly nil: boolean;
  readonly inTag: string;
  readonly content: Content;
};
type Content =
  | { readonly kind: 'self' }
  | { readonly kind: 'empty'; readonly blank: string }
  | {
      readonly kind: 'value';
      readonly before: string;
      readonly core: string;
      readonly after: string;
    }
  | {
      readonly kind: 'children';
      readonly gaps: readonly string[];
      readonly children: readonly Shape[];
    };

const blank = fc.string({ unit: fc.constantFrom(' ', '\n', '\r\n', '\t', '\r'), maxLength: 4 });
const word = fc.string({
  unit: fc.constantFrom(...Array.from('abcXYZ019.:/-_"\'>]=é€𝄞\u00a0')),
  minLength: 1,
  maxLength: 6,
});
const plain = fc.string({
  unit: fc.constantFrom(' ', '\n', '\r\n', '\r', 'a', 'é', '𝄞', '>'),
  maxLength: 6,
});
const reference = fc.constantFrom(
  '&amp;',
  '&lt;',
  '&gt;',
  '&quot;',
  '&apos;',
  '&#65;',
  '&#x1D11E;',
  '&#xe9;',
);
const plainWord = word.filter((text) => !text.includes(']]>'));
const cdata = fc
  .tuple(plainWord, fc.constantFrom('', '<b>', '&amp;', ' ', '--', ']', '\r\n', '<!-- '))
  .map(([a, b]) => `<![CDATA[${a}${b}]]>`);
const comment = fc
  .constantFrom('', ' x ', '<b>', '&', ']]>', '\r\n', "it's", ' - - ', '<![CDATA[', '?>')
  .map((inside) => `<!--${inside}-->`);
const instruction = fc
  .constantFrom('', ' ', ' x="1"', ' it is > <a>', " don't", '\n?')
  .map((inside) => `<?note${inside}?>`);
const skipped = fc.oneof({ weight: 3, arbitrary: comment }, instruction);
const solid = fc.oneof({ weight: 4, arbitrary: plainWord }, reference, cdata);
const middle = fc
  .array(fc.oneof(solid, plain, skipped), { maxLength: 3 })
  .map((parts) => parts.join(''));
const core = fc
  .tuple(solid, fc.option(fc.tuple(middle, solid), { nil: undefined }))
  .map(([first, more]) => first + (more ? more.join('') : ''))
  .filter((text) => !text.replace(/<!\[CDATA\[.*?\]\]>|<!--.*?-->/gs, '\0').includes(']]>'));
const edge = fc
  .array(fc.oneof(blank, skipped, fc.constantFrom('&#10;', '&#x20;')), { maxLength: 2 })
  .map((parts) => parts.join(''));
const gap = fc
  .array(fc.oneof({ weight: 3, arbitrary: blank }, skipped), { maxLength: 2 })
  .map((parts) => parts.join(''));

const name = fc.constantFrom(
  'a',
  'b',
  'label',
  'isPkceRequired',
  'a-b.c_1',
  'élan',
  'toString',
  'hasOwnProperty',
);
const attribute = fc.constantFrom(
  ' id="1"',
  " x='>'",
  '\r\nlong = "a&amp;&#10;b"',
  '\ttwo="\'/&gt;"',
  ' q="/"',
);

const tree: fc.Arbitrary<Shape> = fc.letrec<{ element: Shape; content: Content }>((tie) => ({
  element: fc.record({
    name,
    attributes: fc.uniqueArray(attribute, { maxLength: 2 }).map((list) => list.join('')),
    nil: fc.boolean(),
    inTag: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, blank),
    content: tie('content'),
  }),
  content: fc.oneof(
    { depthSize: 'small' },
    fc.record({ kind: fc.constant('value' as const), before: edge, core, after: edge }),
    fc.record({ kind: fc.constant('empty' as const), blank: edge }),
    fc.constant({ kind: 'self' as const }),
    fc.array(tie('element'), { minLength: 1, maxLength: 4 }).chain((children) =>
      fc.record({
        kind: fc.constant('children' as const),
        children: fc.constant(children),
        gaps: fc.array(gap, { minLength: children.length + 1, maxLength: children.length + 1 }),
      }),
    ),
  ),
})).element;

const declaration = fc.constantFrom(
  '',
  '<?xml version="1.0" encoding="UTF-8"?>\n',
  "<?xml version='1.0'\n encoding = 'utf-8' standalone=\"no\" ?>",
  '<?xml version="1.0"?>\r\n',
);

/** Well-formed documents of every shape that we accept, with everything that XML allows between and inside tags. */
export const writtenDocument: fc.Arbitrary<WrittenDocument> = fc
  .record({ declaration, before: gap, shape: tree, after: gap })
  .map(({ declaration: head, before, shape, after }) => {
    const prolog = head + before;
    const xsi =
      ' xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
    const [text, root] = write({ ...shape, attributes: xsi + shape.attributes }, prolog.length);
    return { text: prolog + text + after, root };
  });

function write(shape: Shape, start: number): [string, Written] {
  const nil = shape.nil ? ' xsi:nil="true"' : '';
  const head = `<${shape.name}${shape.attributes}${nil}${shape.inTag}`;
  const { name: called, nil: isNil, content } = shape;
  if (content.kind === 'self') {
    const end = start + head.length + 2;
    const at = { start, openEnd: end, closeStart: end, end, textStart: end, textEnd: end };
    return [`${head}/>`, { name: called, ...at, nil: isNil, children: [] }];
  }
  const openEnd = start + head.length + 1;
  const { inside, children, textStart, textEnd } = writeContent(content, openEnd);
  const closeStart = openEnd + inside.length;
  const tail = `</${shape.name}${shape.inTag}>`;
  const at = { start, openEnd, closeStart, end: closeStart + tail.length, textStart, textEnd };
  return [`${head}>${inside}${tail}`, { name: called, ...at, nil: isNil, children }];
}

interface WrittenContent {
  readonly inside: string;
  readonly children: readonly Written[];
  readonly textStart: number;
  readonly textEnd: number;
}

function writeContent(content: Exclude<Content, { kind: 'self' }>, from: number): WrittenContent {
  const none = { children: [], textStart: from, textEnd: from };
  if (content.kind === 'empty') return { ...none, inside: content.blank };
  if (content.kind === 'value') {
    const textStart = from + content.before.length;
    const inside = content.before + content.core + content.after;
    return { inside, children: [], textStart, textEnd: textStart + content.core.length };
  }
  const children: Written[] = [];
  let inside = content.gaps[0] ?? '';
  content.children.forEach((child, index) => {
    const [text, written] = write(child, from + inside.length);
    children.push(written);
    inside += text + (content.gaps[index + 1] ?? '');
  });
  return { ...none, inside, children };
}
