import { bothAnswers, type Answer } from '../client/answer.js';
import type { Person } from './facts.js';
import type { TokenInOrg } from './tokens.js';

/** The user of each token, in the order of the tokens. */
export function holdersOf(
  tokens: Answer<readonly TokenInOrg[]>,
  people: Answer<readonly Person[]>,
): Answer<readonly Person[]> {
  const asked = bothAnswers(tokens, people);
  if (tokens.ok && tokens.value.length === 0) return { ok: true, value: [] };
  if (!asked.ok) return asked;
  const [all, everybody] = asked.value;
  const byId = new Map(everybody.map((person) => [person.id, person]));
  const holders = all.flatMap(({ userId }) => byId.get(userId) ?? []);
  const lost = all.length - holders.length;
  return lost === 0
    ? { ok: true, value: holders }
    : {
        ok: false,
        reason: `the org does not show the users of ${lost} of its ${all.length} tokens`,
      };
}
