import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { main } from '../../src/cli/main.js';
import type { Location } from '../../src/model/location.js';
import type { Problem } from '../../src/report/problem.js';
import type { Severity } from '../../src/report/severity.js';
import type { Summary, NearVendor, VendorMatch } from '../../src/report/report.js';
import type { Setting } from '../../src/settings/settings.js';
import type { Result } from '../../src/report/verdict.js';
import { tempFolder } from '../metadata/temp-folder.js';

/** The repository, and its fixtures. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
export const fixtures = join(root, 'fixtures');

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  /** The current folder; the fixtures unless it is given. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Runs the program in this process, as the command line would. */
export async function ecaudit(argv: readonly string[], at: Surroundings = {}): Promise<Run> {
  const written = { stdout: '', stderr: '' };
  const output = (name: keyof typeof written) => ({
    write: (text: string) => void (written[name] += text),
    isTTY: at.isTTY ?? false,
    ...(at.columns === undefined ? {} : { columns: at.columns }),
  });
  const code = await main(argv, {
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: at.env ?? {},
    cwd: at.cwd ?? fixtures,
    now: () => new Date('2026-11-22T10:00:00Z'),
  });
  return { code, ...written };
}

/** One audit with several reports: its exit code, and what each of them says. */
export async function reportsIn<Format extends string>(
  formats: readonly Format[],
  argv: readonly string[],
  at: Surroundings = {},
): Promise<{ readonly code: number; readonly texts: Readonly<Record<Format, string>> }> {
  const folder = tempFolder();
  const flags = formats.flatMap((format) => ['-f', `${format}=${join(folder, format)}`]);
  const { code, stderr } = await ecaudit([...argv, ...flags], at);
  const read = (format: Format): string => {
    const file = join(folder, format);
    if (!existsSync(file)) throw new Error(`exit code ${code} and no ${format}: ${stderr}`);
    return readFileSync(file, 'utf8');
  };
  // Object.fromEntries forgets which keys it was given.
  return {
    code,
    texts: Object.fromEntries(formats.map((name) => [name, read(name)])) as Record<Format, string>,
  };
}

/** What the stories read of the JSON report. */
export interface JsonReport {
  readonly generatedAt: string;
  readonly sources: readonly {
    readonly id: string;
    readonly apps: number;
    readonly files: number;
  }[];
  readonly rulesets: readonly { readonly id: string; readonly rules: number }[];
  readonly summary: Summary;
  readonly apps: readonly JsonApp[];
  readonly results: readonly Result[];
  readonly problems: readonly Problem[];
}

export interface JsonApp {
  readonly id: string;
  readonly apiName: string;
  readonly source: string;
  readonly files: readonly string[];
  readonly vendors: readonly VendorMatch[];
  readonly nearestVendors?: readonly NearVendor[];
  readonly settings: Readonly<Record<string, Setting>>;
}

export interface Audit extends Run {
  readonly report: JsonReport;
}

/** Runs an audit with the JSON report on stdout. */
export async function audit(argv: readonly string[], at: Surroundings = {}): Promise<Audit> {
  const run = await ecaudit([...argv, '-f', 'json'], at);
  if (run.stdout === '') throw new Error(`exit code ${run.code} and no report: ${run.stderr}`);
  return { ...run, report: JSON.parse(run.stdout) as JsonReport };
}

/** A folder as data: paths with `/` and contents. */
export type Tree = Readonly<Record<string, string>>;

/** Reads a folder of the fixtures. */
export function treeOf(...path: readonly string[]): Tree {
  const folder = join(fixtures, ...path);
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((file) => {
      const absolute = join(file.parentPath, file.name);
      return [relative(folder, absolute).replaceAll(sep, '/'), readFileSync(absolute, 'utf8')];
    }),
  );
}

/** Copies a folder of the fixtures into another one. */
export function copyFixture(name: string, target: string): void {
  cpSync(join(fixtures, name), target, { recursive: true });
}

/** A folder with the demo project, and some files besides; gone when the test is over. */
export function demoProject(files: Readonly<Record<string, string>> = {}): string {
  const folder = tempFolder(files);
  copyFixture('projects/demo', folder);
  return folder;
}

/** A tree with one text changed in the one file with this suffix. Throws unless the text is there exactly once. */
export function changed(tree: Tree, suffix: string, from: string, to: string): Tree {
  const files = Object.keys(tree).filter((path) => path.includes(`.${suffix}-meta.xml`));
  const [file] = files;
  const text = tree[file ?? ''] ?? '';
  if (file === undefined || files.length > 1) throw new Error(`${files.length} files .${suffix}`);
  if (text.split(from).length !== 2) throw new Error(`${file} has not exactly one ${from}`);
  return { ...tree, [file]: text.replace(from, () => to) };
}

/** The same components as a Metadata API retrieve names them: no `-meta.xml`. */
export function asMetadataApi(tree: Tree): Tree {
  const entries = Object.entries(tree);
  return Object.fromEntries(entries.map(([path, text]) => [path.replace(/-meta\.xml$/, ''), text]));
}

/** A zip as a retrieve gives it. */
export function asRetrieve(tree: Tree): Uint8Array {
  const encoder = new TextEncoder();
  const files = Object.entries({ ...asMetadataApi(tree), 'package.xml': '<Package/>' });
  return zipSync(
    Object.fromEntries(files.map(([path, text]) => [`unpackaged/${path}`, encoder.encode(text)])),
  );
}

/** The lines of a location, with the range between « and ». */
export function marked(text: string, location: Location): string {
  const { startLine, startColumn, endLine, endColumn } = location;
  const lines = text.split(/\r?\n/).slice(startLine - 1, endLine);
  const last = lines.length - 1;
  const closed = lines.map((line, at) =>
    at === last ? `${line.slice(0, endColumn - 1)}»${line.slice(endColumn - 1)}` : line,
  );
  const [first = '', ...rest] = closed;
  return [`${first.slice(0, startColumn - 1)}«${first.slice(startColumn - 1)}`, ...rest]
    .join('\n')
    .trim();
}

const grave: readonly Severity[] = ['critical', 'high'];

/** Failed or undecided results at high or above, as `verdict rule`. */
export function graveResults({ results }: JsonReport): readonly string[] {
  return results
    .filter(({ severity }) => grave.includes(severity))
    .map(({ verdict, rule }) => `${verdict} ${rule}`);
}

/** Problems as `kind file:line:column`. */
export function places({ problems }: JsonReport): readonly string[] {
  return problems.map(({ kind, location }) =>
    location ? `${kind} ${location.file}:${location.startLine}:${location.startColumn}` : kind,
  );
}
