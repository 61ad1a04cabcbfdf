// node scripts/plugin/manifest.mjs, in plugins/sf when lib/ is there and its packages are installed
// Writes oclif.manifest.json, as `oclif manifest` does: with it the CLI knows the commands and their flags without loading the
// plug-in at each start.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../plugins/sf/', import.meta.url));
// The CLI's own library; it comes with @salesforce/sf-plugins-core.
const core = createRequire(
  createRequire(join(root, 'package.json')).resolve('@salesforce/sf-plugins-core'),
).resolve('@oclif/core');
const { Plugin } = await import(pathToFileURL(core).href);
const plugin = new Plugin({
  root,
  type: 'core',
  ignoreManifest: true,
  errorOnManifestCreate: true,
  respectNoCacheDefault: true,
});
await plugin.load();
const file = join(root, 'oclif.manifest.json');
writeFileSync(file, `${JSON.stringify(plugin.manifest, null, 2)}\n`);
