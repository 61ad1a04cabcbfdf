// A project that has ecaudit installed, as npm would have laid it out.
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../metadata/temp-folder.js';
import { demoProject, root } from '../stories/run.js';

/** The demo project with the built program. That it needs nothing else of the repository is for test/package.test.ts. */
export function projectWithProgram(): string {
  const folder = demoProject({ 'package.json': '{"private":true}' });
  const home = join(folder, 'node_modules/ecaudit');
  mkdirSync(home, { recursive: true });
  for (const part of ['package.json', 'dist']) symlinkSync(join(root, part), join(home, part));
  linkProgram(folder, 'dist/cli/bin.js');
  return folder;
}

/** A project whose ecaudit writes its arguments to argv.json and ends with `code`. */
export function projectWithRecorder(code = 0): string {
  const folder = tempFolder({
    'package.json': '{"private":true}',
    'node_modules/ecaudit/package.json': JSON.stringify({
      name: 'ecaudit',
      version: '0.1.0',
      bin: { ecaudit: 'bin.cjs' },
    }),
  });
  const script = `#!/usr/bin/env node
require('node:fs').writeFileSync('argv.json', JSON.stringify(process.argv.slice(2)));
process.exitCode = ${code};
`;
  writeFileSync(join(folder, 'node_modules/ecaudit/bin.cjs'), script);
  chmodSync(join(folder, 'node_modules/ecaudit/bin.cjs'), 0o755);
  linkProgram(folder, 'bin.cjs');
  return folder;
}

function linkProgram(folder: string, bin: string): void {
  mkdirSync(join(folder, 'node_modules/.bin'));
  symlinkSync(`../ecaudit/${bin}`, join(folder, 'node_modules/.bin/ecaudit'));
}
