// What the bundle is made of, as CycloneDX 1.6: https://cyclonedx.org/docs/1.6/json/
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

/**
 * The bill of materials of the bundled packages. Without a time and a serial number, so that the same sources give the same
 * file.
 */
export function sbom(packages) {
  const { name, version, description, license } = readJson('package.json');
  const locked = readJson('package-lock.json').packages;
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': purl({ name, version }),
        name,
        version,
        description,
        licenses: licencesOf(license),
        purl: purl({ name, version }),
      },
    },
    components: packages.map((one) => component(one, locked[one.folder])),
    dependencies: [
      { ref: purl({ name, version }), dependsOn: packages.map(purl) },
      ...packages.map((one) => ({ ref: purl(one) })),
    ],
  };
  return `${JSON.stringify(bill, undefined, 2)}\n`;
}

function component(one, locked) {
  const { name, version, licence } = one;
  const [, group, bare] = /^(?:(@[^/]+)\/)?(.+)$/.exec(name);
  return {
    type: 'library',
    'bom-ref': purl(one),
    ...(group && { group }),
    name: bare,
    version,
    licenses: licencesOf(licence),
    purl: purl(one),
    hashes: hashesOf(locked?.integrity),
  };
}

/** An id of SPDX, or an expression such as `MIT OR Apache-2.0`. */
function licencesOf(licence) {
  if (!licence) return [];
  return / (OR|AND|WITH) /.test(licence)
    ? [{ expression: licence }]
    : [{ license: { id: licence } }];
}

/** https://github.com/package-url/purl-spec: the `@` of a scope is encoded. */
function purl({ name, version }) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function hashesOf(integrity = '') {
  const [, content] = /sha512-(\S+)/.exec(integrity) ?? [];
  if (!content) return [];
  return [{ alg: 'SHA-512', content: Buffer.from(content, 'base64').toString('hex') }];
}

const readJson = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));
