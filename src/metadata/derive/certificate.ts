import { redact } from '../../model/redact.js';
import type { Setting, SettingValue } from '../../settings/settings.js';
import type { CertificateFacts } from '../certificate/certificate.js';
import type { Derive, DerivationSubject } from './subject.js';

/** The settings that the certificate of the JWT bearer flow gives. */
export const certificateSettings = {
  certificateExpires: fact((certificate) => certificate.expires),
  certificateDays: fact((certificate) => certificate.days),
  certificateKeyType: fact((certificate) => certificate.keyType),
  certificateKeyBits: fact((certificate) => certificate.keyBits),
  certificateSignature: fact((certificate) => certificate.signature),
  certificateSubject: fact((certificate) => certificate.subject),
  certificateName: fact((certificate) => certificate.name),
  certificateIssuer: fact((certificate) => certificate.issuer),
} as const;

function fact(take: (certificate: CertificateFacts) => SettingValue | undefined): Derive {
  return (subject) => {
    const value = certificateOf(subject);
    const taken = value ? take(value) : undefined;
    const location = subject.settings.jwtBearerFlow?.location;
    const at = location ? { location } : {};
    if (taken === undefined) return { state: 'unknown', reason: whyNot(subject), ...at };
    return {
      state: 'known',
      value: typeof taken === 'string' ? redact(taken) : taken,
      origin: 'derived',
      ...at,
    } satisfies Setting;
  };
}

function certificateOf({ parts }: DerivationSubject): CertificateFacts | undefined {
  const part = parts.of('ConnectedApp') ?? parts.of('ExtlClntAppGlobalOauthSettings');
  return part?.certificate;
}

function whyNot({ settings }: DerivationSubject): string {
  const flow = settings.jwtBearerFlow;
  if (flow?.state === 'unknown') return flow.reason;
  if (flow?.placeholder) return 'the certificate is a placeholder';
  return flow?.value === true ? 'the certificate cannot be read' : 'there is no certificate';
}
