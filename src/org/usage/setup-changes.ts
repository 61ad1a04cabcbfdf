import type { SetupChange } from '../../model/app.js';
import { problem, type Problem } from '../../report/problem.js';
import type { OrgApi } from '../client/api.js';
import {
  mapAnswer,
  tryCall,
  type Answer,
  asFields,
  asAnswerText,
  type Fields,
} from '../client/answer.js';
import type { Query } from '../client/queries.js';

/** The latest changes; an org keeps those of 180 days. */
const latestChanges: Query = {
  from: 'SetupAuditTrail',
  columns: ['CreatedDate', 'CreatedBy.Username', 'Display', 'Section'],
  orderBy: 'CreatedDate DESC',
  limit: 2000,
};

/**
 * Who changed what in Setup. It takes the permission View Setup and Configuration. That it is not shown makes no audit
 * incomplete: no rule and no comparison rests on it.
 */
export async function pullSetupChanges(
  api: OrgApi,
  problems: Problem[],
): Promise<Answer<readonly SetupChange[]>> {
  const refused: Problem[] = [];
  const rows = await tryCall('who changed apps (SetupAuditTrail)', refused, () =>
    api.rows(latestChanges),
  );
  problems.push(...refused.map(({ message }) => problem('org-changes-hidden', message)));
  return mapAnswer(rows, (all) => all.map(readSetupChange));
}

function readSetupChange(row: Fields): SetupChange {
  const by = row['CreatedBy'] === null ? '' : asAnswerText(asFields(row['CreatedBy'])['Username']);
  const section = asAnswerText(row['Section']);
  const told = asAnswerText(row['Display']);
  return {
    at: asAnswerText(row['CreatedDate']),
    by,
    what: section === '' ? told : `${section}: ${told}`,
  };
}
