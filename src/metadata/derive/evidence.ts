import { evidenceSettings } from '../../settings/catalogue/evidence.js';
import type { Setting } from '../../settings/settings.js';
import type { Derive } from './subject.js';

const notLooked: Setting = {
  state: 'unknown',
  reason: 'only a folder or a zip shows what else is in a repository',
};

/** What the app's own files do not say. `src/evidence` fills it in where there are other files and apps. */
export const evidenceDerivations: Readonly<Record<string, Derive>> = Object.fromEntries(
  Object.keys(evidenceSettings).map((name) => [name, () => notLooked]),
);
