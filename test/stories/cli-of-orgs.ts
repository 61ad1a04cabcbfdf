import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { FakeOrg } from '../fake-org/fake-org.js';
import { tempFolder } from '../metadata/temp-folder.js';

/** What a Salesforce CLI says of every log-in, besides address and token. */
type Said = Readonly<Record<string, string>>;

/** A `PATH` whose Salesforce CLI knows some orgs by their aliases. */
export function salesforceCli(orgs: Readonly<Record<string, FakeOrg>>, said: Said = {}): string {
  const folder = tempFolder();
  const answers = Object.entries(orgs).map(([alias, org]) => {
    const result = { instanceUrl: org.url, accessToken: org.accessToken(), ...said };
    return `${quoted(alias)}) printf %s ${quoted(JSON.stringify({ status: 0, result }))} ;;`;
  });
  // A shell is there at once: a Node.js of its own for each log-in took longer than many of the audits.
  const program = `#!/bin/sh
alias=
while [ $# -gt 0 ]; do
  [ "$1" = --target-org ] && alias=$2
  shift
done
case "$alias" in
${answers.join('\n')}
*) echo '{"status":1,"message":"No authorization found for '"$alias"'"}' ;;
esac
`;
  writeFileSync(join(folder, 'sf'), program);
  chmodSync(join(folder, 'sf'), 0o755);
  return [folder, process.env['PATH'] ?? ''].join(delimiter);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
