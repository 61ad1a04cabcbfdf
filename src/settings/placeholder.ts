import { mask } from '../model/credential-forms.js';
import { type TemplateStyle, templateStyles } from './template-styles.js';

const patternsOf = (...where: readonly TemplateStyle['where'][]): string =>
  templateStyles
    .filter((style) => where.includes(style.where))
    .map(({ pattern }) => `(?:${pattern})`)
    .join('|');

/** In a sentence, brackets and signs are punctuation: only what cannot be is a template there. */
const inSentence = new RegExp(patternsOf('anywhere'));
const inValue = new RegExp(patternsOf('anywhere', 'compact'));
const asWhole = new RegExp(`^(?:${patternsOf('whole', 'compact')})$`);
const atStart = new RegExp(`^(?:${patternsOf('anywhere', 'compact')})`);

/** Longer texts are prose or data, and no name that somebody waits to fill in. */
const longestWhole = 2_000;

/**
 * Whether a text stands for a value that a deployment puts in later: `{{X}}`, `https://${HOST}/cb`, `%X%`, `changeme`. The
 * styles are those of `template-styles.ts`.
 */
export function isPlaceholder(written: string): boolean {
  if (written === '') return false;
  const text = withoutMask(written);
  return (/\s/.test(text) ? inSentence : inValue).test(text) || isWhole(text);
}

/** What stands where a credential was is no template, in brackets though it is: a saved value is evaluated as the one it was. */
function withoutMask(text: string): string {
  return text.replaceAll(mask, '(redacted)');
}

function isWhole(text: string): boolean {
  return text.length <= longestWhole && asWhole.test(text);
}

/** Whether nothing of a value is known, since it begins with a template: of a URL not even the scheme. */
export function beginsAsPlaceholder(written: string): boolean {
  const text = withoutMask(written);
  return atStart.test(text) || isWhole(text);
}

const placeholderPieces = new RegExp(patternsOf('anywhere', 'compact'), 'g');

/**
 * Whether a text, where a secret belongs, holds a value of its own. A template is none, but only as long as it is one:
 * what somebody wrote beside it (`${X}hunter2`), inside of it (`{{4f9c…}}`) or as its default (`${X:-hunter2…}`) is there
 * for all to read.
 */
export function isFilled(written: string): boolean {
  if (written === '') return false;
  const text = withoutMask(written);
  if (isGenerated(text)) return true;
  // In a sentence of somebody's own, `your app` is no template; where a secret belongs, `your secret` is one.
  if (isWhole(text) || isWhole(text.trim().replace(/\s+/g, '_'))) return false;
  const found = text.match(placeholderPieces) ?? [];
  if (found.length === 0) return true;
  return found.some(hasFilledDefault) || isOwnValue(text);
}

const longRun = /[A-Za-z0-9]{16,}/g;

/**
 * Whether a text has the look of what a generator made, as secrets of Salesforce do: 64 hexadecimal digits, or up to 19
 * decimal ones. Names change between letters and digits once or twice in sixteen characters (`clientSecretV2`), random
 * texts do so much more often.
 */
export function isGenerated(text: string): boolean {
  return (text.match(longRun) ?? []).some(
    (run) =>
      /\d{16}/.test(run.replace(/0{16,}/, '')) ||
      (run.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g) ?? []).length >= 4,
  );
}

/** Shorter ones are examples, and no secret of an app: its secret has at least eight characters. */
const shortestSecret = 8;
const defaults = /(?::?[-=?]|\|\||\bdefault\b:?|,)\s*\(?\s*["']?([^"'{}()|]{8,})/;

function hasFilledDefault(piece: string): boolean {
  const value =
    defaults
      .exec(piece.slice(1))?.[1]
      ?.trim()
      .replace(/[%>)\]}]+$/, '') ?? '';
  // A second name, as in `secret | default(other_secret)`, is no value.
  return value.length >= shortestSecret && /\d/.test(value) && isFilled(value);
}

/**
 * Whether what stands around the templates of a text is more than a name: words set off by signs (`dev-${SECRET}`) are a
 * name, what is joined to a template or mixes letters and digits is part of a secret.
 */
function isOwnValue(text: string): boolean {
  const rest = text.replace(placeholderPieces, '\0');
  const joined = /[A-Za-z0-9]{4}\0|\0[A-Za-z0-9]{4}/.test(rest);
  const runs = rest.match(/[A-Za-z0-9]+/g) ?? [];
  const mixed = runs.some(
    (run) => run.length >= shortestSecret && /\d/.test(run) && /[A-Za-z]/.test(run),
  );
  return joined || mixed || runs.some((run) => run.length >= 16);
}
