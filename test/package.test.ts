// What `npm pack` makes: packed, installed into an empty folder and used there as anybody would.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { asPattern, blocksIn } from './library/blocks.js';
import { root } from './stories/run.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ecaudit-package-')));
const installed = join(folder, 'node_modules/ecaudit');
const env = {
  PATH: process.env['PATH'],
  HOME: folder,
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
};

/** A module of the program with all that is loaded with it. */
function importedBy(file: string, found: Set<string>): ReadonlySet<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import)"(\.[^"]+)"/g))
    importedBy(join(dirname(file), name), found);
  return found;
}

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

let packed: Packed = { filename: '', size: 0, unpackedSize: 0, files: [] };

function run(program: string, args: readonly string[], cwd = folder) {
  return spawnSync(program, args, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
}

beforeAll(() => {
  const made = run('npm', ['pack', '--json', '--pack-destination', folder], root);
  [packed = packed] = JSON.parse(made.stdout) as readonly Packed[];
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}\n');
  const done = run('npm', ['install', '--no-audit', '--no-fund', `./${packed.filename}`]);
  if (done.status !== 0) throw new Error(done.stderr);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every file that may be in it. */
const wanted =
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|schemas\/\w+\.schema\.json|dist\/(index\.js|cli\/bin\.js|chunks\/[\w.-]+\.js|types\/[\w./-]+\.d\.ts|THIRD_PARTY_NOTICES\.txt|sbom\.cdx\.json))$/;

describe('the package', () => {
  test('holds the program, its types, schemas and notices, and nothing else', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths.filter((path) => !wanted.test(path))).toEqual([]);
    for (const path of ['dist/cli/bin.js', 'dist/index.js', 'dist/sbom.cdx.json', 'LICENSE'])
      expect(paths).toContain(path);
  });

  test('is small', () => {
    expect(packed.size).toBeLessThan(1_200_000);
    // A third of it is what talks to orgs, and is loaded for that only.
    expect(packed.unpackedSize).toBeLessThan(3_600_000);
  });

  // Node reads one sign that is not ASCII with the whole file at half the speed. Packages may have their own.
  test('is ASCII where every run loads it', () => {
    const chunks = packed.files.map(({ path }) => path).filter((path) => path.endsWith('.js'));
    const texts = chunks.map((path) =>
      readFileSync(join(folder, 'node_modules/ecaudit', path), 'utf8'),
    );
    const others = texts.filter((text) => /[^\0-\x7f]/.test(text));
    expect(texts.length).toBeGreaterThan(10);
    expect(others.filter((text) => !text.includes('jsforce'))).toEqual([]);
  });

  // What prints the version is loaded before the command line is known, and has no use for the rest.
  test('loads little before it knows the command', () => {
    const main = packed.files.find(({ path }) => /\/chunks\/main-\w+\.js$/.test(path));
    const loaded = [...importedBy(join(installed, main?.path ?? ''), new Set())];
    const sizes = loaded.map((file) => statSync(file).size);
    expect(loaded.length).toBeGreaterThan(1);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
  });

  test('brings no other package along', () => {
    const names = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(names).toEqual(['ecaudit']);
    expect(Object.keys(manifest)).not.toContain('dependencies');
  });

  test('says nothing of the machine that made it', () => {
    const home = root.replace(/\/$/, '');
    const telling = packed.files.filter(({ path }) =>
      readFileSync(join(installed, path), 'utf8').includes(home),
    );
    expect(telling).toEqual([]);
  });
});

describe('installed in an empty folder', () => {
  const page = readFileSync(join(root, 'docs/library.md'), 'utf8');

  // One run of the compiler for all programs: it reads types for seconds before it looks at any of them.
  beforeAll(() => {
    writeFileSync(join(folder, 'program.ts'), program);
    writeFileSync(join(folder, 'common.cts'), common);
    for (const { file, text } of blocksIn(page))
      if (file !== '') writeFileSync(join(folder, file), text);
    compiled = compile(['program.ts', 'common.cts', 'strict.ts']);
  }, 120_000);

  test('npx runs it', () => {
    const { status, stdout } = run('npx', ['ecaudit', '--version']);
    expect([status, stdout.trim()]).toEqual([0, manifest.version]);
  });

  test('it audits, without its repository around it', () => {
    const demo = join(root, 'fixtures/projects/demo');
    const { status, stdout } = run('npx', ['ecaudit', demo, '-f', 'json']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout).summary.apps).toBeGreaterThan(0);
  });

  test('every report loads', () => {
    const demo = join(root, 'fixtures/projects/demo');
    const names = [
      'table',
      'json',
      'sarif',
      'junit',
      'github',
      'gitlab',
      'markdown',
      'html',
      'csv',
    ];
    const { status, stderr } = run('npx', [
      'ecaudit',
      demo,
      ...names.flatMap((name) => ['-f', `${name}=reports/${name}`]),
    ]);
    expect(status, stderr).toBe(1);
    expect(readdirSync(join(folder, 'reports')).toSorted()).toEqual(names.toSorted());
  });

  test('its types are enough for a strict program', () => {
    expect(errorsIn('program.ts')).toEqual([]);
  });

  test('its types are enough for a strict program of CommonJS', () => {
    expect(errorsIn('common.cts')).toEqual([]);
  });

  test('what docs/library.md says runs, and shows what it says', () => {
    const demo = join(root, 'fixtures/projects/demo/force-app');
    cpSync(demo, join(folder, 'force-app'), { recursive: true });
    expect(errorsIn('strict.ts')).toEqual([]);
    const runs = blocksIn(page).filter(({ language }) => language === 'console');
    expect(runs.length).toBeGreaterThan(5);
    for (const { text } of runs) {
      const [command = '', ...shows] = text.split('\n');
      const [, script = ''] = command.replace('$ ', '').split(' ');
      const { status, stdout, stderr } = run(process.execPath, [script]);
      expect([script, status, stderr]).toEqual([script, 0, '']);
      expect(stdout, script).toMatch(asPattern(shows.join('\n')));
    }
  });
});

const program = `
import { audit, formatReport, loadConfig, pull, UserError } from 'ecaudit';
import type { AuditOptions, Config, Format, Pulled, Report, Result } from 'ecaudit';

export async function failed(options: AuditOptions): Promise<readonly Result[]> {
  const report: Report = await audit(options);
  return report.results.filter(({ verdict }) => verdict === 'fail');
}

export const isMine = (error: unknown): error is UserError => error instanceof UserError;
export const config: Promise<Config | undefined> = loadConfig();
export const pulled = (org: string): Promise<Pulled> => pull({ org });
export const text = (report: Report, format: Format): Promise<string> => formatReport(report, format);

// @ts-expect-error -- a verdict is no number: without types this would be no error, and so one
export const wrong: Result['verdict'] = 1;
// @ts-expect-error -- formats are a closed union
export const noFormat: Format = 'serif';
// @ts-expect-error -- and so are keys
export const noKey: AuditOptions = { source: ['force-app'] };
`;

const common = `
import ecaudit = require('ecaudit');
export const report: Promise<ecaudit.Report> = ecaudit.audit({ sources: ['x'] });
`;

let compiled: ReturnType<typeof compile> | undefined;

/** Strict TypeScript, modules as Node has them. */
function compile(files: readonly string[]) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules/@types')];
  const flags = ['--strict', '--module', 'nodenext', '--target', 'es2023', ...types];
  const { status, stdout } = run(process.execPath, [tsc, ...flags, ...files]);
  return { status, lines: stdout.split('\n').filter(Boolean) };
}

/** What the compiler says of a program, and of what is none of the programs. */
function errorsIn(file: string): readonly string[] {
  if (!compiled) return ['the compiler did not run'];
  const { status, lines } = compiled;
  if (status !== 0 && lines.length === 0) return [`the compiler ended with ${status}`];
  const isOther = (line: string): boolean =>
    ['program.ts', 'common.cts', 'strict.ts'].some(
      (name) => name !== file && line.startsWith(name),
    );
  return lines.filter((line) => !isOther(line));
}

describe('the bill of materials', () => {
  interface Component {
    readonly type: string;
    readonly group?: string;
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly 'bom-ref': string;
    readonly licenses: readonly object[];
    readonly hashes: readonly { readonly alg: string; readonly content: string }[];
  }

  const bill = (): {
    readonly bomFormat: string;
    readonly specVersion: string;
    readonly metadata: { readonly component: Component };
    readonly components: readonly Component[];
    readonly dependencies: readonly {
      readonly ref: string;
      readonly dependsOn?: readonly string[];
    }[];
  } => JSON.parse(readFileSync(join(installed, 'dist/sbom.cdx.json'), 'utf8'));

  test('is CycloneDX of this version', () => {
    const { bomFormat, specVersion, metadata } = bill();
    expect([bomFormat, specVersion]).toEqual(['CycloneDX', '1.6']);
    expect(metadata.component).toMatchObject({ name: 'ecaudit', version: manifest.version });
  });

  test('names what the notices name, each with licence, address and hash', () => {
    const notices = readFileSync(join(installed, 'dist/THIRD_PARTY_NOTICES.txt'), 'utf8');
    const noticed = notices
      .split(`\n${'-'.repeat(80)}\n\n`)
      .slice(1)
      .map((section) => section.split(/[ \n]/)[0]);
    const { components, dependencies } = bill();
    const named = components.map(({ group, name, version }) =>
      group ? `${group}/${name}@${version}` : `${name}@${version}`,
    );
    expect(named).toEqual(noticed);
    expect(named.length).toBeGreaterThan(5);
    for (const { type, purl, licenses, hashes, 'bom-ref': ref } of components) {
      expect(type).toBe('library');
      expect(purl).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d/);
      expect(licenses).toHaveLength(1);
      expect(hashes[0]?.content).toMatch(/^[0-9a-f]{128}$/);
      expect(dependencies.map((one) => one.ref)).toContain(ref);
    }
    expect(dependencies[0]?.dependsOn).toEqual(components.map(({ purl }) => purl));
  });
});
