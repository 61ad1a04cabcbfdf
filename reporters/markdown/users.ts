import { noUsersText, usersOf, type Digest } from '../../src/report/digest/index.js';
import { foldedPart, markdownProse } from './markup.js';

/** Who holds tokens of each app or may use it, where the run was asked for names. */
export function userSection({ report }: Digest): readonly string[] {
  const named = usersOf(report);
  const none = noUsersText(report);
  if (none !== '') return [markdownProse(`Users: ${none}`), ''];
  if (named.length === 0) return [];
  return foldedPart(
    'Users of apps',
    named.map(({ app, users }) => `- ${markdownProse(`${app}: ${users.join('; ')}`)}`),
  );
}
