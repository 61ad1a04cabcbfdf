import { hasInvisible } from './unsafe-characters.js';

// A Latin letter beside a Cyrillic or Greek one in the same word: Unicode Technical Standard #39,
// https://www.unicode.org/reports/tr39/. No part of the pattern repeats, so that it cannot take long.
const lookAlike =
  /[A-Za-z][\p{Script=Cyrillic}\p{Script=Greek}]|[\p{Script=Cyrillic}\p{Script=Greek}][A-Za-z]/u;

/** Whether a name holds letters or signs by which it can pass for another name. */
export function looksAlike(name: string): boolean {
  return lookAlike.test(name) || hasInvisible(name);
}
