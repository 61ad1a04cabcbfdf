// Steps of workflows, run as their runners run them.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { tempFolder } from '../metadata/temp-folder.js';
import { root } from '../stories/run.js';

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly 'continue-on-error'?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string | boolean | number>>;
}

export interface Done {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What the step wrote to GITHUB_OUTPUT. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** Values by the text between `${{` and `}}`. */
export type Context = Readonly<Record<string, string>>;

/** Reads a YAML file of the repository; it may hold several documents. */
export function readYaml(path: string): unknown {
  return parse(readFileSync(join(root, path), 'utf8'));
}

/**
 * The path with an npx before all others that starts what the project has installed. It is npx that takes most of the time
 * of a recipe, not the audit: the real one is asked for what is not installed, and in test/package.test.ts.
 */
export function quickPath(home: string): string {
  const folder = join(home, 'bin');
  mkdirSync(folder);
  const installed = 'node_modules/.bin/ecaudit';
  const rest = `[ "$1" = --no-install ] && [ "$2" = ecaudit ] && [ -x ${installed} ] && shift
[ "$1" = ecaudit ] && [ -x ${installed} ] && shift && exec ${installed} "$@"`;
  const path = process.env['PATH'] ?? '';
  writeFileSync(join(folder, 'npx'), `#!/bin/sh\n${rest}\nPATH='${path}' exec npx "$@"\n`);
  chmodSync(join(folder, 'npx'), 0o755);
  return [folder, path].join(delimiter);
}

/** Runs a `run` step as GitHub runs one with `shell: bash`; nothing is fetched from anywhere. */
export function runStep(step: Step, context: Context, cwd: string, more: Context = {}): Done {
  const home = tempFolder({ output: '', summary: '' });
  const script = join(home, 'step.sh');
  writeFileSync(script, filled(step.run ?? '', context));
  const env = Object.entries(step.env ?? {}).map(([name, text]) => [name, filled(text, context)]);
  const output = join(home, 'output');
  const done = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: quickPath(home),
      HOME: home,
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: join(home, 'summary'),
      ...Object.fromEntries(env),
      ...more,
    },
  });
  const outputs = existsSync(output) ? readFileSync(output, 'utf8') : '';
  return {
    code: done.status,
    stdout: done.stdout,
    stderr: done.stderr,
    outputs: Object.fromEntries(
      outputs
        .split('\n')
        .filter(Boolean)
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    ),
  };
}

/** Puts values in. Throws for an expression that has none. */
function filled(text: string, context: Context): string {
  return text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/g, (_, name: string) => {
    const value = context[name];
    if (value === undefined) throw new Error(`no value for ${name}`);
    return value;
  });
}
