// npm run bench [-- --json] [-- --hostile]: how fast ecaudit is, as ratios to what is measured beside it in the same run.
// Never fails for being slow: machines differ, and so does what else they do.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeApps, writeOneApp } from './apps.js';
import { hostileInputs } from './hostile.js';
import { measure, type Program, type Rounds } from './measure.js';
import { printJson, printTable, type Line } from './print.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const bin = here('../dist/cli/bin.js');
const apps = 5_000;

const folder = mkdtempSync(join(tmpdir(), 'ecaudit-bench-'));
try {
  const lines = process.argv.includes('--hostile') ? hostileInputs() : [...starts(), ...manyApps()];
  if (process.argv.includes('--json')) printJson(lines);
  else printTable(lines);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What it costs to start: against Node with nothing to do. */
function starts(): readonly Line[] {
  const eca = join(folder, 'eca');
  const ca = join(folder, 'ca');
  writeOneApp(eca, 'externalClientApp');
  writeOneApp(ca, 'connectedApp');
  const rounds = measure(31, {
    empty: { args: [here('programs/empty.mjs')] },
    version: { args: [bin, '--version'] },
    eca: { args: [bin, eca] },
    ca: { args: [bin, ca] },
    json: { args: [bin, eca, '-f', 'json'] },
  });
  const against = 'an empty program';
  return [
    ratio('--version', rounds, 'version', 'empty', against, 1.3),
    ratio('one External Client App (5 files), table', rounds, 'eca', 'empty', against, 2),
    ratio('one Connected App, table', rounds, 'ca', 'empty', against, 2),
    ratio('one External Client App (5 files), json', rounds, 'json', 'empty', against, 2),
  ];
}

/** What many apps cost: against only reading and parsing the same files, and against a fourth of them. */
function manyApps(): readonly Line[] {
  const all = join(folder, 'all');
  const fourth = join(folder, 'fourth');
  writeApps(all, apps);
  writeApps(fourth, apps / 4);
  const audit = (source: string, format: string): Program => {
    const out = join(folder, 'out');
    mkdirSync(out, { recursive: true });
    return { args: [bin, source, '-q', '-f', `${format}=${join(out, 'report')}`], memory: true };
  };
  const parse = (how: string): Program => ({ args: [here('programs/parse.mjs'), how, all] });
  const rounds = measure(5, {
    all: audit(all, 'json'),
    table: audit(all, 'table'),
    fourth: audit(fourth, 'json'),
    positions: parse('positions'),
    shape: parse('shape'),
    defaults: parse('defaults'),
    saxes: parse('saxes'),
  });
  const what = `${apps} apps in ${apps * 3} files, json`;
  const table = `${apps} apps in ${apps * 3} files, table`;
  const positions = 'fast-xml-parser, with order and positions';
  return [
    ratio(table, rounds, 'table', 'positions', positions, 1.5),
    ratio(what, rounds, 'all', 'positions', positions, 1.5),
    ratio(what, rounds, 'all', 'defaults', 'fast-xml-parser, with its defaults'),
    ratio(what, rounds, 'all', 'shape', 'fast-xml-parser, with the options of xml.ts'),
    ratio(what, rounds, 'all', 'saxes', 'saxes'),
    ratio(what, rounds, 'all', 'fourth', 'a fourth of them', 4.6),
    { what, against: 'peak memory, in MB', value: Math.max(...rounds.all.megabytes), goal: 350 },
  ];
}

/** The median of the ratios of each round: whatever else the machine does then, it does to both. */
function ratio<N extends string>(
  what: string,
  rounds: Readonly<Record<N, Rounds>>,
  name: N,
  floor: N,
  against: string,
  goal?: number,
): Line {
  const [own, other] = [rounds[name].milliseconds, rounds[floor].milliseconds];
  const ratios = own.map((time, at) => time / (other[at] ?? Number.NaN));
  return {
    what,
    against,
    value: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    milliseconds: [median(own), median(other)],
    ...(goal === undefined ? {} : { goal }),
  };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}
