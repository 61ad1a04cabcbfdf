import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system in memory, where there is one: on a disk, files that live for a moment take a tenth of the whole time. */
const memory = '/dev/shm';

/** All that the tests write at a time is less. */
const enough = 4 * 1024 ** 3;

/** Gives all tests one folder for what they write, and takes it away with whatever a killed test left there. */
export function setup(): () => void {
  const before = process.env['TMPDIR'];
  const root = inMemory() ?? mkdtempSync(join(tmpdir(), 'ecaudit-tests-'));
  // Some tests run as another user.
  chmodSync(root, 0o755);
  process.env['TMPDIR'] = root;
  return () => {
    rmSync(root, { recursive: true, force: true });
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  };
}

/** A folder there, unless it is small (64 MB in a container), not to be written, or no place for programs. */
function inMemory(): string | undefined {
  try {
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize < enough) return undefined;
    const root = mkdtempSync(join(memory, 'ecaudit-tests-'));
    if (runsProgramsIn(root)) return root;
    rmSync(root, { recursive: true, force: true });
    return undefined;
  } catch {
    return undefined;
  }
}

function runsProgramsIn(folder: string): boolean {
  const program = join(folder, 'try');
  writeFileSync(program, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  return spawnSync(program).status === 0;
}
