import { X509Certificate } from 'node:crypto';

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
}

const millisecondsOfDay = 86_400_000;

/** Names of signature algorithms by object id (RFC 8017, RFC 5758, RFC 8410). */
const signatureNames: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.10': 'rsassaPss',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.3.101.112': 'ed25519',
};

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
  const known = parsed.get(text);
  if (known !== undefined || parsed.has(text)) return known;
  if (parsed.size === mostRemembered) parsed.clear();
  const facts = parse(text);
  parsed.set(text, facts);
  return facts;
}

/** An org signs many of its apps with the same few certificates, and reading one takes longer than the rest of its file. */
const parsed = new Map<string, CertificateFacts | undefined>();
const mostRemembered = 100;

function parse(text: string): CertificateFacts | undefined {
  try {
    return factsOf(new X509Certificate(derOf(text)));
  } catch {
    // Node throws errors of OpenSSL, which say nothing that a reader could use, and may quote the input.
    return undefined;
  }
}

function derOf(text: string): Buffer {
  const body = text.replace(/-----(?:BEGIN|END) CERTIFICATE-----/g, '').replace(/\s+/g, '');
  return Buffer.from(body, 'base64');
}

function factsOf(certificate: X509Certificate): CertificateFacts {
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
  };
}

/** Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm SEQUENCE { OBJECT IDENTIFIER … }, … } */
function signatureOf(der: Buffer): string {
  const certificate = elementAt(der, 0);
  const signed = elementAt(der, certificate.start);
  const algorithm = elementAt(der, signed.end);
  const identifier = elementAt(der, algorithm.start);
  const oid = objectIdentifier(der.subarray(identifier.start, identifier.end));
  return signatureNames[oid] ?? oid;
}

/** Where the content of a DER element starts and ends. */
function elementAt(der: Buffer, offset: number): { readonly start: number; readonly end: number } {
  const first = der.readUInt8(offset + 1);
  if (first < 0x80) return { start: offset + 2, end: offset + 2 + first };
  const bytes = first & 0x7f;
  const start = offset + 2 + bytes;
  return { start, end: start + der.readUIntBE(offset + 2, bytes) };
}

function objectIdentifier(content: Buffer): string {
  const numbers: number[] = [];
  let current = 0;
  for (const byte of content) {
    current = current * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(current);
      current = 0;
    }
  }
  const [head = 0, ...rest] = numbers;
  return [
    Math.min(Math.floor(head / 40), 2),
    head - Math.min(Math.floor(head / 40), 2) * 40,
    ...rest,
  ].join('.');
}
