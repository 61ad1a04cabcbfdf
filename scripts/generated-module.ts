// How the build writes modules that it makes from data.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a module made from rules/ by one of the scripts. */
export function writeModule(
  root: string,
  file: string,
  script: string,
  lines: readonly string[],
): void {
  const text = `// Made by scripts/${script}.ts from rules/.\n${lines.join('\n')}\n`;
  writeIfChanged(join(root, file), text);
}

// A file that stays as it is keeps its time, so that nothing else is taken for stale.
export function writeIfChanged(path: string, text: string): void {
  if (read(path) !== text) writeFileSync(path, text);
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** JSON as a string literal. */
export function literal(data: unknown): string {
  return `'${JSON.stringify(data)
    .replaceAll('\\', '\\\\')
    .replaceAll("'", String.raw`\'`)}'`;
}
