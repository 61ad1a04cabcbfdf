import type { GuideReference } from '../model/ruleset.js';

/** The guides of rules/references.data.yaml. Only lists of vendors need them. */
export async function shippedReferences(): Promise<readonly GuideReference[]> {
  const { references } = await import('./details.js');
  return references;
}

/** The reference that a name means: an id, or the part of it after `vendors/`. */
export async function referenceCalled(name: string): Promise<GuideReference | undefined> {
  const references = await shippedReferences();
  const wanted = name.toLowerCase();
  return references.find(({ id }) => id === wanted || id === `vendors/${wanted}`);
}
