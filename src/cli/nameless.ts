import { UserError } from '../model/user-error.js';
import type { Report } from '../report/report.js';

/** A snapshot has the users of apps only where its pull was asked for them. Throws UserError. */
export function refuseNameless({ sources, apps }: Report): void {
  const nameless = sources.find(
    ({ id, kind }) =>
      kind === 'snapshot' &&
      apps.some(({ source }) => source === id) &&
      apps.every((app) => app.source !== id || app.holders === undefined),
  );
  if (nameless)
    throw new UserError(
      `the snapshot ${nameless.id} does not name users`,
      'ecaudit pull --with-users writes one that does',
    );
}
