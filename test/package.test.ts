// What `npm pack` makes: packed, installed into an empty folder and used there as anybody would.
import { spawnSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { root } from './stories/run.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ecaudit-package-')));
const installed = join(folder, 'node_modules/ecaudit');
const env = {
  PATH: process.env['PATH'],
  HOME: folder,
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
};

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
    expect(packed.size).toBeLessThan(1_000_000);
    // A third of it is what talks to orgs, and is loaded for that only.
    expect(packed.unpackedSize).toBeLessThan(3_500_000);
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
    const program = `
import { audit, shippedRulesets, UserError, type Report, type Result } from 'ecaudit';

export const rules: readonly string[] = shippedRulesets.map(({ id }) => id);

export async function failed(request: Parameters<typeof audit>[0]): Promise<readonly Result[]> {
  const report: Report = await audit(request);
  return report.results.filter(({ verdict }) => verdict === 'fail');
}

export const isMine = (error: unknown): error is UserError => error instanceof UserError;

// @ts-expect-error -- a verdict is no number: without types this would be no error, and so one
export const wrong: Result['verdict'] = 1;
`;
    writeFileSync(join(folder, 'program.ts'), program);
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023'];
    const { status, stdout } = run(process.execPath, [tsc, ...flags, 'program.ts']);
    expect([status, stdout]).toEqual([0, '']);
  });

  test('the library runs', () => {
    const script = `import('ecaudit').then((it) => console.log(it.shippedRulesets.length, Object.keys(it.settings).length))`;
    const { status, stdout } = run(process.execPath, ['-e', script]);
    expect(status).toBe(0);
    const [rulesets = 0, settings = 0] = stdout.trim().split(' ').map(Number);
    expect(rulesets).toBeGreaterThan(90);
    expect(settings).toBeGreaterThan(80);
  });
});

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
