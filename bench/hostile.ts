import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bombs, read, refused, threeLargeFiles, type Heavy } from './heavy-inputs.js';
import { auditMeasured } from './peak-memory.js';
import type { Line } from './print.js';

/** The most memory that any input may need, in MB. */
const goal = 350;

/** Peak memory for each input that costs more than it weighs, the largest first. */
export function hostileInputs(): readonly Line[] {
  const texts = [...refused, ...read].map(([what, name, text]) =>
    measured(what, [[what, name, text]]),
  );
  const zips = bombs.map(([what, make]) => inFolder(`a zip of ${what}`, writeZip(make)));
  const lines = [...texts, measured('three files of 10 MB', threeLargeFiles), ...zips];
  return lines.toSorted((a, b) => b.value - a.value);
}

function measured(what: string, files: readonly Heavy[]): Line {
  return inFolder(what, (folder) => {
    for (const [, name, text] of files) write(join(folder, name), text);
  });
}

function writeZip(make: () => Uint8Array): (folder: string) => void {
  return (folder) => write(join(folder, 'bomb.zip'), make());
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function inFolder(what: string, fill: (folder: string) => void): Line {
  const folder = mkdtempSync(join(tmpdir(), 'ecaudit-hostile-'));
  try {
    fill(folder);
    const source = what.startsWith('a zip') ? 'bomb.zip' : '.';
    const { status, megabytes } = auditMeasured(folder, source);
    const how = status === null ? 'stopped after 110 s' : `exit ${status}`;
    return { what, against: `peak memory, in MB (${how})`, value: megabytes, goal };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
