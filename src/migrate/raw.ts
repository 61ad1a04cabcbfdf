import type { Change, ElementContent } from '../edit/change.js';
import type { MetadataType } from '../model/metadata-types.js';

/** What a file of a Connected App says beside its settings: certificates, names of such, and elements that decide no rule. */
export interface RawApp {
  /** Texts of elements, by their paths; of those that hold elements the text is empty. */
  readonly texts: ReadonlyMap<string, string>;
  readonly ranges: readonly RawRange[];
}

export interface RawRange {
  readonly start: string;
  readonly end: string;
  readonly description: string;
}

const saml = 'ExtlClntAppSamlConfigurablePolicies';
const canvas = 'ExtlClntAppCanvasSettings';
const policies = 'ExtlClntAppOauthConfigurablePolicies';

interface Target {
  readonly part: MetadataType;
  readonly path: string;
  /** Where the plug-in is off, nothing is written of it. */
  readonly of: 'oauth' | 'saml' | 'canvas';
}

/** Where an element of a Connected App stands in an External Client App. Source: Metadata API Developer Guide, the types named. */
const targets: Readonly<Record<string, Target>> = {
  'oauthConfig/certificate': {
    part: 'ExtlClntAppGlobalOauthSettings',
    path: 'certificate',
    of: 'oauth',
  },
  'samlConfig/certificate': { part: saml, path: 'certificate', of: 'saml' },
  'samlConfig/encryptionCertificate': { part: saml, path: 'encryptionCertificate', of: 'saml' },
  'samlConfig/samlIdpSLOBindingEnum': { part: saml, path: 'singleLogoutBindingType', of: 'saml' },
  'samlConfig/samlSubjectCustomAttr': { part: saml, path: 'subjectCustomAttribute', of: 'saml' },
  'canvasConfig/lifecycleClass': { part: canvas, path: 'lifeCycleHandler', of: 'canvas' },
  'canvasConfig/samlInitiationMethod': { part: canvas, path: 'samlInitiationMethod', of: 'canvas' },
};

/** What of a file is read for a migration. */
export const rawPaths: ReadonlySet<string> = new Set([
  ...Object.keys(targets),
  'oauthConfig/assetTokenConfig',
  'oauthPolicy/refreshTokenPolicy',
]);

/** Which plug-ins the new app has. */
export type PlugIns = Readonly<Record<Target['of'], boolean>>;

/** The elements of the new app that hold what no setting holds. */
export function rawChanges({ texts, ranges }: RawApp, plugIns: PlugIns): readonly Change[] {
  const own = Object.entries(targets).flatMap(([from, { part, path, of }]): readonly Change[] => {
    const text = texts.get(from) ?? '';
    return text === '' || !plugIns[of] ? [] : [{ kind: 'set', part, path, text }];
  });
  if (!plugIns.oauth) return own;
  return [...own, ...policyChanges(texts), ...rangeChanges(ranges)];
}

const policyTypes = { lifetime: 'SpecificLifetime', inactivity: 'SpecificInactivity' } as const;
const units = { HOURS: 'Hours', DAYS: 'Days', MONTHS: 'Months' } as const;

/** `specific_lifetime:3:MONTHS` with its own number and unit: the setting has days. */
function policyChanges(texts: RawApp['texts']): readonly Change[] {
  const written = texts.get('oauthPolicy/refreshTokenPolicy') ?? '';
  const found = /^specific_(lifetime|inactivity):(\d{1,9}):(HOURS|DAYS|MONTHS)$/i.exec(written);
  const [, type = '', period = '', unit = ''] = found ?? [];
  if (!found) return [];
  return [
    ['refreshTokenPolicyType', policyTypes[type.toLowerCase() as keyof typeof policyTypes]],
    ['refreshTokenValidityPeriod', period],
    ['refreshTokenValidityUnit', units[unit.toUpperCase() as keyof typeof units]],
  ].map(([path = '', text = '']) => ({ kind: 'set', part: policies, path, text }));
}

/** Ranges with what they are called. */
function rangeChanges(ranges: readonly RawRange[]): readonly Change[] {
  if (ranges.every(({ description }) => description === '')) return [];
  const add = ranges.map(({ start, end, description }): ElementContent => ({
    ...(description !== '' && { description }),
    endIpAddress: end,
    startIpAddress: start,
  }));
  return [
    {
      kind: 'elements',
      part: 'ExtlClntAppOauthSettings',
      path: 'trustedIpRanges',
      add,
      remove: [],
    },
  ];
}

/** Settings whose elements `rawChanges` writes itself. */
export function writtenRaw(changes: readonly Change[]): ReadonlySet<string> {
  const paths = new Set(changes.map(({ path }) => path));
  return new Set([
    ...(paths.has('refreshTokenPolicyType') ? ['refreshTokenPolicy', 'refreshTokenDays'] : []),
    ...(paths.has('trustedIpRanges') ? ['trustedIpRanges'] : []),
  ]);
}
