// Texts of millions of signs that cost no more than their length.
import { expect, test } from 'vitest';
import { parseXml } from '../../../src/metadata/xml/parse.js';

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
