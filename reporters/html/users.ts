import { noUsersText, usersOf, type Digest } from '../../src/report/digest/index.js';
import { el, type Element } from './dom.js';
import { bulletList, htmlSection } from './parts.js';

/** Who holds tokens of each app or may use it, where the run was asked for names. */
export function* usersSection({ report }: Digest): Generator<Element> {
  const named = usersOf(report);
  const none = noUsersText(report);
  if (none !== '') yield htmlSection('users', 'Users', el('p', {}, none));
  if (named.length === 0) return;
  yield htmlSection(
    'users',
    'Users',
    bulletList(named.map(({ app, users }) => `${app}: ${users.join('; ')}`)),
  );
}
