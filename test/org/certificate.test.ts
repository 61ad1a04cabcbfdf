// TLS with a server whose certificate nobody vouches for.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { failureOf } from '../../src/org/client/network.js';
import { identity } from '../fake-org/authority.js';
import { envOf, orgWith, stopOrgsAfterEach } from '../stories/orgs.js';
import { audit, fixtures } from '../stories/run.js';

stopOrgsAfterEach();

test('an org that is not trusted is asked once, and what to do is said', async () => {
  const org = await orgWith({ folder: join(fixtures, 'planted/faulty'), identity: identity() });
  const { code, report } = await audit(['--org', 'env', '--no-config', '--retries', '4'], {
    env: envOf(org),
  });
  expect(code).toBe(3);
  expect(report.summary.incomplete).toBe(true);
  const [first] = report.problems;
  expect(first?.kind).toBe('org-unreachable');
  expect(first?.message).toMatch(/signed by itself \(NODE_EXTRA_CA_CERTS\)$/);
  expect(org.seen).toEqual([]);
});

test.each([
  ['CERT_HAS_EXPIRED', 'certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
  ['ECONNRESET', 'unreachable'],
  ['UND_ERR_SOCKET', 'unreachable'],
])('%s is a fault of kind %s, also as the cause of another error', (code, kind) => {
  const cause = Object.assign(new Error('secret-in-message'), { code });
  const { message, ...fault } = failureOf(new TypeError('fetch failed', { cause }), undefined);
  expect(fault).toMatchObject({ kind, code });
  expect(message).not.toContain('secret');
});
