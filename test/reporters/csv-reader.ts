/** Reads CSV as RFC 4180 has it, and nothing else: rows end at CRLF, quotes are doubled. Throws for what is no such text. */
export function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    row.push(cell.value);
    at = cell.end;
    if (text[at] === ',') at += 1;
    else if (text.startsWith('\r\n', at)) {
      rows.push(row);
      row = [];
      at += 2;
    } else throw new Error(`neither a comma nor CRLF at ${at}: ${text.slice(at, at + 20)}`);
  }
  if (row.length > 0) throw new Error('the last row has no end');
  return rows;
}

interface Cell {
  readonly value: string;
  readonly end: number;
}

function plainCell(text: string, start: number): Cell {
  const [value = ''] = /^[^,\r\n]*/.exec(text.slice(start)) ?? [];
  if (value.includes('"')) throw new Error(`a bare quote in ${value}`);
  return { value, end: start + value.length };
}

function quotedCell(text: string, start: number): Cell {
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) throw new Error('a quote is never closed');
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}
