import { SaxesParser } from 'saxes';

/** What another, strict parser sees: the judge of ours. */
export interface OracleElement {
  readonly name: string;
  readonly text: string;
  readonly children: OracleElement[];
}

interface Open {
  name: string;
  text: string;
  children: OracleElement[];
}

/** The tree that saxes makes of a text, or why it refuses it. */
export function readWithSaxes(text: string): OracleElement | string {
  const parser = new SaxesParser({ xmlns: true });
  const open: Open[] = [{ name: '', text: '', children: [] }];
  const add = (value: string): void => {
    const last = open.at(-1);
    if (last) last.text += value;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('opentag', (tag) => open.push({ name: tag.name, text: '', children: [] }));
  parser.on('closetag', () => {
    const done = open.pop();
    if (done) open.at(-1)?.children.push(closed(done));
  });
  try {
    parser.write(text).close();
  } catch (error) {
    return String(error);
  }
  return open[0]?.children[0] ?? 'no root';
}

function closed({ name, text, children }: Open): OracleElement {
  const trimmed = text.replace(/^[ \t\r\n]+/, '').replace(/[ \t\r\n]+$/, '');
  return { name, text: children.length > 0 ? '' : trimmed, children };
}
