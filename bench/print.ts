import { cpus, loadavg, platform, totalmem } from 'node:os';

/** One figure: how many times as long as something else, or something else as long as it; without times, megabytes or a count. */
export interface Line {
  readonly what: string;
  readonly against: string;
  readonly value: number;
  /** The smallest and the largest ratio of a round. */
  readonly spread?: readonly [number, number];
  /** Medians: its own, and those of what it is compared with. */
  readonly milliseconds?: readonly [number, number];
  /** The ratio is one of wall time, not of processor time. */
  readonly wall?: true;
  /** It should not be above. */
  readonly goal?: number;
  /** It should not be below. */
  readonly least?: number;
}

export function printJson(lines: readonly Line[]): void {
  const run = { date: new Date().toISOString().slice(0, 10), node: process.version };
  console.log(JSON.stringify({ ...run, machine: machine(), lines: lines.map(evaluated) }, null, 2));
}

const howRatios = [
  'A figure with rounds is a ratio: how many times as long a run takes as what it is against, or, where it says so, the other',
  'way round. Both run in turn. It is the median of the rounds; then the smallest and the largest; then the medians of both in',
  'ms. Processor time is that of all cores, of a program and what it starts: what else the machine does hardly counts.',
];
const howWall =
  'Wall time is that of a clock: while the machine does other work (load above the number of cores) it says little.';

export function printTable(lines: readonly Line[]): void {
  console.log(`${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${machine()}\n`);
  const ratios = lines.some(({ spread }) => spread !== undefined);
  const wall = lines.some((line) => line.wall);
  if (ratios) console.log(`${[...howRatios, ...(wall ? [howWall] : [])].join('\n')}\n`);
  const head = ['what', 'against', 'of', 'is', 'rounds', 'own / other, ms', 'goal', ''];
  const rows = [head, ...lines.map(cells)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}

function machine(): string {
  const cores = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `${cores.length} cores of ${cores[0]?.model ?? 'unknown'}, ${memory} GB, ${platform()}, load ${loadavg()[0]?.toFixed(1)}`;
}

function cells(line: Line): readonly string[] {
  const { what, against, value, spread, milliseconds, wall } = line;
  const { met } = evaluated(line);
  return [
    what,
    against,
    spread ? (wall ? 'wall time' : 'processor time') : '',
    spread ? value.toFixed(2) : value.toFixed(0),
    spread ? spread.map((one) => one.toFixed(2)).join('\u2013') : '',
    milliseconds ? milliseconds.map((one) => one.toFixed(0)).join(' / ') : '',
    goalOf(line),
    met === undefined ? '' : met ? 'met' : 'missed',
  ];
}

function goalOf({ goal, least }: Line): string {
  if (goal !== undefined) return `\u2264 ${goal}`;
  return least === undefined ? '' : `\u2265 ${least}`;
}

function evaluated(line: Line): Line & { readonly met?: boolean } {
  const { value, goal, least } = line;
  if (goal !== undefined) return { ...line, met: value <= goal };
  return least === undefined ? line : { ...line, met: value >= least };
}
