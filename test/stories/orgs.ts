import { afterEach } from 'vitest';
import { startFakeOrg, type FakeOrg, type FakeOrgOptions } from '../fake-org/fake-org.js';
import { adminUser, assignments, permissionSets } from '../fake-org/people-and-tokens.js';

const orgs: FakeOrg[] = [];

/** Starts a fake org that is stopped after the test. */
export async function orgWith(options: FakeOrgOptions = {}): Promise<FakeOrg> {
  const tables = {
    PermissionSet: permissionSets,
    PermissionSetAssignment: assignments([adminUser]),
    ...options.tables,
  };
  const org = await startFakeOrg({ ...options, tables });
  orgs.push(org);
  return org;
}

export function stopOrgsAfterEach(): void {
  afterEach(async () => {
    await Promise.all(orgs.splice(0).map((org) => org.stop()));
  });
}

/** The environment of a log-in by access token. */
export function envOf(org: FakeOrg): Readonly<Record<string, string>> {
  return { SF_ACCESS_TOKEN: org.accessToken(), SF_INSTANCE_URL: org.url };
}
