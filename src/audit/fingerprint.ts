import { hash } from 'node:crypto';
import type { App } from '../model/app.js';
import { appId } from '../model/app.js';

/**
 * Names a finding by rule, app and settings: no lines and no paths, so that it stays the same when files move or
 * change. Apps of one name in several folders are told apart by `occurrence`.
 */
export function fingerprintOf(
  rule: string,
  app: App,
  settings: readonly string[],
  occurrence: number,
): string {
  const parts = [rule, appId(app.kind, app.apiName), ...settings, String(occurrence)];
  return hash('sha256', parts.join('\n')).slice(0, 32);
}
