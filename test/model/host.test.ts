import { expect, test } from 'vitest';
import { hostOf } from '../../src/model/addresses.js';

test.each([
  ['https://App.Example.com/cb', 'app.example.com'],
  ['https:app.example.com/cb', 'app.example.com'],
  ['https:\\\\app.example.com\\cb', 'app.example.com'],
  ['https://app.example.com.:8443/cb', 'app.example.com'],
  ['https://login.salesforce.com@evil.example/cb', 'evil.example'],
  ['https://evil.example\\@login.salesforce.com/cb', 'evil.example'],
  ['https://login.salesforce.com%2f@evil.example/', 'evil.example'],
  ['https://bücher.example/', 'xn--bcher-kva.example'],
  ['http://0x7f.1/', '127.0.0.1'],
  ['http://[0:0:0:0:0:0:0:1]:1717/', '[::1]'],
  ['myapp://oauth/cb', 'oauth'],
  ['com.example.app:/cb', undefined],
  ['https://a.example:99999/', undefined],
  ['app.example.com', undefined],
  ['', undefined],
])('%s leads to %s', (url, host) => {
  expect(hostOf(url)).toBe(host);
});
