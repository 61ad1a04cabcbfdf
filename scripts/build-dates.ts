// Checks rules/dates.data.yaml and makes its module. Before build-rules: rules may only name dates that there are.
// A mistake fails the build.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatDiagnostic } from '../src/model/user-error.js';
import { loadDates } from '../src/rulesets/dates-file.js';
import { literal, writeModule } from './generated-module.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = 'rules/dates.data.yaml';

const loaded = loadDates(readFileSync(join(root, file), 'utf8'), file);
if ('diagnostics' in loaded) {
  console.error(loaded.diagnostics.map(formatDiagnostic).join('\n'));
  console.error(`ecaudit: ${loaded.diagnostics.length} mistakes in ${file}`);
  process.exitCode = 1;
} else {
  writeModule(root, 'src/deadlines/dates.generated.ts', 'build-dates', [
    `export const dates = ${literal(loaded.deadlines)};`,
  ]);
}
