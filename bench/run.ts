// npm run bench [-- --json] [-- --rounds N] [-- --hostile | --org | --peers | --trace]: how fast ecaudit is, as ratios to what is measured beside it in the same run.
// Never fails for being slow: machines differ, and so does what else they do.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeApps, writeOneApp } from './apps.js';
import { hostileInputs } from './hostile.js';
import { largeOrg } from './org.js';
import { peers } from './peers.js';
import { measure, type Program } from './measure.js';
import { ratio } from './ratio.js';
import { trace } from './trace.js';
import { printJson, printTable, type Line } from './print.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const bin = here('../dist/cli/bin.js');
const apps = 5_000;
/** How often each program is run, beside once to warm up; undefined: as often as its figures need. */
const rounds = Number(/--rounds[ =](\d+)/.exec(process.argv.join(' '))?.[1]) || undefined;

const folder = mkdtempSync(join(tmpdir(), 'ecaudit-bench-'));
try {
  const lines = process.argv.includes('--hostile')
    ? hostileInputs()
    : process.argv.includes('--peers')
      ? await peers(folder, bin, rounds)
      : process.argv.includes('--org')
        ? await largeOrg(folder, bin, rounds)
        : process.argv.includes('--trace')
          ? oneApp()
          : [...starts(), ...manyApps()];
  if (process.argv.includes('--json')) printJson(lines);
  else printTable(lines);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** What one small app runs. */
function oneApp(): readonly Line[] {
  const source = join(folder, 'ca');
  writeOneApp(source, 'connectedApp');
  return trace(folder, source);
}

/** What it costs to start: against Node with nothing to do. */
function starts(): readonly Line[] {
  const eca = join(folder, 'eca');
  const ca = join(folder, 'ca');
  writeOneApp(eca, 'externalClientApp');
  writeOneApp(ca, 'connectedApp');
  const measured = measure(rounds ?? 31, {
    empty: { args: [here('programs/empty.mjs')] },
    version: { args: [bin, '--version'] },
    eca: { args: [bin, eca], finds: true },
    ca: { args: [bin, ca], finds: true },
    json: { args: [bin, eca, '-f', 'json'], finds: true },
    sarif: { args: [bin, ca, '-f', 'sarif'], finds: true },
  });
  const against = 'an empty program';
  return [
    ratio('--version', measured, 'version', 'empty', against, 1.3),
    ratio('one External Client App (5 files), table', measured, 'eca', 'empty', against, 2),
    ratio('one Connected App, table', measured, 'ca', 'empty', against, 2),
    ratio('one External Client App (5 files), json', measured, 'json', 'empty', against, 2),
    ratio('one Connected App, sarif', measured, 'sarif', 'empty', against, 2.2),
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
    const args = [bin, source, '-q', '-f', `${format}=${join(out, 'report')}`];
    return { args, finds: true, memory: true };
  };
  const parse = (how: string): Program => ({ args: [here('programs/parse.mjs'), how, all] });
  const measured = measure(rounds ?? 5, {
    all: audit(all, 'json'),
    table: audit(all, 'table'),
    sarif: audit(all, 'sarif'),
    fourth: audit(fourth, 'json'),
    positions: parse('positions'),
    shape: parse('shape'),
    defaults: parse('defaults'),
    saxes: parse('saxes'),
  });
  const what = `${apps} apps in ${apps * 3} files, json`;
  const table = `${apps} apps in ${apps * 3} files, table`;
  const sarif = `${apps} apps in ${apps * 3} files, sarif`;
  const positions = 'fast-xml-parser, with order and positions';
  return [
    ratio(table, measured, 'table', 'positions', positions, 3),
    ratio(what, measured, 'all', 'positions', positions, 3),
    ratio(sarif, measured, 'sarif', 'positions', positions, 3),
    ratio(what, measured, 'all', 'defaults', 'fast-xml-parser, with its defaults'),
    ratio(what, measured, 'all', 'shape', 'fast-xml-parser, with the options of xml.ts'),
    ratio(what, measured, 'all', 'saxes', 'saxes'),
    ratio(what, measured, 'all', 'fourth', 'a fourth of them', 4.6),
    ...(['table', 'all', 'sarif'] as const).map((name) => ({
      what: { table, all: what, sarif }[name],
      against: 'peak memory, in MB',
      value: Math.max(...measured[name].megabytes),
      goal: 350,
    })),
  ];
}
