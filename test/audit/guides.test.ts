// What a report says of guides: those that are old, and apps that none of them is about.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { oldGuides } from '../../src/audit/vendors/assign.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';
import { tempFolder } from '../metadata/temp-folder.js';
import { audit, ecaudit, treeOf } from '../stories/run.js';

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const isReport = ajv.compile(
  JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8')),
);

const app = (name: string, host: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>a@acme.example</contactEmail>
    <label>${name}</label>
    <oauthConfig>
        <callbackUrl>https://${host}/cb</callbackUrl>
        <scopes>Api</scopes>
    </oauthConfig>
</ConnectedApp>
`;

const files = {
  'connectedApps/Territories.connectedApp': app('Territories', 'eu.fullcast.io'),
  'connectedApps/Orders.connectedApp': app('Orders', 'orders.acme.example'),
  'connectedApps/Nango.connectedApp': app('Nango', 'api.nango.dev'),
};

test('apps of no known vendor are told with the vendors that are near', async () => {
  const { report } = await audit(['.'], { cwd: tempFolder(files) });
  expect(report.apps.map(({ apiName, nearestVendors }) => [apiName, nearestVendors])).toEqual([
    ['Nango', undefined],
    ['Orders', []],
    ['Territories', [{ ruleset: 'vendors/fullcast', because: 'callback host eu.fullcast.io' }]],
  ]);
});

test('the table tells it in one line', async () => {
  const { stdout } = await ecaudit(['.'], { cwd: tempFolder(files) });
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    '2 apps of no vendor whose guide is known: Territories (near: vendors/fullcast, callback host eu.fullcast.io); Orders.',
  );
});

test('a run that looks for no vendors says nothing of them', async () => {
  const { report } = await audit(['.', '-r', 'flows'], { cwd: tempFolder(files) });
  expect(report.apps.some(({ nearestVendors }) => nearestVendors)).toBe(false);
});

test('a guide that was read more than a year ago is a note', () => {
  const fullcast = shippedRulesets.filter(({ id }) => id === 'vendors/fullcast');
  expect(oldGuides(fullcast, new Date('2027-11-22T00:00:00Z'))).toEqual([]);
  expect(oldGuides(fullcast, new Date('2027-11-23T00:00:00Z'))).toMatchObject([
    { kind: 'old-guide', level: 'note', message: expect.stringContaining('2026-11-22') },
  ]);
});

test('an excused finding says what is milder, in the table and as data that fits the schema', async () => {
  const atlas = treeOf('guides', 'atlas');
  const { stdout } = await ecaudit(['.'], { cwd: tempFolder(atlas) });
  expect(stdout).toContain('Less permissive alternative: Ask the vendor when PKCE comes');
  const { report } = await audit(['.'], { cwd: tempFolder(atlas) });
  const excused = report.results.find(({ rule }) => rule === 'flows/pkce-required');
  expect(excused?.excusedBy).toMatchObject({
    rule: 'vendors/servicemax-atlas/pkce-off',
    alternative: expect.stringContaining('Ask the vendor'),
  });
  expect(isReport(report) ? [] : isReport.errors).toEqual([]);
});

test('parameters are captured from what the app shows', async () => {
  const orders = app('Orders', 'acme.claritysecurity.io');
  const { report } = await audit(['.'], {
    cwd: tempFolder({ 'connectedApps/Orders.connectedApp': orders }),
  });
  expect(report.apps[0]?.vendors).toMatchObject([
    { ruleset: 'vendors/clarity-security', parameters: { tenant: ['acme'] } },
  ]);
});
