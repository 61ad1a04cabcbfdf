import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { ecaudit, fixtures } from '../stories/run.js';

const demo = 'projects/demo';

test('the github report adds to the job summary, which other steps may have begun', async () => {
  const file = join(tempFolder({ 'summary.md': '# Build\n' }), 'summary.md');
  const env = { GITHUB_STEP_SUMMARY: file };
  const { code, stdout } = await ecaudit([demo, '-f', 'github'], { env });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^::error file=/);
  const summary = readFileSync(file, 'utf8');
  expect(summary.startsWith('# Build\n<!-- ecaudit -->\n### ecaudit: ')).toBe(true);
  expect(summary).toContain('<summary>External Client App <code>Fullcast</code>');
});

test('no other report does, and without the variable nobody does', async () => {
  const file = join(tempFolder({ 'summary.md': '' }), 'summary.md');
  await ecaudit([demo, '-f', 'json'], { env: { GITHUB_STEP_SUMMARY: file } });
  expect(readFileSync(file, 'utf8')).toBe('');
  const { code } = await ecaudit([demo, '-f', 'github'], {});
  expect(code).toBe(1);
});

test('a summary that cannot be written is said', async () => {
  const env = { GITHUB_STEP_SUMMARY: join(tempFolder({}), 'none/summary.md') };
  const { code, stderr } = await ecaudit([join(fixtures, demo), '-f', 'github=out.txt'], {
    env,
    cwd: tempFolder({}),
  });
  expect(code).toBe(5);
  expect(stderr).not.toContain('this is a bug');
});
