import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Location as Place } from 'vscode-languageserver';
import { readYaml } from '../documents/document.js';
import { loadLimits } from '../documents/limits.js';
import { membersOfYaml, memberOf } from '../documents/diagnostics.js';
import { yamlOf } from '../documents/insert.js';
import type { Ruleset } from '../model/ruleset.js';
import type { TextFiles } from '../model/location.js';
import { meansFile } from '../rulesets/resolve.js';
import { shippedRulesets, withExamples } from '../rulesets/shipped.js';
import type { AuditedRoot } from './project.js';
import { lspRangeOf, uriOf } from './places.js';

/** Where rules stand: in files of the user's, or in copies of the shipped rulesets. */
export interface RulePages {
  /** The place of a rule; undefined for an id that no rule has. */
  readonly placeOf: (rule: string, among: Among) => Promise<Place | undefined>;
  /** Removes the copies. */
  readonly dispose: () => void;
}

/** Where to look for rulesets of the user's. */
export interface Among {
  readonly audited: AuditedRoot | undefined;
  readonly files: TextFiles;
  /** Ruleset files that an editor holds, absolute. */
  readonly open: readonly string[];
}

/** Shipped rulesets are data of the program: to be looked at they are written to a private folder, one file each, at first need. */
export function rulePages(version: string): RulePages {
  let folder: string | undefined;
  const written = new Map<string, { readonly path: string; readonly text: string }>();
  const copyOf = async (ruleset: Ruleset) => {
    const known = written.get(ruleset.id);
    if (known) return known;
    folder ??= mkdtempSync(join(tmpdir(), 'ecaudit-rules-'));
    const path = join(folder, `${ruleset.id.replaceAll('/', '-')}.yaml`);
    const copy = { path, text: rulesetPage(await withExamples(ruleset), version) };
    writeFileSync(path, copy.text, { mode: 0o444 });
    written.set(ruleset.id, copy);
    return copy;
  };
  return {
    placeOf: async (rule, among) => {
      const own = ownFiles(among).flatMap((path) => placeIn(path, among.files, rule) ?? []);
      if (own[0]) return own[0];
      const ruleset = shippedRulesets.find(({ rules }) => rules.some(({ id }) => id === rule));
      if (!ruleset) return undefined;
      const { path, text } = await copyOf(ruleset);
      return placeOfRule(path, text, rule);
    },
    dispose: () => {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A ruleset as its author would write it, without what says nothing. */
function rulesetPage(ruleset: Ruleset, version: string): string {
  const rules = ruleset.rules.map(({ id, ...rule }) => ({
    id: id.slice(ruleset.id.length + 1),
    ...rule,
  }));
  const head = `# ${ruleset.id} as ecaudit ${version} has it: a copy to read. A change here has no effect.\n`;
  return head + yamlOf(withoutEmpty({ ...ruleset, rules }));
}

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, withoutEmpty(one)] as const);
  return Object.fromEntries(entries.filter(([, one]) => !isEmptyData(one)));
}

function isEmptyData(value: unknown): boolean {
  return (
    value === undefined ||
    (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  );
}

/** The files that the configuration names, with those that they name in turn, and those that are open. */
function ownFiles({ audited, files, open }: Among): readonly string[] {
  const config = audited?.configFile;
  const start = audited && config !== undefined ? [resolve(audited.root.path, config)] : [];
  // A set takes in what is put into it while it is walked.
  const found = new Set([...start, ...open]);
  for (const path of found) {
    if (found.size > loadLimits.rulesetFiles) break;
    for (const name of namedIn(openFileText(path, files))) found.add(resolve(dirname(path), name));
  }
  return [...found];
}

/** The files that a configuration or a ruleset names. */
function namedIn(text: string): readonly string[] {
  const document = readYaml(text, '');
  if (!('data' in document)) return [];
  const { data } = document;
  const lists = ['rulesets', 'extends', 'vendors'].map((key) => memberOf(data, key));
  const listed = lists.flatMap((one) =>
    typeof one === 'string' ? [one] : membersOfYaml(one).map(([, name]) => name),
  );
  const assigned = membersOfYaml(memberOf(data, 'apps')).map(([, app]) => memberOf(app, 'vendor'));
  return [...listed, ...assigned].filter(
    (name): name is string => typeof name === 'string' && meansFile(name),
  );
}

function placeIn(path: string, files: TextFiles, rule: string): Place | undefined {
  return placeOfRule(path, openFileText(path, files), rule);
}

function openFileText(path: string, files: TextFiles): string {
  return files.isFile(path) ? files.text(path) : '';
}

function placeOfRule(path: string, text: string, rule: string): Place | undefined {
  const document = readYaml(text, '');
  if (!('data' in document)) return undefined;
  const ruleset = memberOf(document.data, 'id');
  const found = membersOfYaml(memberOf(document.data, 'rules')).find(
    ([, one]) => `${String(ruleset)}/${String(memberOf(one, 'id'))}` === rule,
  );
  if (!found) return undefined;
  const location = document.locate(['rules', Number(found[0]), 'id']);
  return { uri: uriOf(path), range: lspRangeOf(location, text) };
}
