// The shipped rulesets are those of rules/, as if they had been loaded from there.
import { expect, test } from 'vitest';
import type { Ruleset } from '../../src/model/ruleset.js';
import { loadRuleset } from '../../src/rulesets/load.js';
import { pack, unpack } from '../../src/rulesets/packed.js';
import { resolverFor } from '../../src/rulesets/resolve.js';
import { shippedRuleset, shippedRulesets, withExamples } from '../../src/rulesets/shipped.js';
import { bundle } from '../bundle.js';
import { head, leaf, load, rules } from './rulesets.js';
import { ruleFiles } from './shipped-files.js';

async function fromFiles(): Promise<readonly Ruleset[]> {
  const loaded = await Promise.all(ruleFiles().map(([file, text]) => loadRuleset(text, file)));
  return loaded.flatMap((one) => ('ruleset' in one ? [one.ruleset] : []));
}

test('every file of rules/ is shipped, examples included', async () => {
  expect(await Promise.all(shippedRulesets.map(withExamples))).toEqual(await fromFiles());
});

test('no two shipped rules share an id or an alias', () => {
  const ids = shippedRulesets.flatMap(({ rules: own }) =>
    own.flatMap(({ id, aliases }) => [id, ...aliases]),
  );
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('what is packed comes out again', async () => {
  const ruleset = await load(`${head}description: D\ncoverage: partial\n${rules}`);
  const { head: first, rules: packed, details } = pack(ruleset);
  expect(details.catalogued).toEqual({ description: 'D' });
  expect({ ...unpack(first, () => packed), ...details.catalogued }).toEqual(ruleset);
  expect(JSON.stringify(packed)).toBe(
    '[{"id":"one","require":{"fact":"pkceRequired","operator":"equal","value":true}}]',
  );
});

test('a file extends shipped rulesets and files beside it', async () => {
  const [first] = shippedRulesets;
  const resolve = resolverFor('policy/acme.yaml', '/nowhere');
  expect(await resolve('recommended')).toEqual(
    shippedRulesets.filter(({ kind }) => kind === 'standard'),
  );
  expect(await resolve(first?.id ?? '')).toEqual([first]);
  expect(await resolve('flow')).toBe('there is no ruleset "flow"; did you mean "flows"?');
  expect(await resolve('./base.yaml')).toBe('the file "./base.yaml" cannot be read (ENOENT)');
  expect(await resolve('../policy/acme.yaml')).toBe(
    '"../policy/acme.yaml" extends this file in turn',
  );
});

test('a shipped ruleset is found by its id', async () => {
  expect(shippedRuleset('flows')?.title).toBe('OAuth flows');
  expect(shippedRuleset('nope')).toBeUndefined();
  const own = await load(`${head}rules: [{ id: one, require: ${leaf} }]`);
  expect(await withExamples(own)).toEqual(own);
});

test('a run with shipped rulesets needs neither YAML parser nor schema', async () => {
  const names = ['shipped', 'match', 'specialise', 'examples'];
  const { inputs } = await bundle(names.map((name) => `src/rulesets/${name}.ts`));
  const packages = Object.keys(inputs).filter((file) => file.startsWith('node_modules'));
  expect(packages.filter((file) => /\/(yaml|valibot|@valibot)\//.test(file))).toEqual([]);
});
