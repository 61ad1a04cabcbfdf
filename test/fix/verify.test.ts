// Edits are proved by audits of the files as they would be: which apps each of them looks at.
import { expect, test } from 'vitest';
import type { AuditRequest } from '../../src/audit/audit.js';
import { auditRequest } from '../../src/audit/audit.js';
import { mayBeSafe, recording, safeFixes, type Fixes } from '../../src/fix/fix.js';
import { plainRequest } from '../audit/plain-request.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { eca, type EcaParts } from './files.js';

function called(name: string, parts: EcaParts): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(eca(parts)).map((texts) => texts.map((text) => text.replaceAll('Orders', name))),
  );
}

const endpoint = 'https://app.fullcast.io/api/callback';

/** An app for Fullcast whose callback and scopes are not yet as the guide has them. */
const guided = (name: string, ...more: readonly string[]) =>
  called(name, { global: { callbackUrl: [endpoint, ...more].join('\n') } });

/** The fixes of a folder, and how many apps each audit of a proof was about. */
async function proved(
  files: Readonly<Record<string, string>>,
): Promise<{ readonly fixes: Fixes; readonly audits: readonly number[] }> {
  const request = await plainRequest(tempFolder(files));
  const { hooks, audited } = recording(mayBeSafe);
  const report = await auditRequest({ ...request, ...hooks });
  const audits: number[] = [];
  const progress: AuditRequest['progress'] = (stage, done, total) => {
    if (stage === 'evaluating' && done === 1) audits.push(total);
  };
  return { fixes: await safeFixes(audited(report), { ...request, progress }), audits };
}

test('a second audit is about the apps whose edits are others than in the first', async () => {
  // Full access is excused where all callbacks are of the guide: with another one, that edit has to go.
  const { fixes, audits } = await proved({
    ...guided('Forecast'),
    ...guided('Planning'),
    ...guided('Territory', 'https://territory.northwind.test/cb'),
    ...called('Orders', {}),
  });
  expect(audits).toEqual([3, 1]);
  const placed = fixes.draft.placed.map(
    ({ proposal: { rule, app } }) => `${rule.id} ${app.apiName}`,
  );
  expect(placed).toContain('vendors/fullcast/scopes Forecast');
  expect(placed).toContain('vendors/fullcast/scopes Planning');
  expect(placed).not.toContain('vendors/fullcast/scopes Territory');
  expect(placed).toContain('vendors/fullcast/callbacks-production Territory');
  const { because } =
    fixes.left.find(({ proposal: { rule } }) => rule.id === 'vendors/fullcast/scopes') ?? {};
  expect(because).toBe('the edit would bring a finding of scopes/no-full-access');
});
