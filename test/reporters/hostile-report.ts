// A report in which every text tries to run a script.
import type { Report } from '../../src/report/report.js';
import { findings } from './samples.js';

export const payload =
  '<script>window.pwned=1</script><img src=x onerror=window.pwned=1>"\'><svg onload=window.pwned=1>' +
  '</title></style></textarea>{{7*7}}\u202e\u0000\u009b javascript:window.pwned=1';

/** Words that the program itself chose, and names of settings and operators. */
const words: ReadonlySet<string> = new Set([
  'kind',
  'verdict',
  'severity',
  'originalSeverity',
  'level',
  'state',
  'origin',
  'generatedAt',
  'by',
  'include',
  'failOn',
  'minSeverity',
  'operator',
  'setting',
  'appliesTo',
  'lineHashes',
  'about',
]);

function poisoned(value: unknown, key = ''): unknown {
  if (words.has(key)) return value;
  if (key === 'url') return 'javascript:window.pwned=1';
  if (typeof value === 'string') return `${value}${payload}`;
  if (Array.isArray(value)) return value.map((one) => poisoned(one));
  if (typeof value !== 'object' || value === null || value instanceof Map) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, poisoned(one, name)]),
  );
}

const [one] = findings.results;

export const hostile = poisoned({
  ...findings,
  config: 'ecaudit.config.yaml',
  sources: [
    {
      id: 'force-app',
      kind: 'org',
      apps: 4,
      files: 11,
      ignored: 0,
      org: {
        id: '00D000000000001AAA',
        name: 'Acme',
        type: 'Enterprise Edition',
        sandbox: false,
        instance: 'EU47',
        host: 'acme.my.salesforce.com',
        apiVersion: '68.0',
        user: 'a@x.test',
      },
    },
    { id: 'gone', kind: 'org', apps: 0, files: 0, ignored: 0, unread: 'no such host' },
  ],
  results: [
    ...findings.results,
    {
      ...one,
      rule: 'flows/no-device-flow',
      excusedBy: undefined,
      suppressed: { reason: 'we know', owner: 'us', expires: '2027-01-01' },
    },
  ],
  rulesets: findings.rulesets.map((ruleset) => ({
    ...ruleset,
    rules: ruleset.rules.map((rule) => ({ ...rule, references: [] })),
  })),
}) as Report;
