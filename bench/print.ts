import { cpus, loadavg, platform, totalmem } from 'node:os';

/** One figure: a ratio to something else, or, without times, megabytes or a count. */
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
}

export function printJson(lines: readonly Line[]): void {
  const run = { date: new Date().toISOString().slice(0, 10), node: process.version };
  console.log(JSON.stringify({ ...run, machine: machine(), lines: lines.map(evaluated) }, null, 2));
}

const howRatios =
  'A figure with rounds is how many times as much processor time a run takes as what it is against, run in turn: the median of the rounds; then the smallest and the largest; then both in ms.';

export function printTable(lines: readonly Line[]): void {
  console.log(`${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${machine()}`);
  const ratios = lines.some(({ spread }) => spread !== undefined);
  console.log(ratios ? `${howRatios}\n` : '');
  const head = ['what', 'against', 'is', 'rounds', 'ms', 'goal', ''];
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
  const { what, against, value, spread, milliseconds, goal } = line;
  const { met } = evaluated(line);
  return [
    what,
    against,
    spread ? value.toFixed(2) : value.toFixed(0),
    spread ? spread.map((one) => one.toFixed(2)).join('–') : '',
    milliseconds ? milliseconds.map((one) => one.toFixed(0)).join(' / ') : '',
    goal === undefined ? '' : `≤ ${goal}`,
    met === undefined ? '' : met ? 'met' : 'missed',
  ];
}

function evaluated(line: Line): Line & { readonly met?: boolean } {
  return line.goal === undefined ? line : { ...line, met: line.value <= line.goal };
}
