import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasAnyWords, hasWords } from '../../src/model/words.js';

const word = fc.constantFrom('acme', 'Acme', 'Sync', 'SYNC2', 'eu', 'v2', 'Ä', '7', '');
const name = fc
  .array(fc.tuple(word, fc.constantFrom('', ' ', '_', '-')), { maxLength: 4 })
  .map((parts) => parts.flat().join(''));

test('a name has any of some words as it has one of them by itself', () => {
  fc.assert(
    fc.property(name, fc.array(name, { maxLength: 4 }), (found, entries) => {
      const each = entries.some((one) => hasWords(found, one));
      expect(hasAnyWords(found, entries)).toBe(each);
    }),
  );
});
