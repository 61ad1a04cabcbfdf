// `fix --write` on real files: what was offered is gone, nothing else came, and `diff` shows just the edits.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { checkFix } from './fix-checks.js';
import { root } from './run.js';

/** Real files of public repositories. They are not part of this repository. */
const corpus = join(root, '..', 'shared', 'corpus');
const folders = existsSync(corpus)
  ? readdirSync(corpus, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    )
  : [];

describe.skipIf(folders.length === 0)('real files', () => {
  test.each(folders.flatMap((folder) => [[folder, '--unsafe'] as const, [folder] as const]))(
    '%s %s',
    { timeout: 240_000 },
    async (folder, ...flags) => {
      await checkFix(join(corpus, folder), ...flags.filter((flag) => flag !== undefined));
    },
  );
});
