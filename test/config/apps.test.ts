// What the config says of an app: later entries win, and the command line beats them all.
import { expect, test } from 'vitest';
import type { App } from '../../src/model/app.js';
import { startOf } from '../../src/model/location.js';
import { parametersOf, vendorOf } from '../../src/config/apps.js';
import { usualPolicy } from '../../src/config/suppression-policy.js';
import type { AppEntry, Config, VendorChoice } from '../../src/config/config.js';
import { shippedRulesets } from '../../src/rulesets/shipped.js';

const subject: Pick<App, 'id' | 'kind' | 'apiName'> = {
  id: 'externalClientApp:Order_Sync',
  kind: 'externalClientApp',
  apiName: 'Order_Sync',
};
const app = subject as App;

type Texts = Readonly<Record<string, string>>;
type Given = AppEntry['parameters'];

function given(texts: Texts): Given {
  return new Map(Object.entries(texts).map(([name, text]) => [name, [text]]));
}

function configOf(apps: readonly (Partial<AppEntry> & { readonly match: string })[]): Config {
  const entries = apps.map((entry, index) => ({
    parameters: given({}),
    location: { ...startOf('c.yaml'), startLine: index + 1 },
    ...entry,
  }));
  const nothing = { vendors: 'auto', overrides: [], suppressions: [] } as const;
  return { file: 'c.yaml', apps: entries, ...nothing, suppressionPolicy: usualPolicy };
}

type Row = readonly [what: string, config: readonly Texts[], flags: Texts, found: Texts];

const parameters: readonly Row[] = [
  ['nothing', [], {}, {}],
  ['the config alone', [{ environment: 'a' }], {}, { environment: 'a' }],
  [
    'later entries win',
    [{ environment: 'a', x: 'y' }, { environment: 'b' }],
    {},
    { environment: 'b', x: 'y' },
  ],
  ['a flag wins', [{ environment: 'a' }], { environment: 'b' }, { environment: 'b' }],
  [
    'a flag wins over the full name',
    [{ 'v/f.environment': 'a' }],
    { environment: 'b' },
    { environment: 'b' },
  ],
  [
    'a flag for one ruleset leaves the others',
    [{ environment: 'a' }],
    { 'v/f.environment': 'b' },
    { environment: 'a', 'v/f.environment': 'b' },
  ],
];

test.each(parameters)('parameters: %s', (_, entries, flags, found) => {
  const config = configOf([
    { match: 'Other', parameters: given({ environment: 'never' }) },
    ...entries.map((texts) => ({ match: 'Order_*', parameters: given(texts) })),
  ]);
  expect(parametersOf(app, config, given(flags))).toEqual(given(found));
});

function vendor(id: string): VendorChoice {
  const ruleset = shippedRulesets.find((one) => one.id === id);
  return ruleset ? { ruleset, location: startOf('c.yaml') } : 'none';
}

const fullcast = vendor('vendors/fullcast');
const atlas = vendor('vendors/servicemax-atlas');

test.each<readonly [string, Config, VendorChoice | undefined, number | undefined]>([
  ['nothing', configOf([]), undefined, undefined],
  ['another app', configOf([{ match: 'Other', vendor: fullcast }]), undefined, undefined],
  ['a vendor', configOf([{ match: 'Order_*', vendor: fullcast }]), fullcast, 1],
  ['no vendor', configOf([{ match: 'externalClientApp:*', vendor: 'none' }]), 'none', 1],
  [
    'later entries win',
    configOf([
      { match: '*', vendor: fullcast },
      { match: 'Order_Sync', vendor: atlas },
      { match: 'Order_Sync', parameters: given({ a: 'b' }) },
    ]),
    atlas,
    2,
  ],
])('vendor: %s', (_, config, choice, line) => {
  const found = vendorOf(app, config);
  expect(found?.vendor).toBe(choice);
  expect(found?.location.startLine).toBe(line);
});
