// A baseline of real repositories: nothing is new in the second run, one fault is one finding, moved or not.
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, root, type Audit } from './run.js';

/** Real files of 41 public repositories. They are not part of this repository. */
const corpus = join(root, '..', 'shared', 'corpus');
// The fault that is planted is one of an optional rule.
const flags = ['--level', 'optional', '.', '--fail-on', 'info'];

function fresh({ report }: Audit): readonly string[] {
  return report.results
    .filter(({ verdict, baselined }) => verdict === 'fail' && !baselined)
    .map(({ rule }) => rule);
}

function gone({ report }: Audit): number {
  return report.problems.filter(({ kind }) => kind === 'baseline-findings-gone').length;
}

describe.skipIf(!existsSync(corpus))('the whole corpus', () => {
  test('in one baseline', { timeout: 180_000 }, async () => {
    const cwd = tempFolder({});
    cpSync(corpus, cwd, { recursive: true });
    const run = (...argv: readonly string[]): Promise<Audit> => audit([...flags, ...argv], { cwd });
    const first = await run('--write-baseline', 'known.json');
    expect(first.report.summary.apps).toBeGreaterThan(100);
    expect(first.code).toBe(0);
    const second = await run('--baseline', 'known.json');
    expect([second.code, fresh(second), gone(second)]).toEqual([0, [], 0]);

    // Every repository in another folder, so that apps of one name change their order.
    const folders = readdirSync(cwd, { withFileTypes: true }).filter((one) => one.isDirectory());
    for (const [at, { name }] of folders.entries())
      renameSync(
        join(cwd, name),
        join(cwd, `moved-${String(folders.length - at).padStart(3, '0')}`),
      );
    const moved = await run('--baseline', 'known.json');
    expect([moved.code, fresh(moved), gone(moved)]).toEqual([0, [], 0]);

    addFault(cwd);
    const faulty = await run('--baseline', 'known.json');
    expect([faulty.code, fresh(faulty), gone(faulty)]).toEqual([1, ['hygiene/description'], 0]);
  });
});

/** Takes the description of one app away. */
function addFault(cwd: string): void {
  const described = readdirSync(cwd, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.connectedApp-meta.xml'))
    .toSorted()
    .map((name) => join(cwd, name))
    .find((path) => /<description>[^<]+<\/description>/.test(readFileSync(path, 'utf8')));
  if (described === undefined) throw new Error('no app has a description');
  const text = readFileSync(described, 'utf8');
  writeFileSync(described, text.replace(/ *<description>[^<]+<\/description>\r?\n/, ''));
}
