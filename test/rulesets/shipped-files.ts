// The files that the shipped rulesets are made from.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const folder = fileURLToPath(new URL('../../rules', import.meta.url));

/** Name and text of every ruleset file, in the order in which they are shipped. */
export function ruleFiles(): readonly (readonly [file: string, text: string])[] {
  return ['', 'vendors'].flatMap((part) =>
    readdirSync(join(folder, part))
      .filter((name) => name.endsWith('.yaml') && !name.endsWith('.data.yaml'))
      .toSorted()
      .map((name) => join(part, name))
      .map((name) => [`rules/${name}`, readFileSync(join(folder, name), 'utf8')] as const),
  );
}
