import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests that start the built program, npm or a shell, or that count on a process of their own. */
const programs = [
  'test/package.test.ts',
  'test/recipes/*.test.ts',
  'test/cli/{program,writing}.test.ts',
  'test/lsp/program.test.ts',
  'test/org/proxy.test.ts',
  'test/stories/{hostile,hostile-memory,org-doctor,org-size,signals}.test.ts',
];

/**
 * By default vitest leaves one core free. Stories of orgs wait more than they work: two to a core. Projects would not heed
 * what the command line says, if the configuration said anything besides.
 */
const workers = process.argv.some((argument) => /^--(?:max-workers|maxWorkers)\b/.test(argument))
  ? {}
  : { maxWorkers: 2 * availableParallelism() };

export default defineConfig({
  test: {
    setupFiles: ['test/random-seed.ts'],
    globalSetup: ['test/temp-root.ts'],
    ...workers,
    // Stories that start the built program are slow on a machine with two cores that others use, too.
    testTimeout: 60_000,
    projects: [
      // Nothing here keeps state between tests, so that one process loads each module once for all files.
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: programs,
          isolate: false,
        },
      },
      { extends: true, test: { name: 'program', include: programs, isolate: false } },
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'reporters/**/*.ts'],
      exclude: ['src/**/*.generated.ts'],
      reporter: ['text', 'json-summary'],
    },
  },
});
