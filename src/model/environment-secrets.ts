import { looksSecret } from './redact.js';
import { newSecrets, type Secrets } from './secrets.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Variables of log-ins that hold a secret; others hold one only by mistake. */
const secretVariable = /^SF(?:DX)?_.*(?:TOKEN|SECRET|PASSWORD|PASSPHRASE|AUTH_URL|KEY)$/;
const proxyName = /^(?:https?|all)_proxy$/i;
const loginName = /^SF(?:DX)?_/;

/** What is longer is no name, address or path: somebody put a key there. */
const longestValue = 400;

/** Consumer keys are shorter only where they are names, such as PlatformCLI. */
const shortestKeyText = 16;

/** The secrets that the environment of a run holds. */
export function secretsOf(env: Env): Secrets {
  const secrets = newSecrets();
  for (const [name, value = ''] of Object.entries(env)) {
    const isSecret =
      secretVariable.test(name) ||
      (loginName.test(name) && (looksSecret(value) || value.length > longestValue));
    if (isSecret) secrets.add(value);
    if (isSecret && value.startsWith('force://')) addAuthUrl(value, secrets);
    if (name === 'SF_CLIENT_ID' && value.length >= shortestKeyText) secrets.add(value);
    if (proxyName.test(name)) addProxy(value, secrets);
  }
  return secrets;
}

/** `force://CLIENT_ID:CLIENT_SECRET:REFRESH_TOKEN@INSTANCE` */
function addAuthUrl(value: string, secrets: Secrets): void {
  const [, secret, ...token] = value
    .slice('force://'.length)
    .replace(/@[^@]*$/, '')
    .split(':');
  secrets.add(secret);
  secrets.add(token.join(':'));
}

/** The password of a proxy, as it is written and as it is sent. */
function addProxy(value: string, secrets: Secrets): void {
  const [, written = ''] = /^(?:\w+:\/\/)?([^/]*)@/.exec(value) ?? [];
  if (written === '') return;
  const plain = decodePercent(written);
  for (const one of [written, plain]) {
    secrets.add(one.slice(one.indexOf(':') + 1));
    secrets.add(Buffer.from(one).toString('base64'));
  }
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that stands for itself.
    return text;
  }
}
