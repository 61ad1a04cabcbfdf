/** A fenced block of a page: its language, the file behind it, its text. */
export interface Block {
  readonly language: string;
  readonly file: string;
  readonly text: string;
}

/** The fenced blocks of a page, in its order. */
export function blocksIn(page: string): readonly Block[] {
  const fences = page.matchAll(/^```(\w+) ?(\S*)\n(.*?)^```$/gms);
  return Array.from(fences, ([, language = '', file = '', text = '']) => ({
    language,
    file,
    text,
  }));
}

/** `…` stands for anything within a line; alone on a line, for any number of lines. */
export function asPattern(shows: string): RegExp {
  const lines = shows
    .replace(/\n$/, '')
    .split('\n')
    .filter((line) => shows !== '' || line !== '');
  const patterns = lines.map((line) => {
    if (line === '…') return '(?:.*\\n)*?';
    const exact = line.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    return `${exact.replaceAll('…', '.*')}\\n`;
  });
  return new RegExp(`^${patterns.join('')}$`);
}
