import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/random-seed.ts'],
    // Stories that start the built program are slow on a machine with two cores that others use, too.
    testTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'reporters/**/*.ts'],
      exclude: ['src/rulesets/*.generated.ts'],
      reporter: ['text', 'json-summary'],
    },
  },
});
