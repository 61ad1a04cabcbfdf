import { sign } from 'node:crypto';
import { UserError } from '../../model/user-error.js';

export interface Claims {
  readonly clientId: string;
  readonly username: string;
  readonly audience: string;
  /** PEM. */
  readonly key: string;
}

/** How long an assertion counts: Salesforce takes at most a few minutes. */
const seconds = 180;

/**
 * A signed assertion of the JWT bearer flow (RFC 7523; Salesforce Help, "OAuth 2.0 JWT Bearer Flow for Server-to-Server
 * Integration"). Throws UserError when the key cannot sign.
 */
export function jwtAssertion({ clientId, username, audience, key }: Claims): string {
  const exp = Math.floor(Date.now() / 1000) + seconds;
  const head = encoded({ alg: 'RS256', typ: 'JWT' });
  const claims = encoded({ iss: clientId, sub: username, aud: audience, exp });
  return `${head}.${claims}.${signature(`${head}.${claims}`, key)}`;
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function signature(text: string, key: string): string {
  try {
    return sign('RSA-SHA256', Buffer.from(text), key).toString('base64url');
  } catch {
    // What the library says may quote the key.
    throw new UserError(
      'the key in SF_JWT_KEY_FILE cannot sign',
      'it has to be an RSA private key in PEM format, without a passphrase',
    );
  }
}
