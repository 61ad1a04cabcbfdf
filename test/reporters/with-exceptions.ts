// A report with a finding of every standing, for the reporters that have a word for each.
import type { Report } from '../../src/report/report.js';
import { app, evidence, report, result } from './report.js';
import { findings, rulesets } from './samples.js';

const order = app('Order_Sync', { label: 'Order Sync' });

export const settled: Report = report({
  rulesets,
  apps: [order],
  results: [
    result('access/admin-approved', order.id, {
      severity: 'critical',
      suppressed: {
        reason: 'Replaced in March, SEC-123',
        owner: 'integrations team',
        expires: '2027-03-31',
      },
    }),
    result('access/sessions', order.id, { severity: 'low', baselined: true }),
    ...findings.results
      .filter(({ excusedBy }) => excusedBy)
      .map((one) => ({ ...one, app: order.id })),
    result('flows/no-device-flow', order.id, {
      severity: 'medium',
      evidence: [evidence('deviceFlow', { found: true, expected: 'equal false', value: false })],
    }),
  ],
  summary: {
    suppressed: 1,
    baselined: 1,
    excused: 1,
    bySeverity: { critical: 0, high: 0, medium: 1, low: 0, info: 1 },
  },
});
