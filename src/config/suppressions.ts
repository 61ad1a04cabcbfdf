import * as v from 'valibot';
import { memberOf } from '../documents/diagnostics.js';
import { rulesOfResults } from '../rulesets/rules-of-results.js';
import { anyRuleFinder, noSuchRule } from '../rulesets/overrides.js';
import type { SuppressionEntry, SuppressionPolicy } from './config.js';
import { checkedEntries, reportMistake, reportIfAny, type Checking } from './entries.js';
import { appGlobDiagnostic } from './apps.js';
import { suppression, suppressionPolicy } from './schema.js';
import { breachesOf, type WrittenPolicy } from './suppression-policy.js';

/** The policy that a file writes; nothing where the schema refuses it, which is told already. */
export function writtenPolicy({ layer }: Checking): readonly WrittenPolicy[] {
  const written = memberOf(layer.data, 'suppressionPolicy');
  return v.is(suppressionPolicy, written) ? [written] : [];
}

/** The suppressions of a file, those with mistakes included: they are told and the config does not count then. */
export function suppressionsOf(
  checking: Checking,
  policy: SuppressionPolicy,
  today: string,
): readonly SuppressionEntry[] {
  const { layer, known } = checking;
  const isThere = anyRuleFinder(rulesOfResults(known));
  return checkedEntries(checking, 'suppressions', suppression, (entry, path) => {
    if (!isThere(entry.rule))
      reportMistake(checking, [...path, 'rule'], noSuchRule(entry.rule, known));
    reportIfAny(checking, [...path, 'app'], appGlobDiagnostic(entry.app));
    for (const { key, message } of breachesOf(entry, policy, today))
      reportMistake(checking, [...path, key], message);
    return { ...entry, location: layer.locate(path) };
  });
}
