import { appId } from '../model/app.js';
import type { Report } from '../report/report.js';
import type { Result } from '../report/verdict.js';
import type { SuppressionEntry } from './config.js';

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
