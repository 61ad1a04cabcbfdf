// The page as text: what a browser need not be there for.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { digestOf } from '../../src/report/digest/index.js';
import { html } from '../../reporters/html.js';
import { ecaudit } from '../stories/run.js';
import { hostile } from './hostile-report.js';
import { clean, findings } from './samples.js';

function pageOf(report: typeof findings): string {
  return [...html(digestOf(report))].join('');
}

test('the policy lets nothing in but the style and the script of the page itself', () => {
  const page = pageOf(findings);
  const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
  const hashOf = (text = ''): string =>
    `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const [, style] = /<style>([^]*?)<\/style>/.exec(page) ?? [];
  const [, script] = /<script>([^]*?)<\/script>/.exec(page) ?? [];
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(page).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(page).toContain('<title>ecaudit report of 2026-11-21</title>');
});

test('no text of a report becomes markup, an address or a control character', () => {
  const page = pageOf(hostile);
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).not.toMatch(/<(?:img|iframe|object|embed|form action)/);
  expect(page).not.toMatch(/<[^>]*\s(?:on\w+|style|href="(?!#|https?:))=/);
  expect(page).not.toMatch(/href="javascript:/);
  // oxlint-disable-next-line no-control-regex -- just these
  expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  expect(page).toContain('&lt;script>window.pwned=1&lt;/script>');
});

test('it has the parts that an auditor asks for, with the numbers of the report', () => {
  const page = pageOf(findings);
  for (const part of [
    'Summary',
    'Findings by rule',
    'Apps by theme',
    'Each app',
    'Exceptions',
    'Not checked',
  ])
    expect(page).toContain(`${part}</h2>`);
  expect(page).toContain('Audit of 2026-11-21 10:00 UTC by ecaudit 0.1.0');
  expect(page).toContain('This audit is incomplete.');
  for (const text of [
    'access/admin-approved',
    'Order_Sync_plcy.ecaOauthPlcy-meta.xml:12:31',
    'unexpected end of file',
  ])
    expect(page).toContain(text);
  expect(pageOf(clean)).toContain('No findings in 1 app.');
});

test('the report of a run: orgs, controls and dates', async () => {
  const { code, stdout } = await ecaudit([
    'projects/demo',
    'planted/clean',
    '-f',
    'html',
    '--controls',
    'sbs',
  ]);
  expect(code).toBe(1);
  for (const part of ['Orgs and other sources', 'Dates to come', 'Controls: ', 'Not checked'])
    expect(stdout).toContain(part);
  expect(stdout.match(/<details class="app"/g)).toHaveLength(10);
});
