import { metadataTypes } from '../../model/metadata-types.js';
import { type Problem, problem } from '../../report/problem.js';
import { orgEvidence, orgEvidenceTypes } from '../client/evidence-files.js';
import { fileNamings } from '../../metadata/files/types.js';

/** Types without which hardly a rule can be evaluated. They are listed, too, and what is listed has to come back. */
export const essential: readonly string[] = [
  'ConnectedApp',
  'ExternalClientApplication',
  'ExtlClntAppGlobalOauthSettings',
  'ExtlClntAppOauthSettings',
  'ExtlClntAppOauthConfigurablePolicies',
  'ExtlClntAppConfigurablePolicies',
];

/** The types that are apps; the others are parts of apps. */
export const appMetadataTypes: readonly string[] = ['ConnectedApp', 'ExternalClientApplication'];

/** Types that are read where files have them and not retrieved: rows of the org tell who provisions users. */
const ofFilesOnly: readonly string[] = ['UserProvisioningConfig'];

/** Settings are one type for the Metadata API, with a member for each kind. */
const settingsMembers: readonly string[] = Object.entries(fileNamings).flatMap(([type, naming]) =>
  'only' in naming && !ofFilesOnly.includes(type) ? [naming.only] : [],
);

interface Wanted {
  readonly name: string;
  readonly since: number;
  readonly members: readonly string[];
}

const wantedTypes: readonly Wanted[] = [
  ...Object.entries(metadataTypes)
    .filter(([name]) => !('only' in fileNamings[name as keyof typeof fileNamings]))
    .filter(([name]) => !ofFilesOnly.includes(name))
    .map(([name, { since }]) => ({ name, since, members: ['*'] })),
  { name: 'Settings', since: 0, members: settingsMembers },
];

/** The types that the org has. One that this API version should have and that is not there is hidden from us. */
export function availableTypes(
  described: readonly string[],
  version: number,
  problems: Problem[],
): readonly Wanted[] {
  const there = new Set(described);
  for (const { name, since } of wantedTypes) {
    if (there.has(name)) continue;
    const kind =
      essential.includes(name) || name === 'Settings' ? 'org-type-hidden' : 'org-type-absent';
    const why =
      since > version
        ? `API version ${version} does not have it`
        : 'its edition, its licences or the rights of the user hide it';
    problems.push(problem(kind, `the org does not show the metadata type ${name}: ${why}`));
  }
  // What these say of apps is little, so that an org without them is whole.
  const evidence = orgEvidenceTypes
    .filter((name) => there.has(name))
    .map((name) => ({ name, since: orgEvidence[name].since, members: ['*'] }));
  return [...wantedTypes.filter(({ name }) => there.has(name)), ...evidence];
}
