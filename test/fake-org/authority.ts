import { createSign, generateKeyPairSync } from 'node:crypto';

/** What a server on this machine needs to speak TLS. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** DER, as far as a certificate takes it: a tag, a length, and what is in it. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  const { length } = body;
  const long = Buffer.from(length.toString(16).padStart(length > 255 ? 4 : 2, '0'), 'hex');
  const head = length < 128 ? [tag, length] : [tag, 0x80 + long.length, ...long];
  return Buffer.concat([Buffer.from(head), body]);
}

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content);
const time = (text: string): Buffer => der(0x18, Buffer.from(text));
const algorithm = sequence(hex('0608 2a8648ce3d040302'));
/** One common name, `fake org`. */
const name = sequence(der(0x31, sequence(hex('0603 550403'), der(0x0c, Buffer.from('fake org')))));
/** Subject alternative names: 127.0.0.1, and the IP address of the loopback of IPv6. */
const addresses = sequence(
  hex('0603 551d11'),
  der(0x04, sequence(der(0x87, hex('7f000001')), der(0x87, hex('00'.repeat(15) + '01')))),
);

/** Makes a key and a certificate for 127.0.0.1 that is signed by itself (RFC 5280). Nobody ever trusts it but one test. */
export function identity(): Identity {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = sequence(
    der(0xa0, hex('020102')),
    hex('020101'),
    algorithm,
    name,
    sequence(time('20200101000000Z'), time('20991231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(addresses)),
  );
  const signature = createSign('SHA256').update(body).sign(privateKey);
  const whole = sequence(body, algorithm, der(0x03, hex('00'), signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${whole.toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}
