// Checks rules/**/*.yaml and makes from it the modules of shipped rulesets; and the schemas of rulesets and configs.
// A mistake in a rule fails the build.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { compareText } from '../src/model/location.js';
import type { Framework } from '../src/report/controls.js';
import type { GuideReference, Ruleset } from '../src/model/ruleset.js';
import { configJsonSchema } from '../src/config/json-schema.js';
import { rulesetJsonSchema } from '../src/rulesets/json-schema.js';
import { loadFrameworks, loadReferences } from '../src/rulesets/data-files.js';
import { loadRuleset } from '../src/rulesets/load.js';
import { formatDiagnostic } from '../src/model/user-error.js';
import { permissionsNamedBy } from '../src/rulesets/named-permissions.js';
import { pack } from '../src/rulesets/packed.js';
import { literal, writeIfChanged, writeModule } from './generated-module.js';

const root = fileURLToPath(new URL('..', import.meta.url));

const rulesets: Ruleset[] = [];
const diagnostics: string[] = [];
for (const file of ruleFiles()) {
  const loaded = await loadRuleset(readFileSync(join(root, file), 'utf8'), file);
  if ('diagnostics' in loaded) diagnostics.push(...loaded.diagnostics.map(formatDiagnostic));
  else if (`rules/${loaded.ruleset.id}.yaml` === file) rulesets.push(loaded.ruleset);
  else
    diagnostics.push(
      `${file}:1:1: the file of ${loaded.ruleset.id} is rules/${loaded.ruleset.id}.yaml`,
    );
}
const frameworks = diagnostics.length > 0 ? [] : readFrameworks();
const references = diagnostics.length > 0 ? [] : readReferences();
if (diagnostics.length > 0) {
  console.error(diagnostics.join('\n'));
  console.error(`ecaudit: mistakes in rules/: ${diagnostics.length}`);
  process.exitCode = 1;
} else {
  write();
}

/** The titles of controls; only sound rulesets say which of them have rules. */
function readFrameworks(): readonly Framework[] {
  const file = 'rules/controls.data.yaml';
  const loaded = loadFrameworks(readFileSync(join(root, file), 'utf8'), file, rulesets);
  if ('frameworks' in loaded) return loaded.frameworks;
  diagnostics.push(...loaded.diagnostics.map(formatDiagnostic));
  return [];
}

/** Guides without a ruleset; none may have one. */
function readReferences(): readonly GuideReference[] {
  const file = 'rules/references.data.yaml';
  const loaded = loadReferences(readFileSync(join(root, file), 'utf8'), file, rulesets);
  if ('references' in loaded) return loaded.references;
  diagnostics.push(...loaded.diagnostics.map(formatDiagnostic));
  return [];
}

/** Standard rulesets first, then vendors, by name. Data that rules are made from is not a ruleset. */
function ruleFiles(): readonly string[] {
  return ['rules', 'rules/vendors'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.yaml') && !name.endsWith('.data.yaml'))
      .toSorted(compareText)
      .map((name) => `${folder}/${name}`),
  );
}

function write(): void {
  const packed = rulesets.map(pack);
  const standard = packed.filter(({ head }) => head.kind === 'standard');
  const vendors = packed.filter(({ head }) => head.kind === 'vendor');
  writeModule(root, 'src/rulesets/shipped.generated.ts', 'build-rules', [
    `import type { PackedHead } from './packed.js';`,
    `export const heads: readonly PackedHead[] = JSON.parse(${literal(packed.map(({ head }) => head))});`,
    `export const rules: readonly string[] = [${standard.map((one) => literal(one.rules)).join(',\n')}];`,
    `export const namedPermissions: readonly string[] = JSON.parse(${literal(permissionsNamedBy(rulesets))});`,
    `export const vendorRules = '${deflated(vendors.map((one) => JSON.stringify(one.rules)).join('\n'))}';`,
  ]);
  writeModule(root, 'src/rulesets/shipped-examples.generated.ts', 'build-rules', [
    `export const deflated = '${deflated(JSON.stringify({ rulesets: packed.map(({ details }) => details), references }))}';`,
  ]);
  writeModule(root, 'src/rulesets/controls.generated.ts', 'build-rules', [
    `export const frameworks = ${literal(frameworks)};`,
  ]);
  mkdirSync(join(root, 'schemas'), { recursive: true });
  writeSchema('schemas/ruleset.schema.json', rulesetJsonSchema());
  writeSchema('schemas/config.schema.json', configJsonSchema());
}

function deflated(text: string): string {
  return deflateRawSync(text, { level: 9 }).toString('base64');
}

function writeSchema(file: string, schema: object): void {
  writeIfChanged(join(root, file), `${JSON.stringify(schema, null, 2)}\n`);
}
