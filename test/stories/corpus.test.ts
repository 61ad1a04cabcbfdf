import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { ecaudit, root, type JsonReport, type Run } from './run.js';

/** Real files of 41 public repositories. They are not part of this repository. */
const corpus = join(root, '..', 'shared', 'corpus');
const folders = existsSync(corpus)
  ? readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  : [];
const reportSchema = join(root, 'schemas/report.schema.json');
const sarifSchema = join(root, 'test/reporters/sarif-2.1.0.schema.json');

const schemaOf = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

function validator(file: string) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const { $schema: _dialect, ...schema } = schemaOf(file);
  const check = ajv.compile(schema);
  return (data: unknown): readonly unknown[] => (check(data) ? [] : (check.errors ?? []));
}

/** Elements whose text must not be in any report. Values that are masked or no secret are not worth hiding. */
const hidden = /<(?:consumerSecret|consumerKey)>([^<]{20,})</g;

function secretsIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .flatMap((text) => [...text.matchAll(hidden)].map((match) => match[1]?.trim() ?? ''))
    .filter((text) => !text.startsWith('REDACTED_'));
}

const appFile = /\.(?:eca|connectedApp)(?:-meta\.xml)?$/;

/** Every header and every Connected App, without those that stand there in both formats. */
function appsIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return new Set(
    files.filter((file) => appFile.test(file)).map((file) => file.replace('-meta.xml', '')),
  ).size;
}

const run = (folder: string, ...argv: readonly string[]): Promise<Run> =>
  ecaudit(['.', '--include', 'all', ...argv], {
    cwd: folder,
    env: { SOURCE_DATE_EPOCH: '1795255200' },
  });

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

describe.skipIf(folders.length === 0)('the corpus', () => {
  const validReport = existsSync(reportSchema) ? validator(reportSchema) : undefined;
  const validSarif = validator(sarifSchema);

  test.each([60, 80, 100, 160])('is 150 lines at most at %i columns', async (columns) => {
    const table = await ecaudit(['.', '--no-config'], { cwd: corpus, columns });
    const lines = table.stdout.split('\n');
    expect(lines.length).toBeLessThanOrEqual(151);
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
  });

  test('is whole with --details', async () => {
    const at = { cwd: corpus, columns: 160 };
    const json = await ecaudit(['.', '--no-config', '-f', 'json', '--include', 'fail'], at);
    const { results } = JSON.parse(json.stdout) as JsonReport;
    const told = results.filter((one) => !('echo' in one || 'excusedBy' in one));
    const details = (await ecaudit(['.', '--no-config', '--details'], at)).stdout;
    for (const { fingerprint } of told) expect(details).toContain(fingerprint.slice(0, 12));
  });

  test.each(folders.map(({ name }) => name))('%s', async (name) => {
    const folder = join(corpus, name);
    const json = await run(folder, '-f', 'json');
    const sarif = await run(folder, '-f', 'sarif', '--sarif-all');
    const table = await run(folder, '-v');
    const report = JSON.parse(json.stdout) as JsonReport;
    expect([0, 1, 3]).toContain(json.code);
    expect([sarif.code, table.code]).toEqual([json.code, json.code]);
    expect(report.summary.apps).toBeGreaterThanOrEqual(appsIn(folder));
    expect(report.problems.filter(({ kind }) => kind === 'rule-failed')).toEqual([]);
    expect(validReport?.(report) ?? []).toEqual([]);
    expect(validSarif(JSON.parse(sarif.stdout))).toEqual([]);
    const outputs = [json, sarif, table].map(({ stdout, stderr }) => stdout + stderr);
    const leaks = secretsIn(folder).filter((secret) =>
      outputs.some((text) => text.includes(secret)),
    );
    expect(leaks).toEqual([]);
    const again = await run(folder, '-f', 'json');
    expect(digest(again.stdout)).toBe(digest(json.stdout));
  });
});
