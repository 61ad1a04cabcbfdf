// node scripts/run-ts.mjs scripts/fake-org.ts [FOLDER]
// Starts the fake org of the tests with the apps of a folder (the faulty ones of the fixtures unless it is named), with
// tokens, logins and an installed app, prints the variables of a log-in as JSON, and runs until it is ended.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { idOf } from '../test/fake-org/components.js';
import { startFakeOrg } from '../test/fake-org/fake-org.js';
import * as people from '../test/fake-org/people-and-tokens.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const [folder = join(root, 'fixtures/planted/faulty')] = process.argv.slice(2);
const installed = idOf('ConnectedApp', 77);
const holder = people.userId(2);

const org = await startFakeOrg({
  folder,
  tables: {
    PermissionSet: people.permissionSets,
    PermissionSetAssignment: people.assignments([
      people.adminUser,
      { id: holder, username: 'gone@fake.example', active: false },
    ]),
    ConnectedApplication: [
      { Id: installed, Name: 'Data Loader', CreatedDate: '2020-01-01T00:00:00.000+0000' },
    ],
    AppMenuItem: [people.menuItem(1, installed, 'Data_Loader', 'Data Loader')],
    OauthToken: [
      people.token('Data Loader', people.admin, { AppMenuItemId: idOf('AppMenuItem', 1) }),
      people.token('Nobody installed it', holder, { LastUsedDate: null }),
    ],
    LoginHistory: [people.admin, holder].map((UserId) => ({
      Application: 'Data Loader',
      LoginType: 'Remote Access 2.0',
      LoginSubType: 'OauthUsernamePassword',
      ApiType: 'N/A',
      LoginTime: '2026-11-01T00:00:00.000+0000',
      UserId,
    })),
  },
});
const variables = { SF_INSTANCE_URL: org.url, SF_ACCESS_TOKEN: org.accessToken() };
process.stdout.write(`${JSON.stringify(variables)}\n`);
