// Who may import whom: the table of rooms in ARCHITECTURE.md as data, and a walk over every import.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

/** What problems, severities, verdicts and reports are: types that every room speaks in. */
const TYPES = [
  'problem',
  'severity',
  'verdict',
  'report',
  'controls',
  'baseline',
  'inventory',
  'history',
].map((name) => `src/report/${name}.ts`);

/**
 * Room (folder or file) → the rooms it may import besides itself and the types of a report. The first one that fits a file is
 * its room.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'src/model/': ['src/settings/'],
  // What stands in a file becomes a setting by the catalogue: these two stand on the reader of XML.
  'src/settings/reading/': ['src/model/', 'src/settings/', 'src/metadata/'],
  'src/settings/derive/': ['src/model/', 'src/settings/', 'src/metadata/'],
  'src/settings/': ['src/model/'],
  'src/metadata/': ['src/model/', 'src/settings/'],
  'src/evidence/': ['src/model/', 'src/settings/', 'src/metadata/'],
  'src/git/': ['src/model/', 'src/metadata/'],
  'src/org/': ['src/model/', 'src/settings/', 'src/metadata/'],
  'src/conditions/': ['src/model/', 'src/settings/'],
  'src/deadlines/': ['src/model/', 'src/settings/', 'src/conditions/'],
  'src/contain/': ['src/model/', 'src/report/'],
  'src/diff/': ['src/model/', 'src/settings/', 'src/report/'],
  'src/documents/': ['src/model/'],
  'src/rulesets/': [
    'src/model/',
    'src/settings/',
    'src/conditions/',
    'src/documents/',
    'src/deadlines/',
  ],
  'src/config/': [
    'src/model/',
    'src/settings/',
    'src/conditions/',
    'src/documents/',
    'src/rulesets/',
  ],
  'src/inventory/': ['src/model/', 'src/settings/', 'src/deadlines/', 'src/migrate/'],
  'src/migrate/': ['src/model/', 'src/settings/', 'src/report/', 'src/deadlines/', 'src/edit/'],
  'src/edit/': ['src/model/', 'src/settings/', 'src/metadata/'],
  'src/fix/': [
    'src/model/',
    'src/settings/',
    'src/metadata/',
    'src/conditions/',
    'src/rulesets/',
    'src/git/',
    'src/audit/',
    'src/edit/',
    'src/report/',
  ],
  'src/report/': ['src/model/', 'src/settings/', 'src/deadlines/', 'src/inventory/'],
  // Places in files and things made once are all that layout needs beside the digest.
  'reporters/fix/': ['src/report/', 'src/fix/present.ts'],
  'reporters/': [
    'src/report/',
    'src/diff/',
    'src/migrate/',
    'src/model/location.ts',
    'src/model/once-for.ts',
  ],
  'src/audit/': [
    'src/model/',
    'src/settings/',
    'src/metadata/',
    'src/evidence/',
    'src/git/',
    'src/org/',
    'src/rulesets/',
    'src/conditions/',
    'src/config/',
    'src/deadlines/',
  ],
  'src/merge/': [
    'src/model/',
    'src/settings/',
    'src/evidence/',
    'src/documents/',
    'src/conditions/',
    'src/rulesets/',
    'src/deadlines/',
    'src/audit/',
    'schemas/',
  ],
  'src/index.ts': ['src/library/', 'src/model/user-error.ts'],
  // How a request is put together is the same for the command line and for programs.
  'src/library/': [
    'src/model/',
    'src/metadata/',
    'src/git/',
    'src/org/',
    'src/conditions/',
    'src/rulesets/',
    'src/config/',
    'src/audit/',
    'src/merge/',
    'src/fix/',
    'src/report/',
    'reporters/',
    ...[
      'baseline',
      'config',
      'patience',
      'rule-choice',
      'rulesets',
      'source-arguments',
      'version',
    ].map((name) => `src/cli/${name}.ts`),
  ],
  'src/history/': ['src/model/', 'src/report/', 'src/merge/'],
  'src/lsp/': [
    'src/model/',
    'src/settings/',
    'src/metadata/',
    'src/evidence/',
    'src/conditions/',
    'src/documents/',
    'src/rulesets/',
    'src/config/',
    'src/audit/',
    'src/edit/',
    'src/fix/',
    'src/report/',
    'reporters/sarif/own-uris.ts',
  ],
  'src/cli/': ['src/', 'reporters/', 'schemas/', 'package.json'],
};

/** Package or module of Node → where it may be imported; one that is not listed may be imported nowhere. */
const PACKAGES: Readonly<Record<string, RegExp>> = {
  'cli-table3': /^reporters\/table\/header\.ts$/,
  '@valibot/to-json-schema': /^src\/documents\//,
  commander: /^src\/cli\//,
  'fast-xml-parser': /^src\/metadata\/xml\/tree\.ts$/,
  ignore: /^src\/(metadata|org)\//,
  'json-rules-engine': /^src\/conditions\/confirm\.ts$/,
  jsforce: /^src\/org\//,
  undici: /^src\/org\//,
  re2js: /^src\/conditions\//,
  sarif: /^reporters\//,
  valibot: /^src\/(documents|rulesets|config)\//,
  yaml: /^src\/documents\//,
  'vscode-languageserver': /^src\/lsp\//,
  'vscode-languageserver-textdocument': /^src\/lsp\//,
  'd3-scale': /^reporters\/html\/trend\.ts$/,
  'd3-shape': /^reporters\/html\/trend\.ts$/,
  preact: /^reporters\/html\/dom\.ts$/,
  'preact-render-to-string': /^reporters\/html\/dom\.ts$/,
  'node:fs': /^src\/(metadata|org|git|documents|rulesets|config|edit|fix|lsp|merge|history|cli)\//,
  'node:fs/promises': /^src\/(metadata|org|rulesets|config|edit|cli)\//,
  'node:buffer': /^src\/(metadata|org|fix|lsp)\//,
  'node:events': /^src\/org\//,
  'node:stream': /^src\/org\//,
  'node:stream/promises': /^src\/org\//,
  'node:timers/promises': /^src\/org\//,
  'node:zlib':
    /^(src\/(metadata|org)\/|src\/rulesets\/(details|shipped)\.ts$|reporters\/sarif\/notifications\.ts$)/,
  'node:child_process': /^src\/(git|org|cli)\//,
  // Only to end a group of processes, which no child process can.
  'node:process': /^src\/org\/auth\/sf-program\.ts$/,
  'node:v8': /^src\/cli\/bin\.ts$/,
  'node:os': /^src\/(org\/|lsp\/|cli\/bin\.ts)/,
  'node:module': /^src\/cli\/compile-cache\.ts$/,
  'node:crypto': /^(src\/(?!model\/)|reporters\/)/,
  'node:path': /^src\/(?!model\/|conditions\/|engine\/)/,
  'node:url': /^src\/(?!model\/|conditions\/|engine\/)/,
  'node:util': /^(src\/cli\/|reporters\/)/,
};

/** Packages that are one file's business, and packages that only some runs need and that are slow to load. */
const IN_ONE_FILE = ['fast-xml-parser', 'ignore', 're2js'];
const LAZY = ['jsforce', 'undici', 'valibot', 'vscode-languageserver', 'yaml'];

/** Names that mean an effect, and the only files that may say them: of the process, the library reads the current folder and environment. */
const EFFECTS = ['process', 'console'];
const RIM = 'src/cli/bin.ts';
const LIBRARY = 'src/index.ts';

/** Where runs begin: what these load at once, every run pays for. */
const ENTRIES = [RIM, LIBRARY, 'src/cli/program.ts'];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly how: 'type' | 'static' | 'dynamic';
}

const root = fileURLToPath(new URL('..', import.meta.url));
const files = ['src', 'reporters'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.generated.ts'))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/'))),
);
const parsed = files.map((file) => ({ file, nodes: nodesOf(file) }));
const imports = parsed.flatMap(({ file, nodes }) => nodes.flatMap((node) => importOf(file, node)));
const local = imports.filter(({ to }) => isPath(to));
const external = imports.filter(({ to }) => !isPath(to));

test('there are files and imports to look at', () => {
  expect(files.length).toBeGreaterThan(0);
  expect(imports.length).toBeGreaterThan(0);
});

test('every file is in a room', () => {
  expect(files.filter((file) => roomOf(file) === undefined)).toEqual([]);
});

test('rooms import only the rooms they may', () => {
  const allowed = (from: string, to: string): boolean => {
    const room = roomOf(from) ?? 'nowhere';
    return [room, ...TYPES, ...(ROOMS[room] ?? [])].some((prefix) => to.startsWith(prefix));
  };
  expect(local.filter(({ from, to }) => !allowed(from, to)).map(arrow)).toEqual([]);
});

test('packages are imported only where they may be', () => {
  const bad = external.filter(({ from, to }) => PACKAGES[to]?.test(from) !== true);
  expect(bad.map(arrow)).toEqual([]);
});

test.each(IN_ONE_FILE)('%s is imported in one file at most', (name) => {
  const users = external.filter(({ to, how }) => to === name && how !== 'type');
  expect([...new Set(users.map(({ from }) => from))].slice(1)).toEqual([]);
});

test('heavy packages are behind an import() of the module that uses them', () => {
  const first = new Set(ENTRIES);
  for (const from of first) {
    const next = imports.filter((one) => one.from === from && one.how === 'static');
    for (const { to } of next) first.add(to);
  }
  expect(LAZY.filter((name) => first.has(name))).toEqual([]);
});

// In a fresh clone there are none yet: the build makes the dates first, then the rulesets.
test.each([
  ['src/rulesets/dates-file.ts', []],
  ['src/rulesets/load.ts', ['src/deadlines/dates.generated.ts']],
  ['src/rulesets/data-files.ts', ['src/deadlines/dates.generated.ts']],
  ['src/rulesets/named-permissions.ts', ['src/deadlines/dates.generated.ts']],
])('%s stands on no module that the build makes later', (maker, made) => {
  const reached = new Set([maker]);
  for (const from of reached) {
    const next = local.filter((one) => one.from === from && one.how === 'static');
    for (const { to } of next) reached.add(to);
  }
  const later = [...reached].filter((to) => to.endsWith('.generated.ts') && !made.includes(to));
  expect(reached.size).toBeGreaterThan(1);
  expect(later).toEqual([]);
});

// Bundled by esbuild, import() of a CommonJS package has a default export only; in Node it has all names.
test('import() is for our own modules, never for packages', () => {
  expect(external.filter(({ how }) => how === 'dynamic').map(arrow)).toEqual([]);
});

test(`only ${RIM} and ${LIBRARY} touch the process and the console`, () => {
  const inner = parsed.filter(({ file }) => file !== RIM && file !== LIBRARY);
  expect(inner.filter(({ nodes }) => nodes.some(isEffect)).map(({ file }) => file)).toEqual([]);
});

test(`of the process, ${LIBRARY} only reads the current folder and the environment`, () => {
  const nodes = parsed.find(({ file }) => file === LIBRARY)?.nodes ?? [];
  const uses = nodes.filter(isEffect).map(({ parent }) => parent.getText());
  expect(uses).toEqual(['process.cwd', 'process.env']);
});

test('no import cycles', () => {
  const done = new Set<string>();
  const cycle = (file: string, path: readonly string[]): readonly string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    done.add(file);
    const next = local.filter(({ from }) => from === file);
    return next.map(({ to }) => cycle(to, [...path, file])).find(({ length }) => length > 0) ?? [];
  };
  expect(files.map((file) => cycle(file, []).join(' → ')).filter(Boolean)).toEqual([]);
});

function nodesOf(file: string): readonly ts.Node[] {
  const text = readFileSync(join(root, file), 'utf8');
  const all: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    all.push(node);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true));
  return all;
}

function importOf(from: string, node: ts.Node): readonly Import[] {
  const found = (name: ts.Node | undefined, how: Import['how']): readonly Import[] =>
    name && ts.isStringLiteralLike(name) ? [{ from, to: target(from, name.text), how }] : [];
  if (ts.isImportDeclaration(node)) {
    const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return found(node.moduleSpecifier, typeOnly ? 'type' : 'static');
  }
  if (ts.isExportDeclaration(node)) {
    return found(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static');
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return found(node.argument.literal, 'type');
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return found(node.arguments[0], 'dynamic');
  }
  return [];
}

function target(from: string, name: string): string {
  if (!name.startsWith('.')) return packageOf(name);
  return posix.join('/', posix.dirname(from), name).slice(1).replace(/\.js$/, '.ts');
}

/** `jsforce` of `jsforce/lib/connection.js`. */
function packageOf(name: string): string {
  if (name.startsWith('node:')) return name;
  return name
    .split('/')
    .slice(0, name.startsWith('@') ? 2 : 1)
    .join('/');
}

function isPath(to: string): boolean {
  return /\.(ts|json)$/.test(to);
}

function isEffect(node: ts.Node): boolean {
  if (!ts.isIdentifier(node) || !EFFECTS.includes(node.text)) return false;
  // `x.process`, `{ process: … }` and the like only use the word.
  return !('name' in node.parent && node.parent.name === node);
}

function roomOf(file: string): string | undefined {
  return Object.keys(ROOMS).find((prefix) => file.startsWith(prefix));
}

function arrow({ from, to }: Import): string {
  return `${from} → ${to}`;
}
