// Evidence that the author of a change chooses must not make findings milder: one row, one way to try it.
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, changed, treeOf, type JsonReport, type Tree } from './run.js';

const fullcast = treeOf('guides', 'fullcast');
const secret = changed(
  fullcast,
  'ecaGlblOauth',
  '</callbackUrl>',
  '</callbackUrl>\n    <consumerSecret>0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF</consumerSecret>',
);
const beside = changed(
  fullcast,
  'ecaGlblOauth',
  '</callbackUrl>',
  '\nhttps://evil.example/cb</callbackUrl>',
);
const withoutCallbacks = Object.fromEntries(
  Object.entries(fullcast).filter(([path]) => !path.includes('GlobalOauth')),
);

/** A guide in the repository for every app, which demands what suits its author. */
function invented(match: string): string {
  return `id: acme
title: Acme
kind: vendor
sources: [{ title: Guide, url: "https://acme.example/guide", read: 2026-01-01 }]
match: ${match}
rules:
  - { id: secret, require: { fact: consumerSecretInSource, operator: equal, value: true } }
  - { id: full, require: { fact: scopes, operator: contains, value: full } }
  - { id: callback, require: { fact: callbackUrls, operator: contains, value: "https://app.fullcast.io/app/motion/segments" } }
`;
}

const everyApp = invented('{ fact: apiName, operator: like, value: "*" }');
const atHost = invented('{ fact: callbackHosts, operator: contains, value: app.fullcast.io }');
const withAcme = 'rulesets: [recommended, ./acme.yaml]\n';

function excusesIn({ results }: JsonReport): readonly string[] {
  return results.flatMap(({ rule, excusedBy }) =>
    excusedBy ? [`${rule} ${excusedBy.rule} ${excusedBy.by}`] : [],
  );
}

const full = 'scopes/no-full-access';

async function found(tree: Tree, argv: readonly string[] = []): Promise<JsonReport> {
  return (await audit(['.', ...argv], { cwd: tempFolder(tree) })).report;
}

describe('no excuse', () => {
  test.each<readonly [string, Tree, readonly string[], RegExp | undefined]>([
    [
      'for a secret, by a guide of the repository',
      { ...secret, 'acme.yaml': everyApp, 'ecaudit.config.yaml': `${withAcme}vendors: none\n` },
      [],
      undefined,
    ],
    [
      'for a secret, by a guide of the caller',
      { ...secret, 'acme.yaml': atHost },
      ['-r', 'secrets', '-r', 'acme.yaml'],
      undefined,
    ],
    [
      'by a guide of the repository',
      { ...fullcast, 'acme.yaml': atHost, 'ecaudit.config.yaml': `${withAcme}vendors: none\n` },
      [],
      /--ruleset names it/,
    ],
    [
      'by one that it assigns',
      {
        ...fullcast,
        'acme.yaml': atHost,
        'ecaudit.config.yaml': `${withAcme}vendors: none\napps: [{ match: Fullcast, vendor: acme }]\n`,
      },
      [],
      /--ruleset names it/,
    ],
    ['beside a callback that leads elsewhere', beside, [], /leads to evil\.example/],
    [
      'by a name, while the file of the callbacks is not there',
      withoutCallbacks,
      [],
      /callback URLs of the app are not known/,
    ],
  ])('%s', async (_, tree, argv, because) => {
    const report = await found(tree, argv);
    expect(excusesIn(report)).toEqual([]);
    const result = report.results.find(({ rule }) => rule === full);
    if (!because) {
      expect(report.results).toContainEqual(
        expect.objectContaining({
          rule: 'secrets/no-consumer-secret-in-source',
          severity: 'critical',
        }),
      );
      return;
    }
    expect(result?.severity).toBe('high');
    expect(result?.demandedBy?.notExcusedBecause).toMatch(because);
    expect(result?.message).toMatch(because);
  });

  test('by a demand that the configuration puts into a guide', async () => {
    const override =
      'overrides: [{ rule: vendors/fullcast/scopes, value: [full, id, web, api, refresh_token, openid, wave_api] }]\n';
    const report = await found({ ...fullcast, 'ecaudit.config.yaml': override });
    expect(excusesIn(report).filter((one) => one.startsWith(full))).toEqual([]);
  });
});

describe('an excuse says what it rests on', () => {
  test('the callbacks of the app', async () => {
    const report = await found(fullcast);
    expect(excusesIn(report)).toContain(`${full} vendors/fullcast/scopes evidence`);
    expect(report.apps[0]?.vendors[0]?.excuses).toEqual({ by: 'evidence' });
  });

  test('the configuration, with its line', async () => {
    const assigned =
      'failOn: high\napps:\n  - { match: Fullcast, vendor: vendors/paragon }\n  - { match: Bots, vendor: vendors/salesforce-agent-api }\n';
    const bots = Object.fromEntries(
      Object.entries(fullcast).map(([path, text]) => [
        path.replace('/Fullcast', '/Bots'),
        text.replaceAll('Application>Fullcast<', 'Application>Bots<'),
      ]),
    );
    const report = await found({ ...bots, 'ecaudit.config.yaml': assigned });
    expect(report.apps[0]?.vendors).toMatchObject([
      {
        ruleset: 'vendors/salesforce-agent-api',
        excuses: { by: 'configuration', location: { file: 'ecaudit.config.yaml', startLine: 4 } },
      },
    ]);
  });

  test('the caller who names a ruleset', async () => {
    const argv = ['-r', 'scopes', '-r', 'acme.yaml'];
    const evident = await found({ ...fullcast, 'acme.yaml': atHost }, argv);
    expect(excusesIn(evident)).toEqual([`${full} acme/full evidence`]);
    const named = await found({ ...fullcast, 'acme.yaml': everyApp }, [
      ...argv,
      '--app',
      'Fullcast',
    ]);
    expect(excusesIn(named)).toEqual([`${full} acme/full evidence`]);
  });

  test('nothing with --ignore-excuses', async () => {
    const report = await found(fullcast, ['--ignore-excuses']);
    expect(excusesIn(report)).toEqual([]);
    expect(report.results.some(({ demandedBy }) => demandedBy)).toBe(false);
  });
});
