// Whatever the file looks like: after an edit it says what was asked for, all else is what it was, and a second run finds
// nothing to do.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change } from '../../src/edit/change.js';
import { applyEdits, smallestEdit } from '../../src/edit/text-edits.js';
import { editsOf } from '../../src/edit/xml-edits.js';
import type { XmlElement } from '../../src/metadata/xml/document.js';
import { parseXml } from '../../src/metadata/xml/parse.js';

const type = 'ConnectedApp';
const name = fc.constantFrom('a', 'bb', 'c', 'd', 'e');
const value = fc.constantFrom('1', 'true', 'x &amp; y', '', 'two\nlines');
const gap = fc.constantFrom('', '\n', '\n    ', '\r\n\t', ' <!-- note -->\n  ');

const leaf = fc
  .tuple(name, value, gap)
  .map(([tag, text, before]) => `${before}<${tag}>${text}</${tag}>`);
const group = fc
  .tuple(gap, fc.array(leaf, { minLength: 1, maxLength: 3 }), gap)
  .map(([before, leaves, after]) => `${before}<g>${leaves.join('')}${after}</g>`);
const file = fc
  .tuple(
    fc.constantFrom('', '<?xml version="1.0"?>\n'),
    fc.array(fc.oneof(leaf, leaf, group), { maxLength: 5 }),
    gap,
  )
  .map(([head, parts, after]) => `${head}<P>${parts.join('')}${after}</P>\n`);

const path = fc.constantFrom('a', 'bb', 'f', 'g/a', 'g/bb', 'h/i/j');
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    kind: fc.constant('set' as const),
    part: fc.constant(type),
    path,
    text: fc.constantFrom('9', '<&>', 'x & y'),
  }),
  fc.record({ kind: fc.constant('remove' as const), part: fc.constant(type), path }),
);
const changes = fc.uniqueArray(change, { selector: (one) => one.path, minLength: 1, maxLength: 4 });

function rootOf(text: string): XmlElement {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(`${parsed.message} in ${text}`);
  return parsed.document.root;
}

function edit(text: string, wanted: readonly Change[]): string {
  const { edits, refused } = editsOf({ text, root: rootOf(text) }, type, wanted);
  expect(refused).toEqual([]);
  return applyEdits(text, edits);
}

/** Every text by its path, but those that are asked about and what only holds others. */
function textsOf(
  element: XmlElement,
  prefix: string,
  except: ReadonlySet<string>,
): readonly string[] {
  return element.children.flatMap((child) => {
    const at = prefix + child.name;
    if (except.has(at)) return [];
    const holds = child.name === 'g' || child.name === 'h' || child.name === 'i';
    return holds ? textsOf(child, `${at}/`, except) : [`${at}=${child.text}`];
  });
}

function found(element: XmlElement, names: readonly string[]): readonly XmlElement[] {
  const [first, ...rest] = names;
  const own = element.children.filter((child) => child.name === first);
  return rest.length === 0 ? own : own.slice(0, 1).flatMap((child) => found(child, rest));
}

test('says what was asked for, keeps all else, and has nothing to do the second time', () => {
  fc.assert(
    fc.property(file, changes, (text, wanted) => {
      // Of an element that holds others there is one; the first of two would be edited alone.
      fc.pre((text.match(/<g>/g) ?? []).length < 2);
      const after = edit(text, wanted);
      const root = rootOf(after);
      for (const one of wanted) {
        const texts = found(root, one.path.split('/')).map((element) => element.text);
        if (one.kind === 'remove') expect(texts).toEqual([]);
        else if (one.kind === 'set') expect([...new Set(texts)]).toEqual([one.text]);
      }
      const except = new Set(wanted.map((one) => one.path));
      expect(textsOf(root, '', except)).toEqual(textsOf(rootOf(text), '', except));
      expect((after.match(/<!-- note -->/g) ?? []).length).toBe(
        (text.match(/<!-- note -->/g) ?? []).length,
      );
      expect(edit(after, wanted)).toBe(after);
    }),
    { numRuns: 500 },
  );
});

test('the smallest edit makes one text of the other, and touches no equal end', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 12 });
  fc.assert(
    fc.property(text, text, text, (head, before, after) => {
      const one = smallestEdit(before, after, head.length);
      expect(applyEdits(head + before, [one])).toBe(head + after);
      const old = (head + before).slice(one.start, one.end);
      expect(old !== '' && one.text !== '' && old[0] === one.text[0]).toBe(false);
      expect(old !== '' && one.text !== '' && old.at(-1) === one.text.at(-1)).toBe(false);
    }),
  );
});

test('edits that touch each other are refused', () => {
  expect(() =>
    applyEdits('abcdef', [
      { start: 1, end: 3, text: '' },
      { start: 2, end: 4, text: '' },
    ]),
  ).toThrow(RangeError);
  expect(() => applyEdits('abc', [{ start: 2, end: 9, text: '' }])).toThrow(RangeError);
  expect(
    applyEdits('abc', [
      { start: 1, end: 1, text: 'x' },
      { start: 1, end: 1, text: 'y' },
    ]),
  ).toBe('axybc');
});
