import { expect, test } from 'vitest';
import { counterpartOf } from '../../src/model/app.js';

const ids = new Set(['externalClientApp:A', 'connectedApp:A', 'connectedApp:B']);

test.each([
  ['externalClientApp', 'A', 'connectedApp:A'],
  ['connectedApp', 'A', 'externalClientApp:A'],
  ['connectedApp', 'B', ''],
  ['externalClientApp', 'a', ''],
] as const)('the twin of %s:%s is "%s"', (kind, apiName, twin) => {
  expect(counterpartOf({ kind, apiName }, ids)).toBe(twin);
});
