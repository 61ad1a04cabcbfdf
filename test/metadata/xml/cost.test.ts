// Long texts: those of millions of signs cost no more than their length, and where the limits are.
import { describe, expect, test } from 'vitest';
import { limits } from '../../../src/metadata/limits.js';
import { parseXml } from '../../../src/metadata/xml/parse.js';

/** What is said of a text and where, or `accepted`. */
function said(text: string): string {
  const outcome = parseXml(text);
  return outcome.ok ? 'accepted' : `${outcome.offset} ${outcome.message}`;
}

test.each([
  ['blanks', `<a>${' '.repeat(2_000_000)}x&amp;</a>`],
  ['references', `<a>${'&amp;'.repeat(400_000)}</a>`],
  ['comments', `<a>${'<!---->'.repeat(200_000)}</a>`],
  ['attributes', `<a ${Array.from({ length: 50_000 }, (_, i) => `x${i}="${i}"`).join(' ')}/>`],
  ['open tags', '<a '.repeat(500_000)],
  ['quotes', `<a x="${"'".repeat(2_000_000)}`],
  ['bare ends', '</a'.repeat(500_000)],
  ['digits', `<a>&#${'0'.repeat(2_000_000)}65;</a>`],
  ['CDATA', `<a>${'<![CDATA[]]>'.repeat(200_000)}</a>`],
  ['brackets', `<a>${'<b>]]</b>'.repeat(50_000)}]]></a>`],
])('no text takes long: %s', (_, text) => {
  const begin = process.cpuUsage();
  parseXml(text);
  expect(process.cpuUsage(begin).user).toBeLessThan(3_000_000);
});

describe('a stretch without a tag', () => {
  const most = limits.maxXmlStretch;
  const much = `more than ${most} characters without a tag`;
  test.each([
    ['text up to the limit', `<a>${'x'.repeat(most - 3)}</a>`, 'accepted'],
    ['one more', `<a>${'x'.repeat(most - 2)}</a>`, `0 ${much}`],
    ['behind another tag', `<a><b>${'x'.repeat(most)}</b></a>`, `3 ${much}`],
    ['at the end', `<a/>${' '.repeat(most)}`, `0 ${much}`],
    ['at the end, up to the limit', `<a>x</a>${' '.repeat(most - 4)}`, 'accepted'],
    ['of comments', `<a>${'<!---->'.repeat(most / 7 + 1)}</a>`, `0 ${much}`],
    ['in a declaration', `<?xml version="1.0"${' '.repeat(most)}?><a/>`, 'accepted'],
    ['many short ones', `<a>${`<b>${'x'.repeat(1000)}</b>`.repeat(most / 1000)}</a>`, 'accepted'],
  ])('%s', (_, text, expected) => {
    expect(said(text)).toBe(expected);
  });
});

test('the elements of a text are counted up to the limit, end tags not', () => {
  const pairs = (count: number): string => `<a>${'<b></b>'.repeat(count - 1)}</a>`;
  expect(said(pairs(limits.maxXmlElements))).toBe('accepted');
  expect(said(pairs(limits.maxXmlElements + 1))).toMatch(/^\d+ more than 100000 elements$/);
});

test('too many elements without an end tag', () => {
  const text = `<a>${'<b/>'.repeat(limits.maxXmlElements)}</a>`;
  expect(said(text)).toBe(`${limits.maxXmlElements * 4 - 1} more than 100000 elements`);
});
