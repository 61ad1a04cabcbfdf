// The page in a real browser. Without one these tests are skipped: install Debian's `chromium`, or name one with CHROMIUM.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../../src/report/digest/index.js';
import { html } from '../../reporters/html.js';
import { ecaudit } from '../stories/run.js';
import { chromiumPath } from './browser.js';
import { hostile } from './hostile-report.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const openAll = "document.querySelectorAll('details').forEach((one) => { one.open = true })";

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

describe.skipIf(chromiumPath === undefined)('in a browser', () => {
  let browser: Browser;
  let audit = '';
  let inventory = '';
  let evil = '';
  let folder = '';

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
    folder = mkdtempSync(join(tmpdir(), 'ecaudit-html-'));
    audit = join(folder, 'audit.html');
    inventory = join(folder, 'inventory.html');
    evil = join(folder, 'evil.html');
    await ecaudit(['projects/demo', '-f', `html=${audit}`, '--controls', 'sbs', '-q']);
    await ecaudit(['inventory', 'projects/demo', '-f', `html=${inventory}`, '-q']);
    writeFileSync(evil, [...html(digestOf(hostile))].join(''));
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page and notes everything that must not happen. */
  async function open(file: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const trouble: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) trouble.push(message.text());
    });
    page.on('pageerror', (error) => trouble.push(String(error)));
    page.on('dialog', (dialog) => {
      trouble.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== pathToFileURL(file).href) trouble.push(`request ${request.url()}`);
    });
    await page.goto(pathToFileURL(file).href);
    return { page, trouble };
  }

  async function violations(page: Page): Promise<readonly string[]> {
    await page.evaluate(axe);
    const { violations: found } = await page.evaluate<AxeResults>('axe.run()');
    return found.flatMap(({ id, nodes }) =>
      nodes
        .slice(0, 3)
        .map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
    );
  }

  const visibleApps = (page: Page): Promise<readonly string[]> =>
    page.$$eval('#inventory tbody tr', (rows) =>
      rows
        .filter((row) => (row as HTMLElement).offsetParent !== null)
        .map((row) => (row as HTMLTableRowElement).cells[0]?.textContent ?? ''),
    );

  test.each([
    ['the audit', () => audit, 'light'],
    ['the audit', () => audit, 'dark'],
    ['the inventory', () => inventory, 'light'],
    ['a hostile report', () => evil, 'light'],
  ] as const)(
    'axe finds nothing in %s',
    async (_, file, colorScheme) => {
      const { page } = await open(file(), { colorScheme, bypassCSP: true });
      await page.evaluate(openAll);
      expect(await violations(page)).toEqual([]);
    },
    180_000,
  );

  test('nothing is requested, and nothing goes wrong', async () => {
    for (const file of [audit, inventory, evil]) {
      // oxlint-disable-next-line no-await-in-loop -- one page after the other
      const { page, trouble } = await open(file);
      // oxlint-disable-next-line no-await-in-loop -- one page after the other
      await page.waitForTimeout(100);
      expect(trouble).toEqual([]);
    }
  });

  test.each([390, 1280])('nothing is wider than a window of %i pixels', async (width) => {
    for (const file of [audit, inventory, evil]) {
      // oxlint-disable-next-line no-await-in-loop -- one page after the other
      const { page } = await open(file, { viewport: { width, height: 800 } });
      // oxlint-disable-next-line no-await-in-loop -- one page after the other
      await page.evaluate(openAll);
      // oxlint-disable-next-line no-await-in-loop -- one page after the other
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
  });

  test('a head sorts, up and down, and says so; by keyboard, too', async () => {
    const { page } = await open(audit);
    const head = page.locator('#inventory th', { hasText: 'Findings' });
    await head.getByRole('button').focus();
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    expect((await visibleApps(page))[0]).toBe('Warehouse Connector');
    const app = page.locator('#inventory th', { hasText: 'App' }).first();
    await app.getByRole('button').click();
    expect(await head.getAttribute('aria-sort')).toBe('none');
    const names = await visibleApps(page);
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b)));
  });

  test('searching and filtering leave the apps that fit, and say how many', async () => {
    const { page } = await open(audit);
    const all = (await visibleApps(page)).length;
    await page.getByLabel('Search').fill('fullcast');
    expect(await visibleApps(page)).toEqual(['Fullcast']);
    expect(await page.locator('#status').textContent()).toBe(`1 of ${all} apps`);
    expect(await page.locator('details.app:visible').count()).toBe(1);
    await page.getByLabel('Search').fill('');
    for (const name of ['medium', 'low', 'info', 'none'])
      // oxlint-disable-next-line no-await-in-loop -- one box after the other
      await page.getByLabel(name, { exact: true }).uncheck();
    const left = await visibleApps(page);
    expect(left).toContain('Fullcast');
    expect(left).not.toContain('Order Sync');
  });

  test('without scripts everything can be read, and what only scripts do is not there', async () => {
    const { page } = await open(audit, { javaScriptEnabled: false });
    expect(await page.getByText('Findings by rule').first().isVisible()).toBe(true);
    expect(await page.locator('.tools').isVisible()).toBe(false);
    await page.locator('summary', { hasText: 'Fullcast' }).click();
    expect(await page.locator('details[open] .findings').isVisible()).toBe(true);
  });

  test('paper has what is folded on the screen, and no controls', async () => {
    const { page } = await open(audit);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.locator('details:not([open])').count()).toBe(0);
    expect(await page.locator('.tools').isVisible()).toBe(false);
    const pdf = await page.pdf();
    expect(pdf.length).toBeGreaterThan(20_000);
  });

  test('what a hostile source says is text', async () => {
    const { page, trouble } = await open(evil);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(
      await page.locator('img, iframe, object, embed, script[src], form[action]').count(),
    ).toBe(0);
    expect(await page.getByText('<script>window.pwned=1</script>').first().isVisible()).toBe(true);
    expect(trouble).toEqual([]);
  });
});
