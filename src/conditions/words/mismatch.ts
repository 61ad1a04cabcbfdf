import type { SettingValue } from '../../settings/settings.js';
import type { Evidence } from '../../report/verdict.js';
import { negated } from '../operators.js';
import { demandOf } from './operators.js';
import { valueInWords } from './values.js';

/** What was found and what is demanded of it, without saying the same thing twice. */
export function mismatch(evidence: Evidence, found: SettingValue): string {
  const { setting, operator, value, items = [] } = evidence;
  const shown = valueInWords(setting, found);
  if (operator === 'notEqual' || operator === 'not:equal')
    return `is ${shown}, which is not allowed`;
  if (operator === 'containsAll' && typeof found === 'object' && typeof value === 'object') {
    const missing = value.filter((one) => !found.includes(one));
    return `lacks ${valueInWords(setting, missing)}`;
  }
  const culprits = items.length > 0 ? valueInWords(setting, items) : shown;
  if (isForbidden(operator)) return `holds ${culprits}, which is not allowed`;
  if (operator.endsWith('isNotEmpty') && !operator.includes('not:')) return 'is empty';
  return `is ${culprits}, ${demandOf(setting, operator, value)}`;
}

const forbidding: ReadonlySet<string> = new Set([
  'containsNone',
  'doesNotContain',
  'everyFact:not:someValue:like',
]);

function isForbidden(operator: string): boolean {
  return (
    forbidding.has(operator) ||
    negated(operator) === 'containsAny' ||
    negated(operator) === 'contains'
  );
}
