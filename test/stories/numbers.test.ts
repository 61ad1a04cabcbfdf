import { expect, test } from 'vitest';
import { readCsv } from '../reporters/csv-reader.js';
import { ecaudit as run, fixtures, type Run } from './run.js';

const ecaudit = async (argv: readonly string[]): Promise<Run> => run(argv, { cwd: fixtures });

test('table, markdown, html, json, csv and sarif of one run have the same numbers', async () => {
  const as = async (format: string): Promise<string> =>
    (await ecaudit(['projects/demo/force-app', '--no-config', '-f', format])).stdout;
  const { summary, results } = JSON.parse(await as('json')) as {
    readonly summary: {
      readonly bySeverity: Readonly<Record<string, number>>;
      readonly excused: number;
    };
    readonly results: readonly { readonly verdict: string }[];
  };
  const counts = Object.entries(summary.bySeverity).flatMap(([name, count]) =>
    count > 0 ? [`${count} ${name}`] : [],
  );
  const total = Object.values(summary.bySeverity).reduce((sum, count) => sum + count, 0);
  expect(results.length).toBeGreaterThan(0);
  expect(await as('table')).toContain(`${total} findings (${counts.join(', ')})`);
  expect(await as('markdown')).toContain(`### ecaudit: ${counts.join(', ')} in`);
  const [head = [], ...rows] = readCsv(await as('csv'));
  const status = rows.map((cells) => cells[head.indexOf('status')]);
  const toDo = total - summary.excused;
  expect(status.filter((one) => one === 'to do')).toHaveLength(toDo);
  expect(status.filter((one) => one === 'accepted')).toHaveLength(summary.excused);
  const sarif = JSON.parse(await as('sarif')) as {
    readonly runs: readonly { readonly results: readonly unknown[] }[];
  };
  expect(sarif.runs[0]?.results).toHaveLength(toDo);
  const page = await as('html');
  expect(page).toContain(`${total} findings (${counts.join(', ')})`);
  for (const [name, count] of Object.entries(summary.bySeverity))
    expect(page).toContain(`<b>${count}</b><span class="s ${name}">`);
  expect(page.match(/<li data-severity=/g)).toHaveLength(toDo);
});

test('--rule leaves the other rules out, and says so', async () => {
  const found = await ecaudit([
    'projects/demo/force-app',
    '--no-config',
    '--rule',
    'flows/*',
    '-f',
    'json',
  ]);
  const report = JSON.parse(found.stdout) as {
    readonly results: readonly { readonly rule: string }[];
    readonly partial: readonly unknown[];
  };
  expect(new Set(report.results.map(({ rule }) => rule.split('/')[0]))).toEqual(new Set(['flows']));
  expect(report.partial).toEqual([{ by: 'rule', values: ['flows/*'] }]);
  const wrong = await ecaudit(['projects/demo/force-app', '--rule', 'flows/pkce-requird']);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('flows/pkce-required')]);
});
