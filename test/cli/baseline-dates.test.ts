// A day that comes nearer makes a finding worse, and no finding of the baseline new.
import { expect, test } from 'vitest';
import type { Report } from '../../src/report/report.js';
import { main } from '../../src/cli/main.js';
import { tempFolder } from '../metadata/temp-folder.js';

const app = `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>it@acme.example</contactEmail>
    <label>Nightly</label>
    <oauthConfig>
        <callbackUrl>https://acme.example/callback</callbackUrl>
        <scopes>Api</scopes>
    </oauthConfig>
</ConnectedApp>
`;
const switches = `<?xml version="1.0" encoding="UTF-8"?>
<OauthOidcSettings xmlns="http://soap.sforce.com/2006/04/metadata">
    <blockOAuthUnPwFlow>false</blockOAuthUnPwFlow>
</OauthOidcSettings>
`;

const rule = 'migration/username-password-flow';

async function run(cwd: string, day: string, ...argv: readonly string[]) {
  const out = { stdout: '', stderr: '' };
  const write = (name: keyof typeof out) => ({
    write: (text: string) => void (out[name] += text),
    isTTY: false,
  });
  const io = { stdout: write('stdout'), stderr: write('stderr'), cwd };
  const env = { SOURCE_DATE_EPOCH: String(Date.parse(`${day}T10:00:00Z`) / 1000) };
  await main(['.', '-r', 'migration', '-f', 'json', ...argv], {
    ...io,
    env,
    now: () => new Date(0),
  });
  const report = JSON.parse(out.stdout) as Pick<Report, 'results' | 'problems'>;
  return { ...report, results: report.results.filter((one) => one.rule === rule) };
}

test('the same finding is low in June and medium in December, and still known', async () => {
  const cwd = tempFolder({
    'connectedApps/Nightly.connectedApp': app,
    'settings/OauthOidc.settings': switches,
  });
  const june = await run(cwd, '2026-06-01', '--write-baseline', 'known.json');
  expect(june.results.map(({ severity }) => severity)).toEqual(['low']);
  const december = await run(cwd, '2026-12-01', '--baseline', 'known.json');
  expect(december.results).toMatchObject([{ severity: 'medium', baselined: true }]);
  expect(december.problems.map(({ kind }) => kind)).toContain('baseline-severity-rose');
});
