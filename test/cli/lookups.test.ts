import { expect, test } from 'vitest';
import { ecaudit } from '../stories/run.js';

test.each([
  [['settings', 'pkce'], 0, /^pkceRequired/m],
  [['settings', 'pkceRequird'], 2, /did you mean "pkceRequired"/],
  [['vendors', 'fulcast'], 2, /did you mean "fullcast"/],
  [['rules', 'list', 'pkce'], 0, /flows\/pkce-required/],
  [['supress', 'x'], 2, /did you mean the command ecaudit suppress\?/],
  [['https://acme.my.salesforce.com'], 2, /--org ALIAS/],
  [['--rule', 'flows/pkce-requird'], 2, /flows\/pkce-required/],
])('%j', async (argv, code, expected) => {
  const run = await ecaudit(argv);
  expect([run.code, run.stdout + run.stderr]).toEqual([code, expect.stringMatching(expected)]);
});
