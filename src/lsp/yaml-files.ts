import { basename } from 'node:path';
import { configNames } from '../config/find.js';
import { loadConfigFile } from '../config/load.js';
import { readYaml } from '../documents/document.js';
import { memberOf, membersOfYaml } from '../documents/diagnostics.js';
import { displayPath } from '../metadata/files/disk.js';
import type { TextFiles } from '../model/location.js';
import { UserError, type Diagnostic } from '../model/user-error.js';
import { loadRuleset } from '../rulesets/load.js';
import { resolverFor } from '../rulesets/resolve.js';
import { configJsonSchema } from '../config/json-schema.js';
import { rulesetJsonSchema } from '../rulesets/json-schema.js';

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

/** Where a word stands in a file of YAML, as far as it is written. */
export interface YamlPlace {
  /** The keys around it, from the outermost inwards; entries of lists have none. */
  readonly around: readonly string[];
  /** Nothing but the word stands there: a key is being typed, or an entry of a list. */
  readonly isBare: boolean;
}

/** A key that may stand at a place, or a value of a closed list. */
export interface Choice {
  readonly name: string;
  readonly about?: string;
}

const keyOfLine = /^(\s*)((?:-\s+)*)["']?([\w.$/-]+)["']?\s*:(?:\s|$)/;

/** Finds the keys around an offset by how far lines are indented: somebody is typing, and the file need not be whole. */
export function yamlPlaceAt(text: string, offset: number): YamlPlace {
  const lines = text.slice(0, offset).split(/\r?\n/);
  const line = lines.pop() ?? '';
  const brace = openBrace(line);
  const head = brace === undefined ? line : line.slice(0, brace);
  const key = keyOfLine.exec(head)?.[3];
  const isInBraces = brace !== undefined && /[{,]\s*["']?[\w.$-]*$/.test(line);
  const isOnLine = /^\s*(?:-\s+)*["']?[\w.$/*-]*$/.test(line);
  const inner = brace !== undefined && key !== undefined ? [key] : [];
  return { around: [...keysAbove(lines, head), ...inner], isBare: isInBraces || isOnLine };
}

/** The last brace of a line that nothing on it closes. */
function openBrace(line: string): number | undefined {
  const open: number[] = [];
  for (const [at, sign] of line.split('').entries()) {
    if (sign === '{') open.push(at);
    else if (sign === '}') open.pop();
  }
  return open.at(-1);
}

function keysAbove(lines: readonly string[], head: string): readonly string[] {
  let column = /^\s*(?:-\s+)*/.exec(head)?.[0].length ?? 0;
  const keys: string[] = [];
  for (const line of lines.toReversed()) {
    const [, indent = '', dashes = '', key] = keyOfLine.exec(line) ?? [];
    if (key === undefined || indent.length + dashes.length >= column) continue;
    keys.unshift(key);
    column = indent.length;
  }
  return keys;
}

/** The keys that the schema of a kind of file has at a place. */
export function keysAt(kind: YamlKind, around: readonly string[]): readonly Choice[] {
  const found = new Map<string, Choice>();
  for (const schema of schemasAt(kind, around))
    for (const [name, one] of membersOfYaml(memberOf(schema, 'properties'))) {
      const about = memberOf(one, 'description');
      found.set(name, { name, ...(typeof about === 'string' && { about }) });
    }
  return [...found.values()];
}

/** The values that the schema of a kind of file lists for a key, or for the entries of its list. */
export function listedAt(kind: YamlKind, around: readonly string[]): readonly Choice[] {
  const all = schemasAt(kind, around).flatMap((schema) => [
    ...membersOfYaml(memberOf(schema, 'enum')).map(([, value]) => value),
    memberOf(schema, 'const'),
  ]);
  const names = all.filter((value) => typeof value === 'string');
  return [...new Set(names)].map((name) => ({ name }));
}

const schemaMakers: Readonly<Record<YamlKind, () => object>> = {
  ruleset: rulesetJsonSchema,
  configuration: configJsonSchema,
};

const madeSchemas = new Map<YamlKind, object>();

function schemaOfKind(kind: YamlKind): object {
  const schema = madeSchemas.get(kind) ?? schemaMakers[kind]();
  madeSchemas.set(kind, schema);
  return schema;
}

function schemasAt(kind: YamlKind, around: readonly string[]): readonly unknown[] {
  const root = schemaOfKind(kind);
  return around.reduce<readonly unknown[]>(
    (among, key) => among.flatMap((schema) => expanded(schemaBelow(schema, key), root)),
    expanded(root, root),
  );
}

function schemaBelow(schema: unknown, key: string): unknown {
  return memberOf(memberOf(schema, 'properties'), key) ?? memberOf(schema, 'additionalProperties');
}

/** A schema, or those that it refers to, chooses among, or has as the entries of its list. */
function expanded(schema: unknown, root: object): readonly unknown[] {
  const reference = memberOf(schema, '$ref');
  if (typeof reference === 'string') {
    const name = reference.replace(/^#\/\$defs\//, '');
    return expanded(memberOf(memberOf(root, '$defs'), name), root);
  }
  const choices = ['anyOf', 'oneOf', 'allOf'].flatMap((one) =>
    membersOfYaml(memberOf(schema, one)),
  );
  const items = memberOf(schema, 'items');
  const more = [...choices.map(([, one]) => one), ...(items === undefined ? [] : [items])];
  return more.length === 0 ? [schema] : [schema, ...more.flatMap((one) => expanded(one, root))];
}
