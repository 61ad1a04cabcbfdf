import { expect, test } from 'vitest';
import { metadataTypes } from '../../src/model/metadata-types.js';
import { ecaudit } from '../stories/run.js';

test('the manifest has every type that is read, settings as members of Settings', async () => {
  const { code, stdout } = await ecaudit(['manifest']);
  expect(code).toBe(0);
  for (const [type, { home }] of Object.entries(metadataTypes)) {
    const settings = home === 'org' && type.endsWith('Settings');
    const wanted = settings
      ? `<members>${type.slice(0, -'Settings'.length)}</members>`
      : `<members>*</members>\n        <name>${type}</name>`;
    expect(stdout).toContain(wanted);
  }
  expect(stdout).toMatch(/<version>68\.0<\/version>\n<\/Package>\n$/);
});

test('an older API version has fewer types', async () => {
  const { stdout } = await ecaudit(['manifest', '--api-version', '58.0']);
  expect(stdout).toContain('<name>ConnectedApp</name>');
  expect(stdout).not.toContain('ExtlClntApp');
  expect((await ecaudit(['manifest', '--api-version', 'new'])).code).toBe(2);
});
