import { plainText } from '../model/unsafe-characters.js';
import type { MigratedApp } from './files.js';

/** Which of the two ways the files are for. */
export type MigrationWay = 'button' | 'newApp';

const before = {
  button: [
    'These files say what the External Client App should be like after "Migrate to External Client App" in App Manager. They are for comparison, not for deployment.',
    'Note the refresh token IP allowlist of the Connected App by hand: it is not migrated (help 005387022).',
    'Setup, App Manager, the app, Migrate to External Client App. The old app stays as a read-only copy.',
    'Enter the allowlist again, then edit one record of it, so that it takes effect.',
    'Retrieve the new app (API version 67 or later), then compare: ecaudit migrate check OLD NEW.',
    'Test one client for each flow. Only then remove the connectedApp file from source.',
    'Delete or revoke nothing of the Connected App before it is known whether both share their key. To go back, delete the External Client App: the Connected App returns with its old settings.',
  ],
  newApp: [
    'These files make a new app with a new consumer key and secret. Every client and user authorizes again.',
    'PKCE, refresh token rotation and the limit of 30 idle days are fixed on for new apps since July 2026, as Salesforce has announced, whatever these files say: clients have to cope with them.',
    'Deploy the header, the global OAuth settings and the OAuth settings together.',
    'Read the new consumer key in Setup, and give it to the clients one by one. Look for the old one in auth providers, named credentials and the configuration of clients.',
    'Watch the tokens of the Connected App. When none is used any more, block it, then delete it.',
  ],
} as const satisfies Readonly<Record<MigrationWay, readonly string[]>>;

/** What stands besides the app and cannot be in its files. */
const around = [
  'Profiles and permission sets that approve the Connected App approve nothing of the new app: assign them again.',
  'What names the Connected App elsewhere than in these sources (custom permissions, token exchange handlers, notification settings, transaction security policies, login flows) has to name the new app.',
  'App menu, Briefcase and notification delivery are in Setup only.',
] as const;

/** Not found on any page of Salesforce. */
const open =
  'Not documented: whether key and tokens live on with the button, whether it refuses apps with an Apex handler, and whether permission sets are deployed by name or id.';

/** What is left to do by hand, as a checklist in Markdown. */
export function migrationChecklist(
  apiName: string,
  { losses, steps }: MigratedApp,
  way: MigrationWay,
): string {
  const item = (line: string): string => `- [ ] ${plainText(line)}`;
  return [
    `# ${plainText(apiName)}: from Connected App to External Client App`,
    '',
    way === 'button' ? 'Way: the button of App Manager.' : 'Way: a new app.',
    '',
    ...before[way].map(item),
    '',
    '## By hand',
    '',
    ...[...steps, ...around].map(item),
    '',
    '## Lost',
    '',
    ...(losses.length > 0
      ? losses.map((line) => `- ${plainText(line)}`)
      : ['Nothing that is known.']),
    '',
    '## Open',
    '',
    open,
    '',
  ].join('\n');
}
