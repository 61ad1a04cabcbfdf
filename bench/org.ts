import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Component, componentsIn } from '../test/fake-org/components.js';
import { startFakeOrg, type FakeOrg, type Seen } from '../test/fake-org/fake-org.js';
import { manyUses } from '../test/fake-org/many-tokens.js';
import { writeApps } from './apps.js';
import { longestChain } from './chain.js';
import type { Line } from './print.js';
import { median } from './ratio.js';

const apps = 500;
const tokens = 10_000;
/** Milliseconds from a call to its answer, as from one continent to an org on it. */
const delay = 200;
const formats = ['json', 'table', 'sarif'] as const;

const preload = fileURLToPath(new URL('programs/peak-memory.mjs', import.meta.url));

/** One run over the org. */
interface OrgRun {
  readonly calls: readonly Seen[];
  /** From the start of the program to its end. */
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** A large org, which answers each call after the same time: calls, time against the longest chain of calls, memory. */
export async function largeOrg(folder: string, bin: string, rounds = 3): Promise<readonly Line[]> {
  const source = join(folder, 'org');
  writeApps(source, apps);
  const components = componentsIn(source).map(withFewRunAsUsers);
  const labels = components
    .filter(({ type }) => type === 'ConnectedApp' || type === 'ExternalClientApplication')
    .map(({ fullName }) => fullName.replaceAll('_', ' '));
  const org = await startFakeOrg({ components, delay, tables: manyUses(labels, tokens) });
  try {
    // Fills the disk cache, and has the org make its zip, which takes it longer than the delay.
    await runOnce(org, folder, bin, 'json');
    const runs = new Map<string, OrgRun[]>(formats.map((format) => [format, []]));
    for (let round = 0; round < rounds; round += 1)
      for (const format of formats) runs.get(format)?.push(await runOnce(org, folder, bin, format));
    return linesOf(runs);
  } finally {
    await org.stop();
  }
}

/** Apps share run-as users: an org has few licences for them. More than some two hundred would be one call more. */
function withFewRunAsUsers(component: Component): Component {
  const text = Buffer.from(component.bytes).toString('utf8');
  const shared = text.replace(/(?<=User>integration\d)\d*(?=@)/, '');
  return { ...component, bytes: Buffer.from(shared) };
}

async function runOnce(org: FakeOrg, folder: string, bin: string, format: string): Promise<OrgRun> {
  const cwd = join(folder, 'cwd');
  mkdirSync(cwd, { recursive: true });
  const before = org.seen.length;
  const begin = performance.now();
  const flags = ['--org', 'env', '-q', '--fail-on', 'never', '-f', `${format}=report`];
  const log = { SF_ACCESS_TOKEN: org.accessToken(), SF_INSTANCE_URL: org.url };
  const child = spawn(process.execPath, ['--import', preload, bin, ...flags], {
    cwd,
    env: { ...process.env, ...log, BENCH_PEAK: join(folder, 'org-peak') },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as readonly unknown[];
  const milliseconds = performance.now() - begin;
  if (code !== 0) throw new Error(`${flags.join(' ')} ended with ${String(code)}`);
  rmSync(cwd, { recursive: true });
  const bytes = Number(readFileSync(join(folder, 'org-peak'), 'utf8'));
  return { calls: org.seen.slice(before), milliseconds, megabytes: bytes / 1024 / 1024 };
}

function linesOf(runs: ReadonlyMap<string, readonly OrgRun[]>): readonly Line[] {
  const all = [...runs.values()].flat();
  const org = `an org with ${apps} apps and ${tokens} tokens`;
  const most = Math.max(...all.map(({ calls }) => calls.length));
  const each = [...runs];
  return [
    { what: `${org}: calls`, against: 'a count', value: most, goal: 40 },
    against(`${org}: first call to last answer`, all, timeOfCalls),
    ...each.map(([format, some]) =>
      against(`${org}, ${format}: whole run`, some, (run) => run.milliseconds),
    ),
    ...each.map(([format, some]) => ({
      what: `${org}, ${format}`,
      against: 'peak memory, in MB',
      value: Math.max(...some.map(({ megabytes }) => megabytes)),
      goal: 450,
    })),
  ];
}

/** The time of runs against that of calls of which each has to wait for the one before. */
function against(what: string, runs: readonly OrgRun[], timeOf: (run: OrgRun) => number): Line {
  const chains = runs.map(({ calls }) => longestChain(calls));
  const times = runs.map(timeOf);
  const ratios = times.map((time, at) => time / ((chains[at] ?? 0) * delay));
  return {
    what,
    against: `${median(chains)} calls that wait for each other, ${delay} ms each`,
    value: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    milliseconds: [median(times), median(chains) * delay],
    goal: 1.5,
    wall: true,
  };
}

function timeOfCalls({ calls }: OrgRun): number {
  const [first = 0] = calls.map(({ began }) => began).toSorted((a, b) => a - b);
  return Math.max(...calls.map(({ ended }) => ended)) - first;
}
