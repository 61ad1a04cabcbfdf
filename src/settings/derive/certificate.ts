import { redact } from '../../model/redact.js';
import type { Setting, SettingValue } from '../settings.js';
import type { CertificateFacts } from '../../metadata/certificate.js';
import { type Derive, type DerivationSubject, derivedSetting } from './subject.js';
import type { Location } from '../../model/location.js';
import type { MisplacedSecrets } from '../../metadata/misplaced-secrets.js';

/** The settings that the certificate of the JWT bearer flow gives. */
export const certificateSettings = {
  certificateExpires: certificateFact((certificate) => certificate.expires),
  certificateDays: certificateFact((certificate) => certificate.days),
  certificateKeyType: certificateFact((certificate) => certificate.keyType),
  certificateKeyBits: certificateFact((certificate) => certificate.keyBits),
  certificateSignature: certificateFact((certificate) => certificate.signature),
  certificateSubject: certificateFact((certificate) => certificate.subject),
  certificateName: certificateFact((certificate) => certificate.name),
  certificateIssuer: certificateFact((certificate) => certificate.issuer),
} as const;

function certificateFact(
  take: (certificate: CertificateFacts) => SettingValue | undefined,
): Derive {
  return (subject) => {
    const value = appCertificate(subject);
    const taken = value ? take(value) : undefined;
    const location = subject.settings.jwtBearerFlow?.location;
    const at = location ? { location } : {};
    if (taken === undefined)
      return { state: 'unknown', reason: noCertificateReason(subject), ...at };
    return {
      state: 'known',
      value: typeof taken === 'string' ? redact(taken) : taken,
      origin: 'derived',
      ...at,
    } satisfies Setting;
  };
}

function appCertificate({ parts }: DerivationSubject): CertificateFacts | undefined {
  const part = parts.of('ConnectedApp') ?? parts.of('ExtlClntAppGlobalOauthSettings');
  return part?.certificate;
}

function noCertificateReason({ settings }: DerivationSubject): string {
  const flow = settings.jwtBearerFlow;
  if (flow?.state === 'unknown') return flow.reason;
  if (flow?.placeholder) return 'the certificate is a placeholder';
  return flow?.value === true ? 'the certificate cannot be read' : 'there is no certificate';
}

/** Where a file of the app holds a secret outside of its place. */
export function misplacedSecret(
  { found, parts }: DerivationSubject,
  what: keyof MisplacedSecrets,
): Location | undefined {
  for (const type of found) {
    const at = parts.of(type)?.misplaced[what];
    if (at) return at;
  }
  return undefined;
}

export function privateKeyInSource(subject: DerivationSubject): Setting {
  const at = misplacedSecret(subject, 'privateKey');
  return derivedSetting(at !== undefined, at ?? subject.parts.home);
}
