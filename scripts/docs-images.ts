// npm run docs:images: the pictures of README.md, of what ecaudit really writes about the demo project. Needs Chromium: on PATH, or named
// by CHROMIUM.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../test/reporters/browser.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const images = join(root, 'docs/images');
/** How much of the table is shown: lines. */
const shown = 18;

const colours: Readonly<Record<string, string>> = {
  '1': 'font-weight: bold',
  '2': 'opacity: .7',
  '4': 'text-decoration: underline',
  '31': 'color: #ff7b72',
  '32': 'color: #7ee787',
  '33': 'color: #e3b341',
  '34': 'color: #79c0ff',
  '35': 'color: #d2a8ff',
  '36': 'color: #76e3ea',
  '90': 'color: #8b949e',
};

if (chromiumPath === undefined) throw new Error('there is no Chromium; name one with CHROMIUM');
const work = mkdtempSync(join(tmpdir(), 'ecaudit-images-'));
const browser = await chromium.launch({
  executablePath: chromiumPath,
  args: ['--no-sandbox', '--disable-lcd-text'],
});
try {
  mkdirSync(images, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1000, height: 560 } });
  await picture(page, pageOf(table()), 'table.png');
  await picture(page, html(), 'html.png');
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true });
}

async function picture(page: Page, content: string, name: string): Promise<void> {
  await page.setContent(content);
  const terminal = page.locator('#terminal');
  const path = join(images, name);
  await ((await terminal.count()) > 0 ? terminal : page).screenshot({ path });
  console.log(`docs/images/${name}: ${statSync(path).size} bytes`);
}

/** What the program writes about the demo, on the day of the README. */
function ecaudit(argv: readonly string[]): string {
  const done = spawnSync(process.execPath, [join(root, 'dist/cli/bin.js'), '.', ...argv], {
    cwd: join(root, 'fixtures/projects/demo'),
    env: { ...process.env, SOURCE_DATE_EPOCH: '1796057520' },
    encoding: 'utf8',
  });
  if (done.status !== 1) throw new Error(`exit code ${done.status}: ${done.stderr}`);
  return done.stdout;
}

function table(): string {
  const lines = ecaudit(['--color', 'always']).split('\n').slice(0, shown);
  return ['$ ecaudit', ...lines, '…'].join('\n');
}

function html(): string {
  const file = join(work, 'a.html');
  ecaudit(['-q', '-f', `html=${file}`]);
  return readFileSync(file, 'utf8');
}

/** A terminal as a page. */
function pageOf(text: string): string {
  const style = `body { margin: 0 } #terminal { margin: 0; padding: 16px 20px; width: max-content; color: #d6dbe0;
    background: #14181d; font: 12px/1.45 'DejaVu Sans Mono', 'Liberation Mono', monospace }`;
  return `<!doctype html><style>${style}</style><pre id="terminal">${coloured(text)}</pre>`;
}

/** Colours of a terminal as spans. A code that ends something ends all that is open, as ours do. */
function coloured(text: string): string {
  let open = 0;
  // oxlint-disable-next-line no-control-regex -- it begins every code
  const pieces = text.split(/\u001B\[([\d;]*)m/);
  const spans = pieces.map((piece, at) => {
    if (at % 2 === 0) return piece.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const styles = piece.split(';').flatMap((code) => colours[code] ?? []);
    const closed = styles.length === 0 ? '</span>'.repeat(open) : '';
    open = styles.length === 0 ? 0 : open + 1;
    return styles.length === 0 ? closed : `<span style="${styles.join('; ')}">`;
  });
  return spans.join('');
}
