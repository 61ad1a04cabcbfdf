// Reads and parses every file below a folder, and does nothing with it: node parse.mjs HOW FOLDER
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [how, folder] = process.argv.slice(2);
const parse = await parserOf(how);
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (entry.isFile()) parse(readFileSync(join(entry.parentPath, entry.name), 'utf8'));
}

async function parserOf(name) {
  if (name === 'saxes') return saxes();
  const { XMLParser } = await import('fast-xml-parser');
  const parser = new XMLParser(optionsOf(name));
  return (text) => parser.parse(text);
}

/** `positions` is what an audit needs: the elements in their order, all of their contents, and where they stand. */
function optionsOf(name) {
  if (name === 'defaults') return {};
  const positions = { preserveOrder: true, ignoreAttributes: false, captureMetaData: true };
  // What src/metadata/xml/tree.ts leaves to its own code is left out here.
  const shape = {
    ignoreAttributes: true,
    processEntities: false,
    parseTagValue: false,
    trimValues: false,
  };
  if (name === 'positions') return positions;
  if (name === 'shape') return { ...positions, ...shape };
  throw new Error(`no parser is called ${name}`);
}

/** saxes makes no tree, so one is made here: elements with their text and where they begin and end. */
async function saxes() {
  const { SaxesParser } = await import('saxes');
  return (text) => {
    const parser = new SaxesParser({ position: true });
    const root = { children: [] };
    const open = [root];
    parser.on('opentag', ({ name }) => {
      const element = { name, start: parser.position, text: '', children: [] };
      open.at(-1).children.push(element);
      open.push(element);
    });
    parser.on('text', (written) => {
      open.at(-1).text += written;
    });
    parser.on('closetag', () => {
      open.pop().end = parser.position;
    });
    parser.write(text).close();
    return root;
  };
}
