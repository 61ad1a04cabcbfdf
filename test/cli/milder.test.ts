// Stories of what makes an audit milder: each way that a change to the repository has, in every format.
import {
  cpSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reporterNames } from '../../reporters/index.js';
import type { Problem } from '../../src/report/problem.js';
import { audit, demoProject, ecaudit, fixtures, type Audit } from '../stories/run.js';

type Files = Readonly<Record<string, string>>;

const config = 'ecaudit.config.yaml';

/** The demo project with files over its own: it has a `.forceignore`. */
function project(files: Files): string {
  const cwd = demoProject(files);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(cwd, path), text);
  return cwd;
}

/** Apps of the demo that none of the ways below is about. */
const others = /Atlas_PLM|Field_Service_Bot|Data_Lake_Export|Billing_Nightly/;

/** A project without them: each report of it is the shorter for it. */
function smallProject(files: Files): string {
  const cwd = project(files);
  for (const path of readdirSync(cwd, { recursive: true, encoding: 'utf8' }))
    if (others.test(path)) rmSync(join(cwd, path));
  return cwd;
}

/** What made an audit milder, as `FILE:LINE MESSAGE`. */
function milderOf({ report }: Audit): readonly string[] {
  return milderProblems(report.problems).map(
    ({ message, location }) => `${location?.file}:${location?.startLine} ${message}`,
  );
}

function milderProblems(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ kind }) => kind === 'milder');
}

/** A guide of one's own that is about every app, and demands what practice forbids. */
const acme = `id: acme
title: Acme
kind: vendor
sources: [{ title: Guide, url: "https://acme.test/guide", read: 2026-01-01 }]
match: { fact: apiName, operator: like, value: "*" }
rules:
  - { id: pkce, require: { fact: pkceRequired, operator: equal, value: false } }
`;

/** A ruleset of one's own that takes rules of a shipped one. */
function lenient(rest: string): string {
  return `id: lenient
title: Lenient
kind: standard
${rest}
rules:
  - { id: label, require: { fact: label, operator: notEqual, value: "" } }
`;
}

const off = `extends: [flows]
overrides:
  - { rule: flows/pkce-required, severity: off }`;

/** A baseline with one finding. */
const known = JSON.stringify({
  kind: 'ecaudit baseline',
  schemaVersion: '1',
  findings: [
    {
      app: 'connectedApp:Warehouse_Connector',
      rule: 'flows/pkce-required',
      verdict: 'fail',
      severity: 'high',
      fingerprint: '0'.repeat(32),
    },
  ],
});

/** Another package directory than the one of the demo. */
const elsewhere = '{\n  "packageDirectories": [{ "path": "other" }]\n}\n';
const bookmark = readFileSync(
  join(
    fixtures,
    'projects/demo/force-app/main/default/connectedApps/Intranet_Bookmark.connectedApp-meta.xml',
  ),
  'utf8',
);

/** An app whose callbacks go over plain http, which is high. */
const openApp = bookmark.replace(
  '</ConnectedApp>',
  '<oauthConfig><callbackUrl>http://portal.example.com/cb</callbackUrl><scopes>Api</scopes></oauthConfig></ConnectedApp>',
);

/** A guide of one's own about some apps, which demands something. */
function rival(name: string, demand: string): Files {
  return {
    [config]: 'rulesets: [recommended, ./rival.yaml]\n',
    'rival.yaml': `id: rival
title: Rival
kind: vendor
sources: [{ title: Guide, url: "https://rival.test/guide", read: 2026-01-01 }]
match: { fact: apiName, operator: like, value: "${name}" }
rules:
  - { id: one, severity: info, require: ${demand} }
`,
  };
}

/** The project of the demo with one replacement at deployment, in line 3. */
function replacing(stringToReplace: string, glob = '**/*.xml'): Files {
  const entry = JSON.stringify({ glob, stringToReplace, replaceWithEnv: 'X' });
  return {
    'sfdx-project.json': `{ "packageDirectories": [{ "path": "force-app" }],
  "replacements": [
    ${entry} ] }
`,
  };
}

/** A way, the files of a pull request that goes it, and what is told of it. */
const ways: readonly (readonly [string, Files, string, RegExp])[] = [
  [
    'rulesets',
    { [config]: 'vendors: auto\nrulesets: [hygiene]\n' },
    `${config}:2`,
    /"rulesets" of/,
  ],
  ['vendors: none', { [config]: 'vendors: none\n' }, `${config}:1`, /"vendors" of/],
  ['vendors by id', { [config]: 'vendors: [vendors/zapier]\n' }, `${config}:1`, /"vendors" of/],
  ['failOn', { [config]: 'vendors: auto\nfailOn: never\n' }, `${config}:2`, /failOn is never/],
  [
    'an app that is no vendor’s',
    { [config]: 'apps:\n  - { match: "*", vendor: none }\n' },
    `${config}:2`,
    /no vendor to Fullcast: \d findings .* are gone/,
  ],
  [
    'an app that is another vendor’s',
    { [config]: 'apps:\n  - { match: Fullcast, vendor: vendors/zapier }\n' },
    `${config}:2`,
    /vendors\/zapier to Fullcast: /,
  ],
  [
    'a vendor that excuses',
    { [config]: 'apps:\n  - { match: Warehouse_*, vendor: vendors/sumo-logic }\n' },
    `${config}:2`,
    /sumo-logic to Warehouse_Connector: .* are excused/,
  ],
  [
    'parameters',
    {
      [config]: 'apps:\n  - { match: Fullcast, parameters: { environment: pre-production } }\n',
    },
    `${config}:2`,
    /the parameters for Fullcast: .* not applicable, of vendors\/fullcast\/callbacks-production/,
  ],
  [
    'a baseline',
    { [config]: 'baseline: known.json\n', 'known.json': known },
    'known.json:1',
    /the baseline: 1 finding \(1 high\) is known from the baseline/,
  ],
  [
    '.forceignore and an app',
    { '.forceignore': '# apps\n**/Warehouse_*\n' },
    '.forceignore:2',
    /leaves out .*Warehouse_Connector.* are undecided/,
  ],
  [
    '.forceignore and a part of an app',
    { '.forceignore': '**/*.ecaGlblOauth-meta.xml\n' },
    '.forceignore:1',
    /leaves out .* undecided/,
  ],
  [
    'a severity',
    { [config]: 'overrides:\n  - { rule: flows/*, severity: info }\n' },
    `${config}:2`,
    /the override of flows\/\*: .* less severe/,
  ],
  [
    'a severity for one app',
    { [config]: 'overrides:\n  - { rule: "*", app: Warehouse_*, severity: low }\n' },
    `${config}:2`,
    /the override of \* for Warehouse_\*: .* less severe/,
  ],
  [
    'a rule that is off',
    { [config]: 'overrides:\n  - { rule: flows/pkce-required, severity: off }\n' },
    `${config}:2`,
    /the override of flows\/pkce-required: .* not applicable/,
  ],
  [
    'another value',
    { [config]: 'overrides:\n  - { rule: scopes/no-full-access, value: web }\n' },
    `${config}:2`,
    /the override of scopes\/no-full-access: .* passed/,
  ],
  [
    'a suppression',
    { [config]: 'suppressions:\n  - { rule: "flows/*", reason: because }\n' },
    `${config}:2`,
    /the suppression of flows\/\*: \d+ findings .* are suppressed/,
  ],
  [
    'a file that the configuration extends',
    {
      [config]: 'extends: policy/base.yaml\n',
      'policy/base.yaml': 'failOn: low\noverrides:\n  - { rule: "*", severity: off }\n',
    },
    'policy/base.yaml:3',
    /the override of \*: /,
  ],
  [
    'a ruleset of one’s own that switches off what it takes over',
    { [config]: 'rulesets: [recommended, ./own.yaml]\n', 'own.yaml': lenient(off) },
    'own.yaml:6',
    /an override: .* flows\/pkce-required/,
  ],
  [
    'a ruleset of one’s own that is about one kind of app only',
    {
      [config]: 'rulesets: [./own.yaml]\n',
      'own.yaml': lenient('appliesTo: [externalClientApp]\nextends: [recommended]'),
    },
    `${config}:1`,
    /the ruleset lenient: .* not applicable/,
  ],
  [
    'a guide of one’s own that contradicts a shipped one',
    {
      [config]: 'rulesets: [recommended, ./acme.yaml]\n',
      'acme.yaml': acme,
    },
    `${config}:1`,
    /the ruleset acme: /,
  ],
  [
    'an override of a guide of one’s own',
    {
      [config]: `rulesets: [recommended, ./acme.yaml]
overrides:
  - { rule: "acme/*", severity: off }
`,
      'acme.yaml': acme,
    },
    `${config}:3`,
    /the override of acme\/\*: .* not applicable, of acme\/pkce/,
  ],
  [
    '.forceignore and settings of the org',
    { '.forceignore': '# local\n**/settings/**\n' },
    '.forceignore:2',
    /leaves out 2 files, .*ExternalClientApp.settings-meta.xml first .*: \d findings .* are undecided, of org\//,
  ],
  [
    'a package directory taken out of the project',
    {
      'sfdx-project.json': elsewhere,
      'other/connectedApps/Bookmark.connectedApp-meta.xml': bookmark,
    },
    'sfdx-project.json:2',
    /apps are in no package directory, force-app\/.* first: \d+ findings .* are gone/,
  ],
  [
    'a guide of one’s own that turns a demand of a shipped one into a conflict',
    rival('Fullcast', '{ fact: pkceRequired, operator: equal, value: false }'),
    `${config}:1`,
    /the ruleset rival: 1 finding \(1 high\) is gone, of vendors\/fullcast\/pkce/,
  ],
  [
    'a guide of one’s own that is about every app, and forbids what a shipped one demands',
    rival(
      '*',
      '{ fact: callbackUrls, operator: containsNone, value: ["https://app.fullcast.io/app/motion/segments"] }',
    ),
    `${config}:1`,
    /the ruleset rival: 1 finding \(1 high\) is gone, of vendors\/fullcast\/callbacks-production/,
  ],
  [
    'a replacement of values',
    replacing('http://warehouse'),
    'sfdx-project.json:3',
    /the replacement by X: .*1 high.* undecided, of urls\/https-callbacks/,
  ],
  [
    'a replacement of flags',
    replacing('false'),
    'sfdx-project.json:3',
    /the replacement by X: \d+ findings \(\d+ high/,
  ],
  [
    'a replacement of the name by which part files are joined',
    replacing('Fullcast', '**/*Oauth*'),
    'sfdx-project.json:3',
    /the replacement by X: \d+ findings \(\d+ high/,
  ],
];

/** How each format shows a place, for the message that goes with it. */
const shows: Readonly<Record<string, (text: string, place: string) => readonly string[]>> = {
  table: (text, place) => blocks(text, place),
  json: (text, place) =>
    milderProblems((JSON.parse(text) as Audit['report']).problems)
      .filter(({ location }) => `${location?.file}:${location?.startLine}` === place)
      .map(({ message }) => message),
  sarif: (text, place) => notificationsAt(JSON.parse(text), place),
  junit: (text, place) => lines(text.replaceAll('&quot;', '"'), place),
  github: (text, place) => {
    const [file, line] = place.split(':');
    return lines(text, `::warning file=${file},line=${line},`);
  },
  gitlab: (text, place) =>
    (JSON.parse(text) as readonly GitlabIssue[])
      .filter(({ check_name: name }) => name === 'ecaudit/milder')
      .filter(({ location }) => `${location.path}:${location.lines.begin}` === place)
      .map(({ description }) => description),
  markdown: (text, place) => lines(text.replaceAll(/[\\`]/g, ''), place),
  html: (text, place) => lines(text.replaceAll('&quot;', '"').replaceAll('<li>', '\n'), place),
  csv: (text, place) => lines(text.replaceAll('""', '"'), place),
  comment: (text, place) => lines(text.replaceAll(/[\\`]/g, ''), place),
  rdjson: (text, place) =>
    (JSON.parse(text) as { readonly diagnostics: readonly Diagnosis[] }).diagnostics
      .filter(({ code }) => code.value === 'ecaudit/milder')
      .filter(({ location: { path, range } }) => `${path}:${range.start.line}` === place)
      .map(({ message }) => message),
  ocsf: (text, place) =>
    (JSON.parse(text) as readonly OcsfFinding[])
      .filter(({ finding_info: { uid } }) => uid === 'ecaudit/milder')
      .filter(({ resources }) => resources.some(({ name }) => name?.startsWith(place)))
      .map(({ message }) => message),
};

interface Diagnosis {
  readonly message: string;
  readonly code: { readonly value: string };
  readonly location: {
    readonly path: string;
    readonly range: { readonly start: { readonly line: number } };
  };
}

interface OcsfFinding {
  readonly message: string;
  readonly finding_info: { readonly uid: string };
  readonly resources: readonly { readonly name?: string }[];
}

interface GitlabIssue {
  readonly check_name: string;
  readonly description: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

function lines(text: string, place: string): readonly string[] {
  return text.split('\n').filter((line) => line.includes(place));
}

/** The table wraps: the place begins a paragraph. */
function blocks(text: string, place: string): readonly string[] {
  return text
    .split(place)
    .slice(1)
    .map((rest) => rest.slice(0, 400).replaceAll(/\s+/g, ' '));
}

interface Log {
  readonly runs: readonly {
    readonly invocations: readonly { readonly toolExecutionNotifications: readonly Notice[] }[];
  }[];
}

interface Notice {
  readonly level: string;
  readonly descriptor: { readonly id: string };
  readonly message: { readonly text: string };
  readonly locations?: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string };
      readonly region?: { readonly startLine: number };
    };
  }[];
}

function notificationsAt(log: Log, place: string): readonly string[] {
  const notices = log.runs.flatMap(({ invocations }) =>
    invocations.flatMap(({ toolExecutionNotifications }) => toolExecutionNotifications),
  );
  return notices
    .filter(({ descriptor, level }) => descriptor.id === 'milder' && level === 'warning')
    .filter(({ locations = [] }) =>
      locations.some(
        ({ physicalLocation: { artifactLocation, region } }) =>
          `${artifactLocation.uri}:${region?.startLine ?? 1}` === place,
      ),
    )
    .map(({ message }) => message.text);
}

/** No finding of the demo is critical: what fails these runs is what made them milder. */
const failing = ['--fail-on', 'critical', '--fail-on-milder'];

test.each(ways)(
  '%s is told in every format, and fails the run',
  async (_, files, place, message) => {
    const cwd = smallProject(files);
    const formats = reporterNames.flatMap((name) => ['-f', `${name}=out.${name}`]);
    const own = files[config]?.includes('failOn: never') === true ? ['--fail-on-milder'] : failing;
    const { code } = await ecaudit([...formats, ...own], { cwd });
    expect(code).toBe(1);
    for (const name of reporterNames) {
      const told = shows[name]?.(readFileSync(join(cwd, `out.${name}`), 'utf8'), place);
      expect(told, name).toContainEqual(expect.stringMatching(message));
    }
  },
);

test('a configuration that takes nothing away is not milder', async () => {
  const files = { [config]: 'vendors: auto\nrulesets: [recommended]\nfailOn: low\n' };
  const cwd = demoProject(files);
  expect((await ecaudit(failing, { cwd: demoProject() })).code).toBe(0);
  expect((await ecaudit(failing, { cwd })).code).toBe(0);
  expect(milderOf(await audit([], { cwd }))).toEqual([]);
});

test('an override that makes a rule stricter is not milder', async () => {
  const overrides = 'overrides:\n  - { rule: hygiene/*, severity: high }\n';
  expect(milderOf(await audit([], { cwd: demoProject({ [config]: overrides }) }))).toEqual([]);
});

test('each cause is told once, with the number of findings; the most severe first', async () => {
  const cwd = demoProject({
    [config]: `overrides:
  - { rule: access/high-assurance-for-full-access, severity: off }
  - { rule: flows/*, severity: info }
suppressions:
  - { rule: urls/https-callbacks, reason: internal }
`,
  });
  expect(milderOf(await audit([], { cwd }))).toEqual([
    expect.stringMatching(
      /^ecaudit.config.yaml:3 the override of flows\/\*: \d+ findings \(3 high/,
    ),
    'ecaudit.config.yaml:5 the suppression of urls/https-callbacks: 1 finding (1 high) is suppressed, of urls/https-callbacks',
    expect.stringMatching(/^ecaudit.config.yaml:2 the override of access\/high-assurance/),
  ]);
});

test('what a flag says is the caller’s own', async () => {
  const cwd = demoProject();
  await ecaudit(['--write-baseline', 'known.json'], { cwd });
  const flags = ['--baseline', 'known.json', '--fail-on', 'never', '--fail-on-milder'];
  const run = await audit(flags, { cwd });
  expect(run.code).toBe(0);
  expect(milderProblems(run.report.problems)).toEqual([
    expect.objectContaining({
      message: expect.stringMatching(/^the baseline: \d+ findings/),
      byCaller: true,
    }),
  ]);
});

test('a finding about the org counts once for each folder, which share its fingerprint', async () => {
  const cwd = demoProject({
    [config]: 'suppressions:\n  - { rule: org/*, reason: planned }\n',
  });
  cpSync(join(cwd, 'force-app'), join(cwd, 'copy'), { recursive: true });
  const [one, two] = [
    await audit(['force-app'], { cwd }),
    await audit(['force-app', 'copy'], { cwd }),
  ];
  const [before, after] = [one, two].map((run) =>
    Number(/: (\d+) finding/.exec(milderOf(run)[0] ?? '')?.[1]),
  );
  expect(before).toBeGreaterThan(0);
  expect(after).toBe(2 * (before ?? 0));
});

test('a pattern that leaves out several files is told once', async () => {
  const cwd = project({ '.forceignore': '**/connectedApps/**\n' });
  const { report } = await audit([], { cwd });
  const patterns = report.problems.filter(({ location }) => location?.file === '.forceignore');
  expect(patterns.map(({ kind }) => kind)).toEqual(['milder']);
  expect(patterns[0]?.message).toMatch(
    /^a pattern leaves out 3 files, \S+Billing_Nightly\S+ first \(--no-forceignore reads all\): /,
  );
});

test('what no package directory holds is no loss where nothing is wrong with it, in a snapshot, and with a SOURCE', async () => {
  const outside = { 'spare/connectedApps/Bookmark.connectedApp-meta.xml': openApp };
  const told = async (files: Files, ...argv: readonly string[]) =>
    milderOf(await audit(argv, { cwd: demoProject(files) })).join();
  expect(await told(outside)).toMatch(/no package directory, spare\//);
  expect(await told(outside, 'force-app')).toBe('');
  const record = { 'spare/org.json': '{ "ecauditSnapshot": 2 }' };
  expect(await told({ ...outside, ...record })).toBe('');
  expect(await told({ 'spare/notes.txt': 'none' })).toBe('');
});

test('a package directory that is a link into the project holds what is behind it', async () => {
  const cwd = demoProject();
  renameSync(join(cwd, 'force-app'), join(cwd, 'packages'));
  symlinkSync('packages', join(cwd, 'force-app'));
  expect(milderOf(await audit([], { cwd }))).toEqual([]);
});

test('a guide of one’s own that only the caller names makes nothing milder that the repository decides', async () => {
  const files = rival('Fullcast', '{ fact: pkceRequired, operator: equal, value: false }');
  const cwd = demoProject({ 'rival.yaml': files['rival.yaml'] ?? '' });
  const { report } = await audit(['-r', 'rival.yaml', '-r', 'vendors/fullcast'], { cwd });
  const own = milderProblems(report.problems).filter(({ byCaller }) => !byCaller);
  expect(own).toEqual([]);
});
