// Real files of public repositories (../shared/corpus, not part of this repository), read by ours and by an oracle.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { App, Source } from '../../src/model/app.js';
import type { Setting } from '../../src/settings/settings.js';
import { readFiles } from '../../src/metadata/source.js';
import { readManifest, typeOf, valueOf, type Element, type File } from './corpus-oracle.js';
import { facts, type Fact } from './facts.js';
import { slice } from './parts.js';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const corpus = resolve(root, '../shared/corpus');
const there = existsSync(join(corpus, 'MANIFEST.tsv'));

/** Part files that stand once with the header of their app and once more elsewhere. */
const secondSets: readonly string[] = [
  'externalClientApp:Jetstream_Canvas @ jetstreamapp__jetstream/apps-sfdx/canvas-app/unpackaged/main/default',
];

/** Problems of level error that are right: none. */
const justifiedErrors: readonly string[] = [];

/** A template of a skill with elements that no API version has, and without the link. */
const wrongAsset = 'skills/sf-connected-apps/assets/eca-policies.xml';

const files: readonly File[] = there ? readManifest(corpus) : [];
const texts: Readonly<Record<string, string>> = Object.fromEntries(
  files.map(({ path, text }) => [path, text]),
);
const repositories = [...new Set(files.map(({ repository }) => repository))];
const sources = new Map<string, Source>();
const counts = { stated: 0, ranges: 0, groups: 0, unknown: 0 };

/** In both formats side by side: the source format counts. */
const isTwin = ({ path }: File): boolean => texts[`${path}-meta.xml`] !== undefined;
const isHeader = ({ type }: File): boolean => type === 'ExternalClientApplication';
const linkOf = ({ elements }: File): string =>
  elements.find(({ path }) => path === 'externalClientApplication')?.text ?? '';
const appsOf = (repository: string): readonly App[] => sources.get(repository)?.apps ?? [];
const allApps = (): readonly App[] => [...sources.values()].flatMap(({ apps }) => apps);
const valueIn = (setting: Setting): unknown =>
  setting.state === 'known' ? setting.value : undefined;
const isOrphan = ({ settings }: App): boolean => valueIn(settings.orphanPart) === true;
const hasHeader = (repository: string, name: string): boolean =>
  files.some((file) => isHeader(file) && file.repository === repository && file.name === name);
/** The name behind a namespace. */
const localName = (link: string): string => link.replace(/^[A-Za-z0-9]+?__/, '');

const elementsOf = (app: App, fact: Fact): readonly (readonly [File, readonly Element[]])[] =>
  files
    .filter((file) => app.files.includes(file.path) && file.type === typeOf(fact))
    .map((file) => [file, file.elements.filter(({ path }) => path === fact[2])] as const);

/** Whether several elements of one kind of app make the setting. */
const isOfMany = ([name, part]: Fact): boolean =>
  facts.filter((other) => other[0] === name && (other[1] === 'app') === (part === 'app')).length >
  1;

/** What is wrong with a setting whose elements are these; undefined when nothing is. */
function objectionTo(
  setting: Setting,
  fact: Fact,
  file: File,
  elements: readonly Element[],
): unknown {
  const [, , , how] = fact;
  const found = { value: valueIn(setting), written: slice(texts, setting.location) };
  if (setting.state === 'unknown') {
    counts.unknown += 1;
    return valueOf(fact, elements) === undefined ? undefined : found;
  }
  // Another element of the setting may say more; then the place is there.
  if (setting.location?.file !== file.path && isOfMany(fact)) return undefined;
  if (setting.origin !== 'stated') return setting.origin;
  counts.stated += 1;
  if (how === 'ranges' || how === 'attributes') {
    counts.groups += 1;
    const entries = Array.isArray(setting.value) ? setting.value.length : 0;
    return entries === elements.length ? undefined : found;
  }
  const value = setting.placeholder && how === 'filled' ? false : valueOf(fact, elements);
  if (JSON.stringify(setting.value) !== JSON.stringify(value)) return found;
  if (how === 'there' || elements.length > 1) return undefined;
  counts.ranges += 1;
  return found.written === elements[0]?.raw ? undefined : found;
}

/** How long refresh tokens work, by the elements. */
function daysOf(app: App): number | undefined {
  const text = (type: string, path: string): string | undefined =>
    files
      .find((file) => app.files.includes(file.path) && file.type === type)
      ?.elements.find((one) => one.path === path)?.text;
  const policies = 'ExtlClntAppOauthConfigurablePolicies';
  const compound = text('ConnectedApp', 'oauthPolicy/refreshTokenPolicy')?.split(':');
  const policy = (compound?.[0] ?? text(policies, 'refreshTokenPolicyType'))?.toLowerCase();
  const period = Number(compound?.[1] ?? text(policies, 'refreshTokenValidityPeriod'));
  const unit = (compound?.[2] ?? text(policies, 'refreshTokenValidityUnit'))?.toLowerCase();
  const isLimited = [
    text('ExtlClntAppGlobalOauthSettings', 'isEnforceRefreshTokenTTL'),
    text('ConnectedApp', 'oauthConfig/isEnforceRefreshTokenTTL'),
  ].includes('true');
  if (policy === undefined) return undefined;
  if (policy === 'zero') return 0;
  if (policy === 'infinite') return isLimited ? 30 : undefined;
  const days = unit === 'hours' ? period / 24 : unit === 'days' ? period : period * 30;
  return isLimited ? Math.min(days, 30) : days;
}

describe.skipIf(!there)(
  `the corpus of real files${there ? '' : ` (not found at ${corpus})`}`,
  () => {
    beforeAll(async () => {
      for (const name of repositories) sources.set(name, await readFiles(name, corpus));
    }, 120_000);

    test('every file of a known type was read, or is the twin of one', () => {
      const known = files.filter(
        (file) =>
          !isTwin(file) &&
          (file.type !== 'Settings' ||
            /^(OauthOidc|ConnectedApp|ExternalClientApp)$/.test(file.name)),
      );
      const expected = repositories.map(
        (name) => `${name}: ${known.filter(({ repository }) => repository === name).length}`,
      );
      expect([...sources].map(([name, source]) => `${name}: ${source.files}`)).toEqual(expected);
    });

    test('every Connected App is found once, by its file, and every External Client App by its header', () => {
      const kinds: Readonly<Record<string, string>> = {
        ConnectedApp: 'connectedApp',
        ExternalClientApplication: 'externalClientApp',
      };
      const expected = files
        .filter((file) => file.type in kinds && !isTwin(file))
        .map(({ type, name, path }) => `${kinds[type] ?? ''}:${name} ${path}`);
      const found = allApps().filter((app) => !isOrphan(app));
      expect(found.map((app) => `${app.id} ${app.files[0] ?? ''}`).toSorted()).toEqual(
        expected.toSorted(),
      );
    });

    test('other External Client Apps are those that part files without a header name', () => {
      const links = files.flatMap((file) => {
        const link = linkOf(file);
        const headers = [link, localName(link)].some((name) => hasHeader(file.repository, name));
        return link === '' || headers ? [] : [`${file.repository}: ${link}`];
      });
      const found = repositories.flatMap((repository) =>
        appsOf(repository)
          .filter((app) => isOrphan(app) && !hasHeader(repository, app.apiName))
          .map(({ apiName }) => `${repository}: ${apiName}`),
      );
      expect(new Set(found)).toEqual(new Set(links));
    });

    test('and second sets of part files in another package directory', () => {
      const found = repositories.flatMap((repository) =>
        appsOf(repository).filter((app) => isOrphan(app) && hasHeader(repository, app.apiName)),
      );
      expect(found.map(({ id, folder }) => `${id} @ ${folder}`)).toEqual(secondSets);
    });

    test('every part file belongs to one app, the one that it names', () => {
      const linked = files.filter((file) => linkOf(file) !== '' && !isTwin(file));
      const expected = linked.map((file) => {
        const link = linkOf(file);
        const isLocal =
          !hasHeader(file.repository, link) && hasHeader(file.repository, localName(link));
        return `${file.path}: ${isLocal ? localName(link) : link}`;
      });
      const found = linked.map(({ path, repository }) => {
        const owners = appsOf(repository).filter((app) => app.files.includes(path));
        return `${path}: ${owners.map(({ apiName }) => apiName).join()}`;
      });
      expect(found).toEqual(expected);
    });

    test('what the files state is what the oracle reads there, at exactly that place', () => {
      const objections = allApps().flatMap((app) =>
        facts.flatMap((fact) =>
          elementsOf(app, fact).flatMap(([file, elements]) => {
            if (elements.length === 0) return [];
            const objection = objectionTo(app.settings[fact[0]], fact, file, elements);
            return objection === undefined ? [] : [{ file: file.path, fact, objection }];
          }),
        ),
      );
      expect(objections).toEqual([]);
    });

    test('nothing is stated that no element says', () => {
      const invented = allApps().flatMap((app) =>
        Object.entries(app.settings)
          .filter(([name, setting]) => {
            if (setting.state === 'unknown' || setting.origin !== 'stated') return false;
            if (name.startsWith('org.')) return false;
            const own = facts
              .filter((fact) => fact[0] === name)
              .flatMap((fact) => elementsOf(app, fact));
            return !own.some(([file, [first]]) => first && file.path === setting.location?.file);
          })
          .map(([name]) => `${app.id} ${name}`),
      );
      expect(invented).toEqual([]);
    });

    test('every entry of a list stands where it says', () => {
      const lists = allApps().flatMap(({ settings }) => [
        settings.callbackUrls,
        settings.permittedProfiles,
        settings.permittedPermissionSets,
      ]);
      const known = lists.filter((list) => list.state === 'known');
      const written = known.map(({ itemLocations = [] }) =>
        itemLocations.map((at) =>
          slice(texts, at)?.replaceAll('&amp;', '&').replaceAll('&apos;', "'"),
        ),
      );
      expect(written).toEqual(known.map(({ value }) => value));
    });

    test('days and hosts can be worked out from what is written', () => {
      const hosts = (urls: unknown): readonly string[] =>
        (Array.isArray(urls) ? urls.map(String) : [])
          .filter((url) => /^https?:/i.test(url) && URL.canParse(url))
          .map((url) => new URL(url).hostname.replace(/\.$/, ''))
          // A dot alone is the root of all names, and no host.
          .filter((host) => host !== '');
      const found = allApps().map(({ id, settings }) => [
        id,
        valueIn(settings.refreshTokenDays),
        new Set(settings.callbackHosts.state === 'known' ? settings.callbackHosts.value : []),
      ]);
      const expected = allApps().map((app) => [
        app.id,
        daysOf(app),
        new Set(hosts(valueIn(app.settings.callbackUrls))),
      ]);
      expect(found).toEqual(expected);
    });

    test('nothing in them is an error, but what is', () => {
      const errors = [...sources.values()]
        .flatMap(({ problems }) => problems)
        .filter(({ level }) => level === 'error');
      expect(errors.map(({ kind, location }) => `${kind} ${location?.file ?? ''}`)).toEqual(
        justifiedErrors,
      );
    });

    test('their consumer keys and certificates are not in what is kept', () => {
      const kept = JSON.stringify([...sources.values()]);
      const secret =
        /(?:consumerKey|consumerSecret|certificate|serviceAccount|signingKey|password)$/i;
      const secrets = files
        .flatMap(({ elements }) => elements)
        .filter(({ path, text }) => secret.test(path) && text.length >= 8);
      expect(secrets.length).toBeGreaterThan(50);
      expect(secrets.filter(({ text }) => kept.includes(text))).toEqual([]);
    });

    test('files with other names, given by name, are what their root element says', async () => {
      const rows = readFileSync(join(corpus, 'MANIFEST.tsv'), 'utf8').trim().split('\n').slice(1);
      const assets = rows
        .map((row) => row.split('\t'))
        .filter(([, , path = '']) => /\/[^./]+\.xml$/.test(path));
      const found: unknown[] = [];
      for (const [repository = '', , path = ''] of assets) {
        const source = await readFiles(`${repository.replace('/', '__')}/${path}`, corpus);
        const errors = source.problems.filter(({ level }) => level === 'error');
        found.push([path, source.apps.map(({ kind }) => kind), errors.map(({ kind }) => kind)]);
      }
      const expected = assets.map(([, , path, type]) =>
        path === wrongAsset
          ? [path, [], ['missing-link']]
          : [path, [type === 'ConnectedApp' ? 'connectedApp' : 'externalClientApp'], []],
      );
      expect(found).toEqual(expected);
    });

    test('in figures', () => {
      const problems = [...sources.values()].flatMap((source) => source.problems);
      const kinds = new Map<string, number>();
      for (const { kind } of problems) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      const figures = [
        `${repositories.length} repositories`,
        `${files.length} files`,
        `${allApps().length} apps`,
        `${counts.stated} stated values (${counts.ranges} with their range, ${counts.groups} groups)`,
        `${counts.unknown} written but unknown`,
        `problems: ${[...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ') || 'none'}`,
      ];
      process.stdout.write(`corpus: ${figures.join(', ')}\n`);
      expect(counts.stated).toBeGreaterThan(2000);
    });
  },
);
