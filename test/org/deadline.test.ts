// Deadlines fire whatever the garbage collector does: Node.js 20 collects a signal that only AbortSignal.any knows.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../stories/run.js';

const program = join(root, 'test/org/deadline-program.ts');

test('every wait ends, also while garbage is collected', () => {
  const run = spawnSync(
    process.execPath,
    ['--expose-gc', join(root, 'scripts/run-ts.mjs'), program],
    { encoding: 'utf8', timeout: 60_000 },
  );
  expect(run.stderr).toBe('');
  expect(JSON.parse(run.stdout)).toEqual({
    'an org that says nothing, by the deadline': ['org-deadline'],
    'an org that says nothing, by the time of a call': ['org-unreachable'],
    'a body that never ends, by the deadline': ['org-deadline'],
    'a body that never ends, by the time of a call': ['org-unreachable'],
    'a token endpoint that says nothing': ['org-deadline'],
    'a proxy that says nothing to CONNECT': ['org-deadline'],
    'a Salesforce CLI that ignores signals': ['org-deadline'],
  });
}, 90_000);
