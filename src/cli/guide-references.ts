import { UserError } from '../model/user-error.js';
import { referenceCalled } from '../rulesets/references.js';

/** Throws UserError where a name means a guide that is known by a reference only, and has no ruleset. */
export async function refuseReference(name: string): Promise<void> {
  const reference = await referenceCalled(name);
  if (!reference) return;
  throw new UserError(
    `${reference.id} is a reference only: no demand of its guide on an app is known`,
    `the guide asks for: ${reference.asks}`,
  );
}
