import { SaxesParser, type SaxesTagNS } from 'saxes';

/** What another, strict parser sees: what ours is held to. */
export interface OracleElement {
  readonly name: string;
  readonly text: string;
  readonly nil: boolean;
  readonly children: OracleElement[];
}

interface Open {
  name: string;
  text: string;
  nil: boolean;
  children: OracleElement[];
}

/** The tree that saxes makes of a text, or why it refuses it. */
export function readWithSaxes(text: string): OracleElement | string {
  const parser = new SaxesParser({ xmlns: true });
  const open: Open[] = [{ name: '', text: '', nil: false, children: [] }];
  const add = (value: string): void => {
    const last = open.at(-1);
    if (last) last.text += value;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('opentag', (tag) =>
    open.push({ name: tag.name, text: '', nil: isNil(tag), children: [] }),
  );
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

const instance = 'http://www.w3.org/2001/XMLSchema-instance';

/** XML Schema collapses the blanks around a boolean, and allows 1 for true. */
function isNil({ attributes }: SaxesTagNS): boolean {
  const found = Object.values(attributes).find(
    ({ uri, local }) => uri === instance && local === 'nil',
  );
  return /^[ \t\r\n]*(?:true|1)[ \t\r\n]*$/.test(found?.value ?? '');
}

function closed({ name, text, nil, children }: Open): OracleElement {
  const trimmed = text.replace(/^[ \t\r\n]+/, '').replace(/[ \t\r\n]+$/, '');
  return { name, text: children.length > 0 ? '' : trimmed, nil, children };
}
