import { basename } from 'node:path';
import { configNames } from '../config/find.js';
import { loadConfigFile } from '../config/load.js';
import { readYaml } from '../documents/document.js';
import { memberOf } from '../documents/members.js';
import { displayPath } from '../metadata/files/paths.js';
import type { TextFiles } from '../model/text-files.js';
import { UserError, type Diagnostic } from '../model/user-error.js';
import { loadRuleset } from '../rulesets/load.js';
import { resolverFor } from '../rulesets/resolve.js';

export type YamlKind = 'ruleset' | 'configuration';

/** What a file of YAML or JSON is to us: a configuration by its name, a ruleset by what stands at its top. */
export function yamlKindOf(path: string, text: string): YamlKind | undefined {
  if (configNames.some((name) => name === basename(path))) return 'configuration';
  if (!/\.(ya?ml|json)$/i.test(path)) return undefined;
  const keys = ['id', 'kind', 'rules'];
  // Most files are of others: no need to parse them.
  if (!keys.every((key) => text.includes(key))) return undefined;
  const document = readYaml(text, '');
  const isRuleset =
    'data' in document
      ? keys.every((key) => memberOf(document.data, key) !== undefined)
      : keys.every((key) => new RegExp(`^(?:\\uFEFF|[{ ]*)["']?${key}["']?\\s*:`, 'm').test(text));
  return isRuleset ? 'ruleset' : undefined;
}

/** The mistakes of a ruleset or a configuration, with those in the files that it names. Paths in them are from `cwd`. */
export async function mistakesIn(
  kind: YamlKind,
  path: string,
  text: string,
  { cwd, files, now }: { readonly cwd: string; readonly files: TextFiles; readonly now: Date },
): Promise<readonly Diagnostic[]> {
  const file = displayPath(path, cwd);
  if (kind === 'ruleset') {
    const loaded = await loadRuleset(text, file, resolverFor(file, cwd, [], files));
    return 'diagnostics' in loaded ? loaded.diagnostics : [];
  }
  try {
    const loaded = await loadConfigFile(file, cwd, now.toISOString().slice(0, 10), [], files);
    return 'diagnostics' in loaded ? loaded.diagnostics : [];
  } catch (cause) {
    // It was closed or removed meanwhile.
    if (cause instanceof UserError) return [];
    throw cause;
  }
}
