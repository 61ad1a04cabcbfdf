import { expect, test } from 'vitest';
import { ownText } from '../../src/metadata/text.js';

test.each([
  '',
  'short',
  'a text that is longer than twelve',
  'quotes " and \\ and / and \u2028 and \u0007',
  'lone surrogate \uD800 between others',
  'Umlaute \u00E4\u00F6\u00FC and \u{1F600}',
])('a text stays what it is: %j', (text) => {
  const file = `<label>${text}</label>`;
  expect(ownText(file.slice(7, 7 + text.length))).toBe(text);
});
