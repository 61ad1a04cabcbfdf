import { loadLimits } from '../documents/limits.js';
import { patternSize } from '../conditions/pattern-size.js';
import { countGroups, patternDiagnostic } from '../conditions/patterns.js';
import { definitionOf, isSettingName, settingNames } from '../settings/settings.js';
import type { Path } from '../documents/document.js';
import { membersOfYaml, memberOf } from '../documents/members.js';
import { didYouMean, eitherOf, quote } from '../documents/diagnostics.js';
import type { Scope } from './scope.js';

/** Texts go with the values of a parameter: each name has one for each value. */
export function checkParameterTexts(parameter: unknown, path: Path, { report }: Scope): void {
  const texts = memberOf(parameter, 'texts');
  if (texts === undefined) return;
  const values = parameterTexts(memberOf(parameter, 'values'));
  if (values.length === 0) report(path, '"texts" needs "values" beside it', 'key');
  const written = membersOfYaml(texts);
  const names = new Set(written.flatMap(([, own]) => membersOfYaml(own).map(([name]) => name)));
  for (const [value, own] of written) {
    if (!values.includes(value))
      report([...path, value], `expected ${eitherOf(values)}, found ${quote(value)}`, 'key');
    for (const name of names) {
      if (memberOf(own, name) === undefined)
        report([...path, value], `${quote(name)} is missing; other values have it`);
    }
  }
  for (const value of values) {
    if (memberOf(texts, value) === undefined) report(path, `no texts for ${quote(value)}`, 'key');
  }
}

function parameterTexts(data: unknown): readonly string[] {
  return Array.isArray(data) ? data.filter((one) => typeof one === 'string') : [];
}

const capturable = ['string', 'enum', 'list'];

/** A capture reads a text, or a list of texts, by a pattern with a group. */
export function checkCapture(detection: unknown, path: Path, { report, spent }: Scope): void {
  const [from, pattern] = [memberOf(detection, 'from'), memberOf(detection, 'pattern')];
  if (typeof from === 'string' && !isSettingName(from))
    report([...path, 'from'], `unknown setting ${quote(from)}${didYouMean(from, settingNames)}`);
  if (typeof from === 'string' && isSettingName(from)) {
    const { type } = definitionOf(from);
    if (!capturable.includes(type))
      report([...path, 'from'], `${from} is no text and no list of texts`);
  }
  if (typeof pattern !== 'string') return;
  const diagnostic = patternDiagnostic(pattern);
  spent.patterns += patternSize(pattern);
  if (diagnostic !== undefined) report([...path, 'pattern'], `expected ${diagnostic}`);
  else if (spent.patterns > loadLimits.allPatterns)
    report([...path, 'pattern'], 'the patterns of this file are too large together');
  else if (countGroups(pattern) === 0)
    report(
      [...path, 'pattern'],
      'expected a group in round brackets: what it captures is the value',
    );
}
