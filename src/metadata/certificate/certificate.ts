import { createHash, X509Certificate } from 'node:crypto';
import { signatureOf } from './signature.js';

/** What a certificate says. Dates are YYYY-MM-DD. */
export interface CertificateFacts {
  readonly expires: string;
  readonly days: number;
  readonly keyType: string;
  readonly keyBits: number | undefined;
  readonly signature: string;
  readonly subject: string;
  /** The common name in the subject; empty where there is none. */
  readonly name: string;
  readonly issuer: string;
  /** SHA-256 of the public key: certificates of one key have the same, however often they were renewed. */
  readonly keyDigest: string;
}

const millisecondsOfDay = 86_400_000;

/** Bits of the named curves that Node reports without a size. */
const curveBits: Readonly<Record<string, number>> = {
  prime256v1: 256,
  secp256k1: 256,
  secp384r1: 384,
  secp521r1: 521,
  ed25519: 256,
  ed448: 456,
};

/**
 * Reads an X.509 certificate as metadata holds it: base64 with line breaks, with or without BEGIN and END lines.
 * Undefined when it is none.
 */
export function parseCertificate(text: string): CertificateFacts | undefined {
  const known = parsedCertificates.get(text);
  if (known !== undefined || parsedCertificates.has(text)) return known;
  if (parsedCertificates.size === mostRemembered) parsedCertificates.clear();
  const facts = parse(text);
  parsedCertificates.set(text, facts);
  return facts;
}

/** An org signs many of its apps with the same few certificates, and reading one takes longer than the rest of its file. */
const parsedCertificates = new Map<string, CertificateFacts | undefined>();
const mostRemembered = 100;

function parse(text: string): CertificateFacts | undefined {
  try {
    return certificateFacts(new X509Certificate(derOf(text)));
  } catch {
    // Node throws errors of OpenSSL, which say nothing that a reader could use, and may quote the input.
    return undefined;
  }
}

/** The last days of all certificates in a text: one after the other, with or without BEGIN and END lines. */
export function endsOfCertificates(text: string): readonly string[] {
  // Padding can stand at the end of one only.
  const pieces = text.split(/-----END CERTIFICATE-----|(?<==)\s*(?=[A-Za-z0-9+/])/);
  return pieces.slice(0, mostInOneText).flatMap(endsOfPiece);
}

function endsOfPiece(text: string): readonly string[] {
  const ends: string[] = [];
  let rest: Buffer = derOf(text);
  while (rest.length > 0 && ends.length < mostInOneText) {
    try {
      const certificate = new X509Certificate(rest);
      ends.push(new Date(certificate.validTo).toISOString().slice(0, 10));
      rest = rest.subarray(certificate.raw.length);
    } catch {
      // As above; what follows the last certificate is none.
      return ends;
    }
  }
  return ends;
}

const mostInOneText = 20;

function derOf(text: string): Buffer {
  const body = text.replace(/-----(?:BEGIN|END) CERTIFICATE-----/g, '').replace(/\s+/g, '');
  return Buffer.from(body, 'base64');
}

function certificateFacts(certificate: X509Certificate): CertificateFacts {
  const from = Date.parse(certificate.validFrom);
  const to = Date.parse(certificate.validTo);
  const key = certificate.publicKey;
  const details = key.asymmetricKeyDetails;
  return {
    expires: new Date(to).toISOString().slice(0, 10),
    days: Math.round((to - from) / millisecondsOfDay),
    keyType: key.asymmetricKeyType ?? 'unknown',
    keyBits:
      details?.modulusLength ?? curveBits[details?.namedCurve ?? key.asymmetricKeyType ?? ''],
    signature: signatureOf(certificate.raw),
    subject: certificate.subject.replaceAll('\n', ', '),
    name: /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? '',
    issuer: certificate.issuer.replaceAll('\n', ', '),
    keyDigest: createHash('sha256')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest('base64'),
  };
}
