// Markdown, written from data.
import type { Worded } from '../../src/conditions/words/conditions.js';

/** The first line of a page that nobody should edit; `from` is what to edit instead. */
export function madeFrom(from: string): string {
  return `<!-- Made by \`npm run docs\` from ${from}: edit that, not this. -->`;
}

/** Text that comes out as it stands. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\<*[\]]/g, String.raw`\$&`);
}

/** Paragraphs with empty lines between them; what is empty leaves no gap. */
export function joined(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** A section; nothing when it has no text. */
export function section(heading: string, ...parts: readonly string[]): string {
  const text = parts.filter((part) => part !== '').join('\n\n');
  return text === '' ? '' : `## ${heading}\n\n${text}`;
}

/** A table; nothing when it has no rows. */
export function tableOf(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(heads), `|${heads.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll(/\s+/g, ' ');
}

export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** A condition as a list in a list. */
export function worded(intro: string, words: Worded, step = 0): string {
  const mark = `${'  '.repeat(step)}- ${intro}${intro === '' ? '' : ' '}`;
  if (typeof words === 'string') return mark + escaped(words);
  const parts = words.parts.map((part) => worded('', part, step + 1));
  return [mark + words.heading, ...parts].join('\n');
}

export function link(text: string, address: string): string {
  return `[${escaped(text)}](${address.replaceAll(/[()\s]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)})`;
}

export function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
