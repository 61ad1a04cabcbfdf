import type { MetadataType } from '../model/metadata-types.js';
import { problem } from '../report/problem.js';
import { isPlaceholder } from '../settings/placeholder.js';
import {
  type CertificateFacts,
  endsOfCertificates,
  parseCertificate,
} from './certificate/certificate.js';
import type { Collected } from './elements/collect.js';
import type { Lines } from './lines.js';
import type { XmlElement } from './xml/document.js';

/** The elements that hold a certificate. */
export function certificatesOf({ settings }: Collected): readonly XmlElement[] {
  return settings.get('oauthConfig/certificate') ?? settings.get('certificate') ?? [];
}

const requestCertificates: Readonly<Partial<Record<MetadataType, string>>> = {
  ConnectedApp: 'samlConfig/certificate',
  ExtlClntAppSamlConfigurablePolicies: 'certificate',
};

/** When the first certificate ends that verifies SAML requests; nothing where the file holds none, or only its name. */
export function requestCertificateOf(
  { settings }: Collected,
  type: MetadataType,
): { readonly requestCertificateExpires?: string } {
  const path = requestCertificates[type];
  const elements = path === undefined ? [] : (settings.get(path) ?? []);
  const [first] = elements.flatMap(({ text }) => endsOfCertificates(text)).toSorted();
  return first === undefined ? {} : { requestCertificateExpires: first };
}

/** What the certificate of a file says; one that cannot be read is reported. */
export function readCertificate(collected: Collected, lines: Lines): CertificateFacts | undefined {
  const { problems } = collected;
  const element = certificatesOf(collected).find(({ text }) => text !== '');
  if (!element || isPlaceholder(element.text)) return undefined;
  const facts = parseCertificate(element.text);
  if (facts) return facts;
  const at = lines.locate(element.textStart, element.textEnd);
  problems.push(problem('malformed-certificate', 'this is no X.509 certificate', at));
  return undefined;
}
