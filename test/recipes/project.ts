// A project that has ecaudit installed, as npm would have laid it out.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
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

const recorded = 'argv';

/** A project whose ecaudit writes down its arguments and ends with `code`: a shell, which is there at once. */
export function projectWithRecorder(code = 0): string {
  const folder = tempFolder({
    'package.json': '{"private":true}',
    'node_modules/ecaudit/package.json': JSON.stringify({
      name: 'ecaudit',
      version: '0.1.0',
      bin: { ecaudit: 'bin' },
    }),
  });
  const script = `#!/bin/sh
for argument; do printf '%s\\0' "$argument"; done > ${recorded}
exit ${code}
`;
  writeFileSync(join(folder, 'node_modules/ecaudit/bin'), script);
  chmodSync(join(folder, 'node_modules/ecaudit/bin'), 0o755);
  linkProgram(folder, 'bin');
  return folder;
}

/** The arguments that the ecaudit of such a project was started with; undefined where it was not. */
export function recordedArguments(folder: string): readonly string[] | undefined {
  const file = join(folder, recorded);
  return existsSync(file) ? readFileSync(file, 'utf8').split('\0').slice(0, -1) : undefined;
}

function linkProgram(folder: string, bin: string): void {
  mkdirSync(join(folder, 'node_modules/.bin'));
  symlinkSync(`../ecaudit/${bin}`, join(folder, 'node_modules/.bin/ecaudit'));
}
