import { readdirSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { matchesGlob } from '../../model/glob.js';
import type { Rule, Ruleset } from '../../model/ruleset.js';
import { UserError } from '../../model/user-error.js';
import type { Verdict } from '../../report/verdict.js';
import { shippedRulesets } from '../../rulesets/shipped.js';
import { readRuleset } from '../rulesets.js';
import { findRules, nameInRuleset, type CatalogueRule } from './catalogue.js';

/** What `rules test` is to run. */
export interface TestPlan {
  readonly rulesets: readonly Ruleset[];
  readonly fixtures: readonly Fixture[];
}

/** A folder of metadata whose apps all get the same verdict from a rule. */
export interface Fixture extends CatalogueRule {
  /** As it is to be shown, relative to the current folder. */
  readonly folder: string;
  readonly verdict: Verdict;
}

/** What a folder of fixtures is called for each verdict. */
export const verdictFolders = {
  pass: 'pass',
  fail: 'fail',
  open: 'open',
  'not-applicable': 'notApplicable',
} as const satisfies Readonly<Record<string, Verdict>>;

interface Walk {
  readonly cwd: string;
  /** `--rule`. */
  readonly wanted: string | undefined;
  readonly rulesets: Ruleset[];
  readonly fixtures: Fixture[];
}

/**
 * Finds what there is to test: the shipped rulesets when nothing is named; else ruleset files, and folders with ruleset
 * files and fixtures at any depth. Throws UserError for whatever is not clear.
 */
export async function testPlan(
  paths: readonly string[],
  wanted: string | undefined,
  cwd: string,
): Promise<TestPlan> {
  if (paths.length === 0 && wanted !== undefined)
    throw new UserError('--rule is for folders of fixtures, and none is named', 'name the folder');
  if (paths.length === 0) return { rulesets: shippedRulesets, fixtures: [] };
  const walk: Walk = { cwd, wanted, rulesets: [], fixtures: [] };
  for (const path of new Set(paths)) await visit(path, walk);
  if (wanted !== undefined && walk.fixtures.length === 0)
    throw new UserError(`--rule ${wanted} has no effect: no folder of fixtures was found`, folders);
  return walk;
}

async function visit(path: string, walk: Walk): Promise<void> {
  const found = statSync(resolve(walk.cwd, path), { throwIfNoEntry: false });
  if (!found) throw new UserError(`${path} does not exist`, 'is the path right?');
  if (!found.isDirectory()) {
    walk.rulesets.push(await readRuleset(path, walk.cwd));
    return;
  }
  const before = walk.rulesets.length + walk.fixtures.length;
  await visitFolder(path, [], walk);
  if (walk.rulesets.length + walk.fixtures.length === before)
    throw new UserError(`${path} holds neither a ruleset file nor fixtures`, folders);
}

const folders = `fixtures are metadata in folders named ${Object.keys(verdictFolders).join(', ')}`;

/** `above` are the rulesets of the nearest folder above that has any. */
async function visitFolder(path: string, above: readonly Ruleset[], walk: Walk): Promise<void> {
  const entries = readdirSync(resolve(walk.cwd, path), { withFileTypes: true });
  const names = entries.map(({ name }) => name).toSorted();
  const files = names.filter((name) => isRulesetFile(name));
  const own: Ruleset[] = [];
  for (const file of files) own.push(await readRuleset(posix(join(path, file)), walk.cwd));
  walk.rulesets.push(...own);
  const near = own.length > 0 ? own : above;
  const inner = names.filter((name) => entries.some((one) => one.name === name && isEntered(one)));
  addFixtures(path, inner, near, walk);
  for (const name of inner.filter((one) => !Object.hasOwn(verdictFolders, one)))
    await visitInner(path, name, near, inner, walk);
}

/** A folder beside `pass` and `fail` that nothing comes of is a misspelt one. */
async function visitInner(
  path: string,
  name: string,
  near: readonly Ruleset[],
  beside: readonly string[],
  walk: Walk,
): Promise<void> {
  const before = walk.rulesets.length + walk.fixtures.length;
  await visitFolder(posix(join(path, name)), near, walk);
  const nothing = walk.rulesets.length + walk.fixtures.length === before;
  if (nothing && beside.some((one) => Object.hasOwn(verdictFolders, one)))
    throw new UserError(`${posix(join(path, name))} is no folder of fixtures`, folders);
}

function isEntered(entry: { readonly name: string; isDirectory: () => boolean }): boolean {
  return entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules';
}

/** Configs and data lie beside rulesets; any other YAML file has to be a ruleset, or a misspelt one would be missed. */
function isRulesetFile(name: string): boolean {
  return /\.ya?ml$/i.test(name) && !/^ecaudit\.config\.|\.data\.ya?ml$|^\./i.test(name);
}

function addFixtures(
  path: string,
  inner: readonly string[],
  near: readonly Ruleset[],
  walk: Walk,
): void {
  const named = Object.entries(verdictFolders).filter(([name]) => inner.includes(name));
  if (named.length === 0) return;
  const entry = subjectOf(path, near, walk);
  for (const [name, verdict] of named)
    walk.fixtures.push({ ...entry, folder: posix(join(path, name)), verdict });
}

/** The rule that fixtures are about: `--rule`, else the one that the folder is named for, else the only one there is. */
function subjectOf(path: string, near: readonly Ruleset[], { cwd, wanted }: Walk): CatalogueRule {
  const known = entriesOf(near);
  const all = [...known, ...entriesOf(shippedRulesets)];
  if (wanted !== undefined) {
    const { entries } = findRules(wanted, all);
    const [entry] = entries;
    if (entry && entries.length === 1 && !/[*?]/.test(wanted)) return entry;
    throw new UserError(`--rule ${wanted} is more than one rule`, 'name one rule');
  }
  const place = posix(resolve(cwd, path));
  const [byName] = known.filter(({ rule }) => nameInRuleset(rule) === basename(place));
  const byPlace = all.find(({ rule }) => matchesGlob(`*/${rule.id}`, place));
  const only = known.length === 1 ? known[0] : undefined;
  const subject = byName ?? byPlace ?? only;
  if (subject) return subject;
  throw new UserError(
    `${path} has fixtures, but nothing says of which rule`,
    'give --rule ID, or call the folder like the rule, as in flows/pkce-required/pass',
  );
}

function entriesOf(rulesets: readonly Ruleset[]): readonly CatalogueRule[] {
  return rulesets.flatMap((ruleset) => ruleset.rules.map((rule: Rule) => ({ rule, ruleset })));
}

function posix(path: string): string {
  return path.replaceAll('\\', '/');
}
