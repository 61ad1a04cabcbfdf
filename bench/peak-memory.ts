import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../dist/cli/bin.js', import.meta.url));

/** What the process needed at most, in MB, goes to stderr when it ends. */
const measure = `process.on('exit', () => process.stderr.write('maxRSS ' + process.resourceUsage().maxRSS / 1024))`;

export interface PeakMemory {
  /** The exit code; null where the run was killed, after 110 s. */
  readonly status: number | null;
  readonly megabytes: number;
  /** What the audit wrote to stderr, but for which reports were written. */
  readonly stderr: string;
}

/** Audits a source in a folder with three reports, by the built program. */
export function auditMeasured(folder: string, source: string): PeakMemory {
  const flags = ['-f', 'json=out.json', '-f', 'sarif=out.sarif', '-f', 'table'];
  const run = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(measure)}`, bin, source, ...flags],
    { cwd: folder, encoding: 'utf8', timeout: 110_000, maxBuffer: 1 << 28 },
  );
  return {
    status: run.status,
    megabytes: Number(/maxRSS ([\d.]+)/.exec(run.stderr)?.[1]),
    stderr: run.stderr.replace(/ecaudit: .* written .*\n|maxRSS.*/g, ''),
  };
}
