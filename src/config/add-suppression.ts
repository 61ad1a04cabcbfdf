import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileText } from '../documents/files.js';
import { withEntry } from '../documents/insert.js';
import { writeWhole } from '../documents/staged-file.js';
import { unwritten, UserError } from '../model/user-error.js';
import type { SuppressionEntry } from './config.js';
import { appId } from '../model/app.js';
import type { Report } from '../report/report.js';
import type { Result } from '../report/verdict.js';

/**
 * Adds a suppression to a configuration file, a path from `cwd`, and leaves the rest of it as it is; makes the file where
 * there is none. Throws UserError when its layout leaves no certain place, and UnwrittenError when it cannot be written.
 */
export function addSuppression(
  file: string,
  cwd: string,
  entry: Omit<SuppressionEntry, 'location'>,
): void {
  const path = resolve(cwd, file);
  const { rule, app, org, reason, owner, expires } = entry;
  const written = Object.entries({ rule, app, org, reason, owner, expires }).flatMap(
    ([name, text]): (readonly [string, string])[] => (text === undefined ? [] : [[name, text]]),
  );
  const before = existsSync(path) ? fileText(path) : '';
  const after = withEntry(before, 'suppressions', Object.fromEntries(written));
  if (after === undefined)
    throw new UserError(
      `${file} is laid out in a way that leaves no certain place for one more suppression`,
      `add it by hand: ${JSON.stringify(Object.fromEntries(written))}`,
    );
  try {
    writeWhole(path, after);
  } catch (cause) {
    throw unwritten(file, cause);
  }
}

/** A suppression before it stands in a file. */
export type NewSuppression = Omit<SuppressionEntry, 'location'>;

type Said = Pick<NewSuppression, 'reason' | 'owner' | 'expires'>;

/** The suppression of a finding: by rule and API name, which stay when files move; by source or folder only where two apps have the same name. */
export function suppressionEntryFor(
  result: Result,
  { apps }: Pick<Report, 'apps'>,
  said: Said,
): NewSuppression {
  const app = apps.find(({ id }) => id === result.app);
  const name = app && appId(app.kind, app.apiName);
  const { reason, owner, expires } = said;
  // A risk that is accepted in one org is not accepted in another.
  const org = app?.org?.id ?? app?.org?.host;
  const alike = apps.filter(
    ({ kind, apiName, source }) =>
      appId(kind, apiName) === name && (org === undefined || source === app?.source),
  );
  const several = new Set(apps.map(({ source }) => source)).size > 1;
  const own = name && alike.length === 1 ? name : result.app;
  const everywhere = result.about === 'org' && org === undefined && several;
  return {
    rule: result.rule,
    ...(result.about !== 'org' && { app: own }),
    ...(everywhere && app && { app: `${app.source}#*` }),
    ...(org !== undefined && { org }),
    ...(reason !== undefined && { reason }),
    ...(owner !== undefined && { owner }),
    ...(expires !== undefined && { expires }),
  };
}
