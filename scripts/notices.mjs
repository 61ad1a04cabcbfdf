// The licences of the packages that ended up in the bundle, as esbuild reports them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** The packages whose code is in the bundle, ordered by id. Throws when one names no licence at all. */
export function bundledPackages(metafile) {
  const packages = bundledFolders(metafile).map(licenceOf);
  const bare = packages.filter(({ licence, texts }) => !licence && texts.length === 0);
  if (bare.length > 0) {
    throw new Error(`bundled without any licence: ${bare.map(({ id }) => id).join(', ')}`);
  }
  return packages.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The text of THIRD_PARTY_NOTICES for bundled packages. */
export function notices(packages) {
  return [intro, ...packages.map(section)].join(`\n${'-'.repeat(80)}\n\n`);
}

const intro = 'ecaudit contains code of the packages below, each under its own licence.\n';

// Only what contributed bytes: a package that was read and dropped again is not distributed.
function bundledFolders({ outputs }) {
  const files = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) =>
      bytesInOutput > 0 ? [file] : [],
    ),
  );
  const folders = files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(folders.filter(Boolean))];
}

function licenceOf(folder) {
  const { name, version, license, licenses } = JSON.parse(read(folder, 'package.json'));
  const files = readdirSync(join(root, folder)).filter((file) =>
    /^(licen[cs]e|copying|notice)/i.test(file),
  );
  const licence = license?.type ?? license ?? licenses?.map(({ type }) => type).join(' OR ');
  return {
    id: `${name}@${version}`,
    name,
    version,
    folder,
    licence,
    texts: files.toSorted().map((file) => read(folder, file)),
  };
}

function section({ id, licence, texts }) {
  const head = licence ? `${id} (${licence})` : id;
  return `${[head, ...texts.map((text) => text.replaceAll('\r\n', '\n').trim())].join('\n\n')}\n`;
}

const read = (folder, file) => readFileSync(join(root, folder, file), 'utf8');
