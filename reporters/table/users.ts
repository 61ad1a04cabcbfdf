import { noUsersText, usersOf } from '../../src/report/digest/index.js';
import { plainText } from '../../src/report/text/plain-text.js';
import { listItem, titled, type Page } from './page.js';

/** Who holds tokens of each app or may use it, where the run was asked for names. */
export function userLines(page: Page): readonly string[] {
  const named = usersOf(page.digest.report);
  const none = noUsersText(page.digest.report);
  if (none !== '') return titled(page, 'Users', none);
  if (named.length === 0) return [];
  return [
    page.paint('Users', 'bold'),
    ...named.flatMap(({ app, users }) =>
      listItem(page, plainText(`${app}: ${users.join('; ')}`), 0),
    ),
  ];
}
