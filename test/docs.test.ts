// Generated pages are fresh, and what pages tell people to write works as it stands there.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generatedPages } from '../scripts/docs/pages.js';
import { loadRuleset } from '../src/rulesets/load.js';
import { resolverFor } from '../src/rulesets/resolve.js';
import { shippedRulesets } from '../src/rulesets/shipped.js';
import { decorators } from '../src/conditions/operators.js';
import { formatDiagnostic } from '../src/model/user-error.js';
import { tempFolder } from './metadata/temp-folder.js';
import { envOf, orgWith, stopOrgsAfterEach } from './stories/orgs.js';
import { demoProject, ecaudit, fixtures, root } from './stories/run.js';

const docs = join(root, 'docs');
const read = (path: string): string => readFileSync(join(docs, path), 'utf8');
const written = readdirSync(docs, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.md'));
const pages = await generatedPages(read);

describe('generated pages', () => {
  test('are what `npm run docs` writes', () => {
    const stale = [...pages].filter(
      ([path, text]) => !written.includes(path) || read(path) !== text,
    );
    expect(stale.map(([path]) => path)).toEqual([]);
  });

  test('are no more than what it writes', () => {
    expect(written.filter((path) => path.startsWith('rules/') && !pages.has(path))).toEqual([]);
  });

  test('say so', () => {
    const silent = [...pages].filter(
      ([, text]) => !/made (from|by)? ?.*`npm run docs`|Made by `npm run docs`/.test(text),
    );
    expect(silent.map(([path]) => path)).toEqual([]);
  });
});

/** Every page that people read: of docs, of the root, and of what lies beside. */
const linking = [
  ...written.map((path) => `docs/${path}`),
  ...['.', 'plugins/sf', 'editors/vscode', 'integrations'].flatMap((folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder))
          .filter((name) => name.endsWith('.md'))
          .map((name) => posix.join(folder, name))
      : [],
  ),
];

test.each(linking)('%s: its links lead somewhere', (path) => {
  const broken = linksIn(readFileSync(join(root, path), 'utf8')).filter(
    (link) => !isThere(link, path),
  );
  expect(broken).toEqual([]);
});

/** Links and pictures of a page that are in the repository; fenced code has none. */
function linksIn(text: string): readonly string[] {
  const prose = text.replaceAll(/^```.*?^```/gms, '').replaceAll(/`[^`\n]*`/g, '');
  return Array.from(prose.matchAll(/(?<!\\)\]\(([^)\s]+)\)/g), ([, link]) => link ?? '').filter(
    (link) => !/^(?:https?|mailto):/.test(link),
  );
}

function isThere(link: string, from: string): boolean {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? from : posix.join(posix.dirname(from), file);
  if (target.startsWith('../') || !existsSync(join(root, target))) return false;
  return anchor === undefined || anchorsOf(target).includes(anchor);
}

/** As GitHub makes them of headings; the second of one name has a number. */
function anchorsOf(path: string): readonly string[] {
  const text = readFileSync(join(root, path), 'utf8').replaceAll(/^```.*?^```/gms, '');
  const names = Array.from(text.matchAll(/^#+ (.*)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(/\s/g, '-'),
  );
  return names.map((name, at) => {
    const before = names.slice(0, at).filter((one) => one === name).length;
    return before === 0 ? name : `${name}-${before}`;
  });
}

/** A fenced block with a file name behind the language, or a console. */
interface Block {
  readonly language: string;
  readonly file: string;
  readonly text: string;
}

function blocksOf(page: string): readonly Block[] {
  const fences = read(page).matchAll(/^```(\w+) ?(\S*)\n(.*?)^```$/gms);
  return Array.from(fences, ([, language = '', file = '', text = '']) => ({
    language,
    file,
    text,
  }));
}

describe.each(['write-a-rule.md', 'write-a-vendor-ruleset.md', 'rulesets.md'])('%s', (page) => {
  const rulesets = blocksOf(page).filter(
    ({ language, file, text }) =>
      language === 'yaml' && /^id: /m.test(text) && !file.startsWith('broken'),
  );

  test.each(rulesets)('$file is a ruleset', async ({ file, text }) => {
    const loaded = await loadRuleset(text, file, resolverFor(file, tempFolder()));
    expect('diagnostics' in loaded ? loaded.diagnostics.map(formatDiagnostic) : []).toEqual([]);
  });
});

test('what the guide says a terminal shows is what it shows', async () => {
  const folder = tempFolder(
    Object.fromEntries(
      blocksOf('write-a-rule.md')
        .filter(({ file }) => file !== '')
        .map(({ file, text }) => [file, text]),
    ),
  );
  // Each ruleset of the guide stands alone: `rules test .` is about the first.
  const later = ['when.yaml', 'surprise.yaml', 'ecaudit.config.yaml'];
  const kept = Object.fromEntries(
    later.map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );
  for (const command of commandsOf('write-a-rule.md')) {
    for (const file of later) rmSync(join(folder, file), { force: true });
    const [name, ...argv] = command.words;
    if (name === 'rm') {
      for (const file of argv) rmSync(join(folder, file));
      continue;
    }
    const [wanted] = argv.filter((word) => Object.hasOwn(kept, word));
    const place = wanted === undefined ? folder : tempFolder({ [wanted]: kept[wanted] ?? '' });
    const { stdout, stderr } = await ecaudit(argv, { cwd: place });
    expect(stdout + stderr, command.words.join(' ')).toMatch(asPattern(command.shows));
  }
});

test('what the guide for vendors says a terminal shows is what it shows', async () => {
  const blocks = blocksOf('write-a-vendor-ruleset.md').filter(({ file }) => file !== '');
  const folder = tempFolder(Object.fromEntries(blocks.map(({ file, text }) => [file, text])));
  for (const { words, shows } of commandsOf('write-a-vendor-ruleset.md')) {
    const { stdout, stderr } = await ecaudit(words.slice(1), { cwd: folder });
    expect(stdout + stderr, words.join(' ')).toMatch(asPattern(shows));
  }
});

interface Command {
  readonly words: readonly string[];
  readonly shows: string;
}

function commandsOf(page: string): readonly Command[] {
  return blocksOf(page)
    .filter(({ language }) => language === 'console')
    .flatMap(({ text }) => text.split(/^\$ /m).filter(Boolean))
    .map((piece) => {
      const [line = '', ...shown] = piece.split('\n');
      return { words: line.split(' '), shows: shown.join('\n') };
    });
}

/** `…` stands for the rest of a line; alone on a line, for any number of lines. */
function asPattern(shows: string): RegExp {
  const lines = shows.replace(/\n$/, '').split('\n');
  const patterns = lines.map((line) => {
    if (line === '…') return '(?:.*\\n)*?';
    const exact = line.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replace(/…$/, '.*');
    return `${exact}\\n`;
  });
  return new RegExp(`^${patterns.join('')}$`);
}

describe('rulesets.md', () => {
  const text = read('rulesets.md');
  const schema = JSON.parse(readFileSync(join(root, 'schemas/ruleset.schema.json'), 'utf8'));
  const { rules, parameters, sources, overrides } = schema.properties;
  const rule = rules.items.properties;

  test.each([
    ['ruleset', schema.properties],
    ['rule', rule],
    ['example', rule.examples.items.properties],
    ['parameter', parameters.additionalProperties.properties],
    ['source', sources.items.properties],
    ['override', overrides.items.properties],
    ['decorator', Object.fromEntries(Object.keys(decorators).map((name) => [`${name}:`, name]))],
  ])('names every key of a %s', (_, properties) => {
    expect(Object.keys(properties).filter((key) => !text.includes(`\`${key}\``))).toEqual([]);
  });
});

test('pictures are small, and each is shown on a page', () => {
  const names = readdirSync(join(docs, 'images'));
  const sizes = names.map((name) => statSync(join(docs, 'images', name)).size);
  expect(names.length).toBeGreaterThan(1);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(150_000);
  const texts = linking.map((path) => readFileSync(join(root, path), 'utf8')).join('');
  expect(names.filter((name) => !texts.includes(`images/${name})`))).toEqual([]);
});

describe('first-run.md', () => {
  stopOrgsAfterEach();

  // In this order, as its reader runs them: each finds what those before it left.
  test('every command of its runs, against an org and a repository', async () => {
    const org = await orgWith({ folder: join(fixtures, 'planted/faulty') });
    const cwd = demoProject();
    const env = { ...envOf(org), ECAUDIT_ORG: 'prod' };
    const lines = Array.from(
      read('first-run.md').matchAll(/^```sh\n(.*?)^```$/gms),
      ([, text = '']) => text.trim().split('\n'),
    ).flat();
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      const [program, ...argv] = line.split(' ');
      expect(program).toBe('ecaudit');
      // oxlint-disable-next-line no-await-in-loop -- each needs the one before
      const { code, stderr } = await ecaudit(argv, { cwd, env });
      expect([0, 1, 3], `${line}: ${stderr}`).toContain(code);
    }
    for (const file of [
      'apps.csv',
      'audit.html',
      'plan.csv',
      'shapes.json',
      'ecaudit-baseline.json',
    ])
      expect(existsSync(join(cwd, file)), file).toBe(true);
  });
});

test('no page and no schema names the host of a package registry', () => {
  const schemas = readdirSync(join(root, 'schemas')).map((name) => join(root, 'schemas', name));
  const files = [...written.map((path) => join(docs, path)), ...schemas];
  const registry = /unpkg\.com|npmjs\.|jsdelivr|registry\./;
  expect(files.filter((file) => registry.test(readFileSync(file, 'utf8')))).toEqual([]);
});

test('the page about checks names every standard rule, and no other', () => {
  const page = readFileSync(join(root, 'docs/checks.md'), 'utf8');
  const rules = shippedRulesets
    .filter(({ kind }) => kind === 'standard')
    .flatMap((ruleset) => ruleset.rules.map(({ id }) => id));
  const named = new Set([...page.matchAll(/`([a-z-]+\/[a-z0-9-]+)`/g)].map(([, id = '']) => id));
  expect(rules.filter((id) => !named.has(id))).toEqual([]);
  expect([...named].filter((id) => !rules.includes(id))).toEqual([]);
});
