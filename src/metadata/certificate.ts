import { createHash, X509Certificate } from 'node:crypto';

/** Names of signature algorithms by object id (RFC 8017, RFC 5758, RFC 8410; the old ones of OIW). */
const signatureNames: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'md2WithRSAEncryption',
  '1.2.840.113549.1.1.3': 'md4WithRSAEncryption',
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.2.840.113549.1.1.11': 'sha256WithRSAEncryption',
  '1.2.840.113549.1.1.12': 'sha384WithRSAEncryption',
  '1.2.840.113549.1.1.13': 'sha512WithRSAEncryption',
  '1.2.840.10040.4.3': 'dsa-with-SHA1',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10045.4.3.2': 'ecdsa-with-SHA256',
  '1.2.840.10045.4.3.3': 'ecdsa-with-SHA384',
  '1.2.840.10045.4.3.4': 'ecdsa-with-SHA512',
  '1.3.14.3.2.3': 'md5WithRSA',
  '1.3.14.3.2.27': 'dsaWithSHA1',
  '1.3.14.3.2.29': 'sha1WithRSA',
  '1.3.101.112': 'ed25519',
};

const pss = '1.2.840.113549.1.1.10';

/** The hash of RSASSA-PSS is a parameter of it. */
const hashNames: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

interface DerElement {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The name of the algorithm that signed a certificate, the object id where it has none here. Certificate ::= SEQUENCE {
 * tbsCertificate, signatureAlgorithm SEQUENCE { OBJECT IDENTIFIER, parameters }, … }. Throws where the DER is broken.
 */
function signatureOf(der: Buffer): string {
  const certificate = derElementAt(der, 0);
  const signed = derElementAt(der, certificate.start);
  const algorithm = derElementAt(der, signed.end);
  const identifier = derElementAt(der, algorithm.start);
  const oid = objectIdentifier(der, identifier);
  if (oid !== pss) return signatureNames[oid] ?? oid;
  const hash = pssHash(der, identifier.end, algorithm.end);
  return `rsassaPss-${hashNames[hash] ?? hash}`;
}

const hashAlgorithm = 0xa0;

/** RSASSA-PSS-params ::= SEQUENCE { [0] hashAlgorithm SEQUENCE { OBJECT IDENTIFIER, … }, … }; without it, SHA-1. */
function pssHash(der: Buffer, from: number, end: number): string {
  const parameters = from < end ? derElementAt(der, from) : undefined;
  const first =
    parameters && parameters.start < parameters.end && derElementAt(der, parameters.start);
  if (!first || first.tag !== hashAlgorithm) return 'sha1';
  return objectIdentifier(der, derElementAt(der, derElementAt(der, first.start).start));
}

function derElementAt(der: Buffer, offset: number): DerElement {
  const tag = der.readUInt8(offset);
  const first = der.readUInt8(offset + 1);
  if (first < 0x80) return { tag, start: offset + 2, end: offset + 2 + first };
  const bytes = first & 0x7f;
  const start = offset + 2 + bytes;
  return { tag, start, end: start + der.readUIntBE(offset + 2, bytes) };
}

function objectIdentifier(der: Buffer, { start, end }: DerElement): string {
  const numbers: number[] = [];
  let current = 0;
  for (const byte of der.subarray(start, end)) {
    current = current * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(current);
      current = 0;
    }
  }
  const [head = 0, ...rest] = numbers;
  const arc = Math.min(Math.floor(head / 40), 2);
  return [arc, head - arc * 40, ...rest].join('.');
}

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
