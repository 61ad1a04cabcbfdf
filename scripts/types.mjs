import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Removes the declarations that those of the entry never name: tsc writes them for every file that it read. */
export function dropUnnamed(folder, entry) {
  const named = new Set([entry]);
  for (const file of named) for (const next of namedIn(folder, file)) named.add(next);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const found of files.filter((one) => one.isFile())) {
    const path = join(found.parentPath, found.name);
    const name = path.slice(folder.length + 1).replaceAll('\\', '/');
    if (!named.has(name)) rmSync(path);
  }
}

/** The files that a declaration file imports, relative to the folder. */
function namedIn(folder, file) {
  const text = readFileSync(join(folder, file), 'utf8');
  const imports = text.matchAll(/(?:from|import)\s*\(?\s*['"](\.[^'"]+)\.js['"]/g);
  return Array.from(imports, ([, path]) => `${posix.join(posix.dirname(file), path)}.d.ts`);
}
