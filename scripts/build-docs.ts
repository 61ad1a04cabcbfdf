// Writes the generated pages of docs/, and removes pages of rules that are no more. `npm run docs`.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generatedPages } from './docs/pages.js';

const docs = fileURLToPath(new URL('../docs', import.meta.url));

const pages = await generatedPages((path) => readFileSync(join(docs, path), 'utf8'));
rmSync(join(docs, 'rules'), { recursive: true, force: true });
for (const [path, text] of pages) {
  mkdirSync(dirname(join(docs, path)), { recursive: true });
  writeFileSync(join(docs, path), text);
}
console.log(`${pages.size} pages written to docs; ${readdirSync(docs).length} entries there`);
