import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { FakeOrg } from '../fake-org/fake-org.js';
import { tempFolder } from '../metadata/temp-folder.js';

/** What a Salesforce CLI says of every log-in, besides address and token. */
type Said = Readonly<Record<string, string>>;

/** A `PATH` whose Salesforce CLI knows some orgs by their aliases. */
export function salesforceCli(orgs: Readonly<Record<string, FakeOrg>>, said: Said = {}): string {
  const folder = tempFolder();
  const known = Object.entries(orgs).map(([alias, org]) => [
    alias,
    { instanceUrl: org.url, accessToken: org.accessToken(), ...said },
  ]);
  const program = `#!${process.execPath}
const alias = process.argv[process.argv.indexOf('--target-org') + 1];
const result = ${JSON.stringify(Object.fromEntries(known))}[alias];
const answer = result ? { status: 0, result } : { status: 1, message: 'No authorization found for ' + alias };
console.log(JSON.stringify(answer));
`;
  writeFileSync(join(folder, 'sf'), program);
  chmodSync(join(folder, 'sf'), 0o755);
  return [folder, process.env['PATH'] ?? ''].join(delimiter);
}
