import { metadataTypes } from '../../model/metadata-types.js';
import { UserError } from '../../model/user-error.js';
import type { Io } from '../io.js';

/** The newest API version that the rules know elements of. */
export const newestApiVersion = 68;

/** Small types whose files say who uses an app. Apex classes, profiles and custom metadata are read where they are there. */
const users = [
  { type: 'AuthProvider', since: 27 },
  { type: 'CustomPermission', since: 31 },
  { type: 'ExternalCredential', since: 56 },
  { type: 'McpServerDefinition', since: 67 },
  { type: 'NamedCredential', since: 33 },
  { type: 'OauthTokenExchangeHandler', since: 60 },
  { type: 'ProfileSessionSetting', since: 40 },
] as const;

/** Prints a package.xml for `sf project retrieve start --manifest`. Throws UserError for what is no API version. */
export function manifest({ apiVersion }: { readonly apiVersion?: string }, io: Io): number {
  io.stdout.write(manifestText(apiVersionOf(apiVersion)));
  return 0;
}

function apiVersionOf(written: string | undefined): number {
  if (written === undefined) return newestApiVersion;
  const [, version] = /^(\d{2})(?:\.0)?$/.exec(written) ?? [];
  if (version !== undefined) return Number(version);
  throw new UserError(
    `--api-version ${written} is not an API version`,
    `for example ${newestApiVersion}.0`,
  );
}

/**
 * Every type that is read and that the version has, in the order of the alphabet. Types of settings are members of `Settings`
 * (Metadata API Developer Guide, "Settings").
 */
function manifestText(version: number): string {
  const known = Object.entries(metadataTypes)
    .map(([type, { since }]) => ({ type, since }))
    .filter(({ since }) => since <= version);
  const isSettings = ({ type }: { readonly type: string }): boolean => orgSettingTypes.has(type);
  const settings = known.filter(isSettings).map(({ type }) => type.replace(/Settings$/, ''));
  const types = [
    ...[...known, ...users.filter(({ since }) => since <= version)]
      .filter((one) => !isSettings(one))
      .map(({ type }) => ({ type, members: ['*'] })),
    { type: 'Settings', members: settings.toSorted() },
  ].toSorted((a, b) => (a.type < b.type ? -1 : 1));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<Package xmlns="http://soap.sforce.com/2006/04/metadata">',
    ...types.flatMap(({ type, members }) => [
      '    <types>',
      ...members.map((member) => `        <members>${member}</members>`),
      `        <name>${type}</name>`,
      '    </types>',
    ]),
    `    <version>${version}.0</version>`,
    '</Package>',
    '',
  ].join('\n');
}

const orgSettingTypes: ReadonlySet<string> = new Set([
  'OauthOidcSettings',
  'ConnectedAppSettings',
  'ExternalClientAppSettings',
  'SecuritySettings',
]);
