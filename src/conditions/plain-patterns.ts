import { onceForText } from '../model/once-for.js';

const plainCharacter = String.raw`(?:[\w:/@ -]|\\\.|\[\.\])`;
const plainChoice = String.raw`\([\w:/ -]+(?:\|[\w:/ -]+)*\)`;
const characters = String.raw`\[(?:0-9|a-z|A-Z|[\w./ ])+-?\]`;
const times = String.raw`(?:[*+]|\{[1-9]\}|\{[1-4],[5-9]\}|\{[1-9],[1-9]\d\})`;
const plainForm = new RegExp(
  String.raw`^\^(?:${plainCharacter}|${plainChoice})*(?:${characters}${times})?${plainCharacter}*\$$`,
);

/** Longer ones are left to RE2. */
const longestPattern = 200;

/**
 * Patterns that need no RE2, as JavaScript's own: anchored, of plain ASCII, with one repetition at most and nothing to choose
 * but between plain texts. What they match is the same to both, in linear time. To load RE2 and to compile one pattern takes
 * a tenth of a run over one app, and what recognises shipped guides has no other patterns.
 */
export const plainPattern = onceForText((pattern): { readonly regExp?: RegExp } =>
  pattern.length <= longestPattern && plainForm.test(pattern) ? { regExp: new RegExp(pattern) } : {},
);
