// What lowers a risk makes its finding one step milder; what somebody has said of it stands.
import { describe, expect, test } from 'vitest';
import { audit } from '../stories/run.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { ca, fileOf } from '../metadata/parts.js';

const app = (optional: string, inner = ''): string =>
  ca(`<contactEmail>a@acme.test</contactEmail><label>A</label><oauthConfig>
    <callbackUrl>https://app.acme.test/cb</callbackUrl>${optional}
    <isPkceRequired>false</isPkceRequired><scopes>Api</scopes></oauthConfig>${inner}`)[
    fileOf('app')
  ] ?? '';

async function severityOfPkce(optional: string, config?: string): Promise<readonly string[]> {
  const cwd = tempFolder({
    'src/A.connectedApp-meta.xml': app(optional),
    ...(config === undefined ? {} : { 'ecaudit.config.yaml': config }),
  });
  const { report } = await audit(['src'], { cwd });
  return report.results
    .filter(({ rule, verdict }) => rule === 'flows/pkce-required' && verdict === 'fail')
    .map(({ severity }) => severity);
}

const flag = (value: boolean): string =>
  `<isConsumerSecretOptional>${value}</isConsumerSecretOptional>`;

describe('an app without PKCE', () => {
  test('high for a public client, and where nobody knows', async () => {
    expect(await severityOfPkce(flag(true))).toEqual(['high']);
    expect(await severityOfPkce('')).toEqual(['high']);
  });

  test('medium for a client that has to show its secret', async () => {
    expect(await severityOfPkce(flag(false))).toEqual(['medium']);
  });

  test('what the configuration says, where it says it', async () => {
    const config = 'overrides: [{ rule: flows/pkce-required, severity: high }]\n';
    expect(await severityOfPkce(flag(false), config)).toEqual(['high']);
  });
});
