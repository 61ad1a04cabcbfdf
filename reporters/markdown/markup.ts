import { plainText } from '../../src/report/text/plain-text.js';

/**
 * A text as Markdown of GitHub and GitLab that says just what the text says, also in a cell of a table. Whatever is more
 * than plain words stands as code: there, nobody is mentioned, no issue is linked and no address becomes a link.
 */
export function markdownProse(text: string): string {
  const words = plainText(text).split(' ');
  const first = words.findIndex((one) => one !== '');
  return words
    .map((one, at) => (at === first && listMark.test(one) ? code(one) : word(one)))
    .join(' ');
}

function word(text: string): string {
  const [, before = '', inner = '', after = ''] = proseParts.exec(text) ?? [];
  return plainWord.test(inner) ? text : before + code(inner) + after;
}

/** A word between quotes, brackets and the signs that end a sentence. */
const proseParts =
  /^(["'\u2018\u2019\u201c\u201d(]*)(.*?)(["'\u2018\u2019\u201c\u201d).,;:!?\u2026]*)$/u;
const plainWord = /^[\p{L}\p{M}\p{N}]*(?:-[\p{L}\p{M}\p{N}]+)*$/u;

/** At the start of a line, `1.` would start a list. */
const listMark = /^\d+[.)]$/;

/** A text as code. The fence is longer than any run of backticks in it; a table wants its bars escaped even there. */
export function code(text: string): string {
  const content = plainText(text).replaceAll('|', String.raw`\|`);
  if (content.trim() === '') return '';
  const runs = content.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(0, ...runs.map(({ length }) => length)) + 1);
  const space = /^[` ]|[` ]$/.test(content) ? ' ' : '';
  return fence + space + content + space + fence;
}

/** A text as code inside a line of HTML, where Markdown means nothing. */
export function htmlCode(text: string): string {
  return `<code>${plainText(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)}</code>`;
}

/** A row of a table; the cells are Markdown already. */
export function tableRow(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A part that is folded until somebody opens it. `summary` is one line of HTML, `lines` are Markdown. */
export function foldedPart(summary: string, lines: readonly string[]): readonly string[] {
  return ['<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>', ''];
}
