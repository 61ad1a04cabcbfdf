// Advice that costs somebody a working client: what it must say, and must not.
import { expect, test } from 'vitest';
import { wholeFixText } from '../../src/report/digest/index.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';

function fixOf(id: string): string {
  const rule = shippedRulesets.flatMap(({ rules }) => rules).find((one) => one.id === id);
  return rule?.fix ? wholeFixText(rule.fix) : '';
}

test.each(['usage/replaced-app-unused', 'migration/not-both-kinds'])(
  '%s has the keys compared before anything is revoked',
  (id) => {
    const fix = fixOf(id);
    expect(fix).toContain('Compare the consumer keys');
    expect(fix.indexOf('Compare the consumer keys')).toBeLessThan(fix.indexOf('revoke'));
    expect(fix).toContain('The same key');
  },
);

test('rotation is for clients that store the new token', () => {
  expect(fixOf('tokens/refresh-token-rotation')).toMatch(/Salesforce CLI.*stop working/);
});

test('a high assurance session shuts servers out', () => {
  expect(fixOf('access/high-assurance-for-full-access')).toMatch(/JWT bearer.*blocked/);
});

test.each(['secrets/consumer-key-not-in-source', 'secrets/connected-app-key-not-in-source'])(
  '%s has the whole element taken out',
  (id) => {
    expect(fixOf(id)).toContain('take the whole consumerKey element out'.slice(5));
    expect(fixOf(id)).not.toMatch(/empty (?:the )?consumerKey/i);
  },
);

test('an app for a package keeps its link', () => {
  expect(fixOf('secrets/no-org-id-in-source')).toContain('meant for a package');
});
