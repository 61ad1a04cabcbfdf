// For every vendor's guide, those of later files included: the good app has no finding of the guide and is recognised, and each
// single deviation is found by exactly the rule that it is about. `npm run guides` prints the table.
import { describe, expect, test } from 'vitest';
import { loadRuleset } from '../../src/rulesets/load.js';
import { isAboutKind, kindOf, silentParameters, tryGuide } from './guide-apps.js';
import { auditsOf } from './guide-audit.js';
import { ruleFiles } from './shipped-files.js';

describe.each(ruleFiles().filter(([file]) => file.includes('vendors/')))(
  '%s',
  async (file, text) => {
    const loaded = await loadRuleset(text, file);
    if (!('ruleset' in loaded)) throw new Error(`${file} has mistakes`);
    const tried = await tryGuide(loaded.ruleset);

    test('its good app has no finding of the guide', () => {
      expect(tried.findings).toEqual([]);
    });

    test('its good app is recognised', () => {
      expect([tried.isRecognised, tried.good.settings['label']]).toEqual([
        true,
        expect.any(String),
      ]);
    });

    test('each single deviation is found by exactly the rule that it is about', () => {
      const others = tried.deviations.filter(
        ({ rule, found }) => found.length !== 1 || found[0] !== rule,
      );
      expect(others).toEqual([]);
    });

    test('what it deviates from has no finding but that it is of the other kind', () => {
      const asksKind = loaded.ruleset.rules.filter(isAboutKind).map(({ id }) => id);
      const before = tried.deviations.flatMap((deviation) => deviation.before);
      expect(before.filter((id) => !asksKind.includes(id))).toEqual([]);
    });

    test('an audit says the same of them', async () => {
      const found = await auditsOf(
        loaded.ruleset,
        [tried.good, ...tried.deviations.map(({ app }) => app)].filter(
          ({ settings }) => settings['kind'] === kindOf(loaded.ruleset),
        ),
      );
      const expected = tried.deviations
        .filter(({ app }) => app.settings['kind'] === kindOf(loaded.ruleset))
        .map(({ rule }) => [rule]);
      expect(found).toEqual([[], ...expected]);
    });

    test('every parameter is detected, has a usual value or is asked for by name', async () => {
      expect(await silentParameters(loaded.ruleset, tried.good)).toEqual([]);
    });

    test('every rule has a deviation', () => {
      const deviated = new Set(tried.deviations.map(({ rule }) => rule));
      expect(loaded.ruleset.rules.map(({ id }) => id).filter((id) => !deviated.has(id))).toEqual(
        [],
      );
    });
  },
);
