import type { MetadataType } from '../model/metadata-types.js';

/** A range of IP addresses is the text `start-end`. A date is `YYYY-MM-DD`. */
export type SettingType = 'boolean' | 'string' | 'number' | 'date' | 'enum' | 'list' | 'ranges';

/**
 * How an element becomes a value.
 * `text` as it stands · `flag` true or false · `inverted` the opposite of a flag · `count` a whole number · `lines` one
 * entry a line · `commas` one entry between commas · `elements` one entry an element · `scopes` commas or elements, as
 * OAuth scope names · `entries` elements and commas · `choice` one of the enum's spellings · `switch` false or
 * true for the first or second value of the enum · `present` whether the element is there · `filled` whether
 * it holds text, which itself is never kept, and a template is none · `given` the same, but a template is one: a text
 * will be there · `ranges` start and end addresses · `attributes` key=formula.
 */
export type Reading =
  | 'text'
  | 'flag'
  | 'inverted'
  | 'count'
  | 'lines'
  | 'commas'
  | 'elements'
  | 'scopes'
  | 'entries'
  | 'choice'
  | 'switch'
  | 'present'
  | 'filled'
  | 'given'
  | 'ranges'
  | 'attributes';

/** Where a setting stands in metadata. */
export interface Field {
  readonly part: MetadataType;
  /** Element names below the root, joined by `/`. */
  readonly path: string;
  /** The first API version that has the element. */
  readonly since: number;
  readonly read: Reading;
  /** Where the part is not there, the app has none: then the field says nothing, and nothing is missing. */
  readonly optional?: true;
  /** What Salesforce documents for an absent element. Without it an absent flag is unknown. */
  readonly default?: DocumentedDefault;
}

export interface DocumentedDefault {
  readonly value: boolean | string | number;
  readonly source: string;
}

/** Where a setting comes from: fields (several combine), other settings, or nowhere and why. */
export type Origin =
  | { readonly fields: readonly Field[]; readonly combine: Combination }
  | { readonly derived: string }
  | { readonly unavailable: string };

/** `first` the first field that says something · `union` all entries · `or` whether any is true. */
export type Combination = 'first' | 'union' | 'or';

export interface Definition {
  readonly type: SettingType;
  /** For an enum: each value with the spellings that metadata uses for it, compared without regard to case. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** Of an enum: values that Salesforce has withdrawn, each with what it was. */
  readonly withdrawn?: Readonly<Record<string, string>>;
  /** What Setup calls it. Where the two kinds of app differ, this is the External Client App's. */
  readonly label: string;
  readonly connectedAppLabel?: string;
  /** What it means, in one sentence. */
  readonly about: string;
  readonly connectedApp: Origin;
  readonly externalClientApp: Origin;
}

const partNames = {
  app: 'ConnectedApp',
  header: 'ExternalClientApplication',
  global: 'ExtlClntAppGlobalOauthSettings',
  oauth: 'ExtlClntAppOauthSettings',
  policies: 'ExtlClntAppOauthConfigurablePolicies',
  plugins: 'ExtlClntAppConfigurablePolicies',
  security: 'ExtlClntAppOauthSecuritySettings',
  saml: 'ExtlClntAppSamlConfigurablePolicies',
  canvas: 'ExtlClntAppCanvasSettings',
  mobile: 'ExtlClntAppMobileSettings',
  mobilePolicies: 'ExtlClntAppMobileConfigurablePolicies',
  push: 'ExtlClntAppPushSettings',
  pushPolicies: 'ExtlClntAppPushConfigurablePolicies',
  oidc: 'OauthOidcSettings',
  appsOfOrg: 'ConnectedAppSettings',
  ecasOfOrg: 'ExternalClientAppSettings',
  securityOfOrg: 'SecuritySettings',
} as const satisfies Readonly<Record<string, MetadataType>>;

/** One field. `part` is a short name: `global` for the global OAuth settings of an External Client App, and so on. */
export function field(
  part: keyof typeof partNames,
  path: string,
  since: number,
  read: Reading,
  whenAbsent?: DocumentedDefault,
): Field {
  const common = { part: partNames[part], path, since, read };
  return whenAbsent ? { ...common, default: whenAbsent } : common;
}

/** A setting read from the first of several fields that says something. */
export function from(...fields: readonly Field[]): Origin {
  return { fields, combine: 'first' };
}

/** A field of a part that most apps do not have: where it is not there, other fields settle the matter. */
export function ifThere(one: Field): Field {
  return { ...one, optional: true };
}

/** A list made of the entries of several fields. */
export function unionOfFields(...fields: readonly Field[]): Origin {
  return { fields, combine: 'union' };
}

/** A flag that is true when one of several fields is. */
export function eitherField(...fields: readonly Field[]): Origin {
  return { fields, combine: 'or' };
}

/** A setting worked out from other settings; `how` says it in words. The function is in `derive.ts`. */
export function derived(how: string): Origin {
  return { derived: how };
}

/** A setting that metadata of this kind of app does not hold. */
export function unavailable(why: string): Origin {
  return { unavailable: why };
}

export const needsOrg: Origin = unavailable('needs an org');
export const notOfConnectedApps: Origin = unavailable('Connected Apps have no such setting');
export const notOfExternalClientApps: Origin = unavailable(
  'External Client Apps have no such setting',
);

const guide = 'https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta';

/** Pages of the Metadata API Developer Guide that document a default. */
export const guides = {
  app: `${guide}/meta_connectedapp.htm`,
  appsOfOrg: `${guide}/meta_connectedappsettings.htm`,
  header: `${guide}/meta_externalclientapplication.htm`,
  global: `${guide}/meta_extlclntappglobaloauthsettings.htm`,
  oauth: `${guide}/meta_extlclntappoauthsettings.htm`,
  plugins: `${guide}/meta_extlclntappconfigurablepolicies.htm`,
  saml: `${guide}/meta_extlclntappsamlconfigurablepolicies.htm`,
} as const;

/** A documented default with the page that documents it. */
export function documented(
  value: boolean | string | number,
  page: keyof typeof guides,
): DocumentedDefault {
  return { value, source: guides[page] };
}

/** How elements are read whose text is not kept, since it may be a secret: only whether they are there, or filled. */
export const textlessReadings: ReadonlySet<Reading> = new Set(['present', 'filled', 'given']);
